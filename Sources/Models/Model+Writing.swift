import Files
import Numerics
import Perceptron

extension Model {
  /// The name of the member that says what the model is.
  static let documentMember = "model.json"
  /// What the names of all weights and biases begin with.
  private static let layersFolder = "layers/"
  /// The name of a layer's weight, [fan_in × fan_out].
  static func weightName(_ layer: Int) -> String { "\(layersFolder)\(layer)/weight" }
  /// The name of a layer's bias, [fan_out].
  static func biasName(_ layer: Int) -> String { "\(layersFolder)\(layer)/bias" }
  /// The name of the probe's rows, [rows × inputs].
  static let probeInputsName = "probe/inputs"
  /// The name of the scores that the probe must give, [rows × outputs].
  static let probeScoresName = "probe/scores"

  /// The model as the bytes of an `.npz`; equal models give equal bytes.
  ///
  /// - Throws: `notFinite` for weights or scores that diverged, `archive` for a document that is
  ///   too large.
  package func archive() throws(ModelError) -> [UInt8] {
    let writer = try members(with: nil)
    return try ModelError.archiving { () throws(ArchiveError) in try writer.finish() }
  }

  /// The members of the archive.
  ///
  /// - Parameter texts: keeps what documents have in common; nil where only one is encoded.
  /// - Throws: as `archive()`.
  func members(with texts: DocumentTexts?) throws(ModelError) -> ArchiveWriter {
    switch network {
    case .float32(let network): try members(network, texts)
    case .float64(let network): try members(network, texts)
    }
  }

  private func members<Scalar: Real & NPYElement>(
    _ network: Network<Scalar>, _ texts: DocumentTexts?
  ) throws(ModelError) -> ArchiveWriter {
    var arrays: [(name: String, array: NPYArray<Scalar>)] = []
    for (index, layer) in network.layers.enumerated() {
      arrays.append((Self.weightName(index), NPYArray(layer.weight)))
      arrays.append((Self.biasName(index), NPYArray(shape: [layer.bias.count], values: layer.bias)))
    }
    let inputs = probe.converted(to: Scalar.self)
    arrays.append((Self.probeInputsName, NPYArray(inputs)))
    arrays.append((Self.probeScoresName, NPYArray(network.scores(inputs))))
    for (name, array) in arrays { try array.checkFinite(name) }
    let manifest = ModelManifest(
      document: document,
      arrays: arrays.map { name, array in
        ModelManifest.ArrayEntry(
          name: name, dtype: Scalar.precision, shape: array.shape, sha256: array.sha256)
      })
    let json = try manifest.encoded(with: texts)
    guard json.count <= ModelManifest.maximumSize else {
      throw .archive(
        .memberTooLarge(
          member: Self.documentMember, size: UInt64(json.count),
          limit: Int64(ModelManifest.maximumSize)))
    }
    return try ModelError.archiving { () throws(ArchiveError) in
      var writer = ArchiveWriter()
      writer.add(Self.documentMember, json)
      for (name, array) in arrays {
        try writer.add("\(name).npy", array)
      }
      return writer
    }
  }
}

extension NPYArray where Element: Real {
  /// Takes the numbers of a matrix.
  init(_ matrix: Matrix<Element>) {
    self.init(shape: [matrix.rows, matrix.columns], values: matrix.elements)
  }

  /// The SHA-256 of the numbers as they stand in the file, 64 hexadecimal digits.
  var sha256: String {
    values.withUnsafeBytes { SHA256.hexadecimal(of: $0) }
  }

  /// Refuses NaN and infinities.
  ///
  /// - Throws: `notFinite`.
  func checkFinite(_ name: String) throws(ModelError) {
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(array: name, index: index)
    }
  }
}

extension ModelError {
  /// Runs a step on the container and passes its error on as ours.
  static func archiving<Result: ~Copyable>(
    _ body: () throws(ArchiveError) -> Result
  ) throws(ModelError) -> Result {
    do throws(ArchiveError) {
      return try body()
    } catch {
      // What the file system refused is no fault of the archive.
      if case .file(let error) = error { throw .file(error) }
      throw .archive(error)
    }
  }
}
