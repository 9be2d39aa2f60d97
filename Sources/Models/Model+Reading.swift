package import Files
import Numerics
import Perceptron

extension Model {
  /// What a model's file may hold: 50 million doubles, the document, and some room.
  static let limits: ArchiveLimits = {
    var limits = ArchiveLimits()
    limits.fileBytes = 1 << 30
    limits.members = 2 * (ModelLimits.hiddenLayers + 1) + 3
    limits.memberBytes = 512 << 20
    limits.contentBytes = 1 << 30
    return limits
  }()

  /// Opens a model's file and checks all of it, as `init(archive:)` does; links are followed.
  ///
  /// - Throws: `inFile` with what is wrong, or `file`.
  package init(file path: FilePath) throws(ModelError) {
    do throws(ModelError) {
      let reader = try ModelError.archiving { () throws(ArchiveError) in
        try ArchiveReader(file: path, limits: Self.limits)
      }
      try self.init(reader)
    } catch {
      if case .file = error { throw error }
      throw .inFile(path, error)
    }
  }

  /// Opens a model and checks all of it.
  ///
  /// That is: the container; the format and its version; the document by itself; the sizes against
  /// the limits, before an array is inflated; of each array the hash, the type, the shape and that
  /// all its numbers are finite; and that the network gives the probe's scores.
  /// - Throws: `ModelError`.
  package init(archive bytes: [UInt8]) throws(ModelError) {
    let reader = try ModelError.archiving { () throws(ArchiveError) in
      try ArchiveReader(bytes: bytes, limits: Self.limits)
    }
    try self.init(reader)
  }

  private init(_ reader: borrowing ArchiveReader) throws(ModelError) {
    let manifest = try Self.manifest(reader)
    switch manifest.document.precision {
    case .float32:
      let (network, probe): (Network<Float>, Matrix<Float>) = try Self.contents(reader, manifest)
      self.init(
        document: manifest.document, network: .float32(network),
        probe: probe.converted(to: Double.self))
    case .float64:
      let (network, probe): (Network<Double>, Matrix<Double>) = try Self.contents(reader, manifest)
      self.init(document: manifest.document, network: .float64(network), probe: probe)
    }
    guard network.weightsSHA256 == document.weightsSHA256 else {
      throw .wrongHash(
        array: "layers", expected: document.weightsSHA256, found: network.weightsSHA256)
    }
  }

  private static func manifest(_ reader: borrowing ArchiveReader) throws(ModelError)
    -> ModelManifest
  {
    try checkSize(reader, documentMember, limit: ModelManifest.maximumSize)
    let json = try contents(reader, documentMember)
    let manifest = try ModelManifest(decoding: json)
    try manifest.check()
    let known = Set([documentMember] + manifest.arrays.map { "\($0.name).npy" })
    for index in reader.members.indices where !known.contains(reader.members[index].name) {
      throw .unexpectedMember(reader.members[index].name)
    }
    return manifest
  }

  private static func contents<Scalar: Real & NPYElement>(
    _ reader: borrowing ArchiveReader, _ manifest: ModelManifest
  ) throws(ModelError) -> (Network<Scalar>, Matrix<Scalar>) {
    var arrays: [NPYArray<Scalar>] = []
    for entry in manifest.arrays { arrays.append(try array(reader, entry)) }
    // `check` has seen that the entries are those of the architecture, in its order.
    let architecture = manifest.document.architecture
    let layers = architecture.layerShapes.indices.map { index in
      Layer(weight: Matrix(arrays[2 * index]), bias: arrays[2 * index + 1].values)
    }
    let network = Network(architecture: architecture, layers: layers)
    let inputs = Matrix(arrays[arrays.count - 2])
    try Probe.check(network, inputs: inputs, scores: Matrix(arrays[arrays.count - 1]))
    return (network, inputs)
  }

  private static func array<Scalar: Real & NPYElement>(
    _ reader: borrowing ArchiveReader, _ entry: ModelManifest.ArrayEntry
  ) throws(ModelError) -> NPYArray<Scalar> {
    let member = "\(entry.name).npy"
    // The header of version 1.0 takes up to 2¹⁶ + 10 bytes.
    let expected = entry.shape.reduce(MemoryLayout<Scalar>.size, *)
    try checkSize(reader, member, limit: expected + 1 << 16 + 10)
    let bytes = try contents(reader, member)
    let array = try ModelError.archiving { () throws(ArchiveError) in
      do throws(NPYError) {
        return try NPYArray<Scalar>(decoding: bytes)
      } catch {
        throw .array(member: member, error)
      }
    }
    guard array.shape == entry.shape else {
      throw .wrongShape(array: entry.name, expected: entry.shape, found: array.shape)
    }
    let hash = array.sha256
    guard hash == entry.sha256 else {
      throw .wrongHash(array: entry.name, expected: entry.sha256, found: hash)
    }
    try array.checkFinite(entry.name)
    return array
  }

  /// Refuses a member that claims more bytes than it needs, before it is inflated.
  private static func checkSize(
    _ reader: borrowing ArchiveReader, _ name: String, limit: Int
  ) throws(ModelError) {
    for index in reader.members.indices where reader.members[index].name == name {
      let size = reader.members[index].size
      guard size <= limit else {
        throw .archive(
          .memberTooLarge(member: name, size: UInt64(size), limit: Int64(limit)))
      }
    }
  }

  private static func contents(
    _ reader: borrowing ArchiveReader, _ name: String
  ) throws(ModelError) -> [UInt8] {
    do throws(ArchiveError) {
      return try reader.contents(of: name)
    } catch {
      throw .archive(error)
    }
  }
}

extension Matrix where Scalar: NPYElement {
  /// Takes the numbers of an array of two dimensions.
  fileprivate init(_ array: NPYArray<Scalar>) {
    self.init(rows: array.shape[0], columns: array.shape[1], elements: array.values)
  }
}
