package import Files

/// A reason why a model cannot be made, saved, found or opened; facts only.
package indirect enum ModelError: Error, Equatable, Sendable {
  // The container and its members.
  /// The ZIP container or one of its arrays cannot be read.
  case archive(ArchiveError)
  /// A member that no model of this format version has.
  case unexpectedMember(String)

  // model.json.
  /// `model.json` says that it is something else; nil when it says nothing.
  case otherFormat(found: String?)
  /// A later version of Backdrop wrote the file.
  case newerFormat(found: Int, supported: Int, producer: String?)
  /// `model.json` has no such value, or one of another type.
  case badDocument(keyPath: String, problem: String)
  /// Two values of `model.json` do not go together.
  case contradiction(keyPath: String, expected: String, found: String)
  /// The network is larger than one may be.
  case beyondLimit(what: String, found: Int, limit: Int)

  // The arrays.
  /// The array's shape is not what the architecture asks for.
  case wrongShape(array: String, expected: [Int], found: [Int])
  /// The array is not the one that `model.json` was written with.
  case wrongHash(array: String, expected: String, found: String)
  /// The array holds NaN or an infinity at this flat index.
  case notFinite(array: String, index: Int)
  /// The network does not give the scores that it was saved with.
  case probeDiffers(row: Int, output: Int, expected: Double, found: Double)

  // The store.
  /// The text cannot name a model or a run.
  case badName(String, ModelName.Fault)
  /// The store has no model of this name; the others are listed.
  case unknownModel(String, store: FilePath, available: [String])
  /// The model has no such run; the others are listed.
  case unknownRun(model: String, run: String, available: [String])
  /// Several runs of the model start like this.
  case ambiguousRun(model: String, prefix: String, matching: [String])
  /// The model has runs, and none of them is the current one.
  case noCurrentRun(model: String, available: [String])
  /// The file system refused.
  case file(FileError)

  /// What went wrong with the model in this file.
  case inFile(FilePath, ModelError)
}

extension ModelError {
  /// A short stable name of the kind of error, for receipts and scripts.
  package var code: String {
    switch self {
    case .archive(let error): error.code
    case .unexpectedMember: "unexpected-member"
    case .otherFormat: "not-a-model"
    case .newerFormat: "newer-format"
    case .badDocument, .contradiction: "bad-model-document"
    case .beyondLimit: "beyond-limit"
    case .wrongShape: "wrong-shape"
    case .wrongHash: "wrong-hash"
    case .notFinite: "weights-not-finite"
    case .probeDiffers: "probe-differs"
    case .badName: "bad-name"
    case .unknownModel: "unknown-model"
    case .unknownRun: "unknown-run"
    case .ambiguousRun: "ambiguous-run"
    case .noCurrentRun: "no-current-run"
    case .file(let error): error.code
    case .inFile(_, let error): error.code
    }
  }

  /// The exit code of a command that ends with this error, from `sysexits.h`.
  ///
  /// 65 the model's bytes are wrong, 66 no such model, 64 a name that cannot be one, else the file
  /// system's.
  package var exitCode: Int32 {
    switch self {
    case .badName: 64
    case .unknownModel, .unknownRun, .ambiguousRun, .noCurrentRun: 66
    case .archive(let error): error.exitCode
    case .file(let error): error.exitCode
    case .inFile(_, let error): error.exitCode
    default: 65
    }
  }

  /// Whether the same operation may succeed later without anybody changing anything.
  package var isTransient: Bool {
    switch self {
    case .file(let error): error.isTransient
    case .inFile(_, let error): error.isTransient
    default: false
    }
  }
}
