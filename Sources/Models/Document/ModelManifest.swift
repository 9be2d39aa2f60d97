import JSON
import Numerics

/// The whole of `model.json`: the document, and what the file says about itself.
struct ModelManifest: Equatable {
  /// What `format` must be.
  static let format = "backdrop-model"
  /// The format version that is written, and the newest that is read.
  static let formatVersion = 1
  /// The largest `model.json`, in bytes: what a parser makes of it can take fifteen times as much.
  static let maximumSize = 16 << 20

  /// One array of the file.
  struct ArrayEntry: Codable, Equatable {
    /// The member's name without `.npy`, as `numpy.load` gives it.
    let name: String
    /// The type of its numbers.
    let dtype: Precision
    /// Its sides, the slowest first.
    let shape: [Int]
    /// The SHA-256 of its numbers: little-endian, in row-major order, without the `.npy` header.
    let sha256: String
  }

  /// How the JSON looks.
  static let style = JSONWriter.Style.indented
  /// How its keys are spelled.
  static let spelling = JSONSpelling.snakeCase

  /// What the model is.
  let document: ModelDocument
  /// The arrays in the order of the file.
  let arrays: [ArrayEntry]

  /// The manifest as indented JSON with sorted keys; equal manifests give equal bytes.
  ///
  /// - Parameter texts: keeps what documents have in common; nil where only one is encoded.
  func encoded(with texts: DocumentTexts? = nil) throws(ModelError) -> [UInt8] {
    do {
      let text = EncodedManifest(
        manifest: self, texts: try texts?.texts(of: document))
      var json = try JSONTextEncoder.encode(text, Self.style, Self.spelling)
      json.append(UInt8(ascii: "\n"))
      return json
    } catch EncodingError.invalidValue(let value, let context) {
      throw .badDocument(
        keyPath: ModelError.keyPath(context.codingPath), problem: "\(value) cannot be written")
    } catch {
      throw .badDocument(keyPath: "", problem: "\(error)")
    }
  }

  /// Reads `model.json`.
  ///
  /// What the format is comes first: a newer version may have any other members.
  /// - Throws: `otherFormat`, `newerFormat`, `badDocument`.
  init(decoding bytes: [UInt8]) throws(ModelError) {
    let tree = try Self.tree(bytes)
    guard case .object = tree else {
      throw .badDocument(keyPath: "", problem: "expected an object")
    }
    let heading = Heading(tree)
    guard heading.format == Self.format else { throw .otherFormat(found: heading.format) }
    guard let version = heading.formatVersion, version >= 1 else {
      throw .badDocument(keyPath: "format_version", problem: "is not a version")
    }
    guard version <= Self.formatVersion else {
      throw .newerFormat(
        found: version, supported: Self.formatVersion, producer: heading.producerText)
    }
    self = try Self.decode(Self.self, from: tree)
  }

  /// Puts a document and its arrays together.
  init(document: ModelDocument, arrays: [ArrayEntry]) {
    self.document = document
    self.arrays = arrays
  }

  private static func tree(_ bytes: [UInt8]) throws(ModelError) -> JSONTree {
    do throws(JSONError) {
      return try JSONTreeParser.parse(bytes)
    } catch {
      throw .badDocument(keyPath: "", problem: "\(error)")
    }
  }

  private static func decode<Value: Decodable>(
    _ type: Value.Type, from tree: JSONTree
  ) throws(ModelError) -> Value {
    do {
      return try JSONTreeDecoder.decode(type, from: tree)
    } catch let error as DecodingError {
      throw ModelError(decoding: error)
    } catch {
      throw .badDocument(keyPath: "", problem: "\(error)")
    }
  }
}

extension ModelManifest: Decodable {
  fileprivate enum CodingKeys: String, CodingKey {
    case format, formatVersion, arrays
  }

  init(from decoder: any Decoder) throws {
    document = try ModelDocument(from: decoder)
    arrays = try decoder.container(keyedBy: CodingKeys.self)
      .decode([ArrayEntry].self, forKey: .arrays)
  }
}

/// A manifest that is written, with what is encoded of it already.
private struct EncodedManifest: Encodable {
  let manifest: ModelManifest
  let texts: DocumentTexts.Texts?

  func encode(to encoder: any Encoder) throws {
    try manifest.document.encode(to: encoder, with: texts)
    var container = encoder.container(keyedBy: ModelManifest.CodingKeys.self)
    try container.encode(ModelManifest.format, forKey: .format)
    try container.encode(ModelManifest.formatVersion, forKey: .formatVersion)
    try container.encode(manifest.arrays, forKey: .arrays)
  }
}

/// What every version of the format has.
private struct Heading {
  let format: String?
  let formatVersion: Int?
  let producerText: String?

  /// Looks for it alone: another program's document may have anything under these names, and is just
  /// as foreign.
  init(_ tree: JSONTree) {
    format = tree["format"]?.string
    formatVersion = tree["format_version"]?.integer
    let producer = tree["producer"]
    if let name = producer?["name"]?.string, let version = producer?["version"]?.string {
      producerText = "\(name) \(version)"
    } else {
      producerText = nil
    }
  }
}

extension ModelError {
  /// Takes the place and the reason out of a decoder's error.
  fileprivate init(decoding error: DecodingError) {
    switch error {
    case .typeMismatch(let type, let context):
      self = .badDocument(
        keyPath: Self.keyPath(context.codingPath), problem: "expected \(Self.name(of: type))")
    case .valueNotFound(let type, let context):
      self = .badDocument(
        keyPath: Self.keyPath(context.codingPath), problem: "expected \(Self.name(of: type))")
    case .keyNotFound(let key, let context):
      self = .badDocument(
        keyPath: Self.keyPath(context.codingPath + [key]), problem: "is missing")
    case .dataCorrupted(let context):
      self = .badDocument(
        keyPath: Self.keyPath(context.codingPath), problem: context.debugDescription)
    @unknown default:
      self = .badDocument(keyPath: "", problem: "cannot be decoded")
    }
  }

  private static func name(of type: Any.Type) -> String {
    switch type {
    case is String.Type: "a string"
    case is Int.Type: "a whole number"
    case is Double.Type: "a number"
    case is Bool.Type: "true or false"
    case is any Collection.Type: "a list or an object"
    default: "a value of type \(type)"
    }
  }

  /// The path as people write it: `split.train_rows`, `arrays[2].shape`.
  fileprivate static func keyPath(_ keys: [any CodingKey]) -> String {
    var path = ""
    for key in keys {
      if let index = key.intValue {
        path += "[\(index)]"
      } else {
        path += (path.isEmpty ? "" : ".") + JSONSpelling.snakeCase(key.stringValue)
      }
    }
    return path
  }
}
