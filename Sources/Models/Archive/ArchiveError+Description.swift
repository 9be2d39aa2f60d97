import CZip
import Files

extension ArchiveError: CustomStringConvertible {
  /// The error in one line for people; text out of the archive is escaped.
  package var description: String {
    switch self {
    case .file(let error): error.description
    case .notAZip(.empty): "not a model: the file is empty"
    case .notAZip(let format): "not a model: this looks like \(format.phrase)"
    case .zipWithoutSeal(nil): "not a model: this is a ZIP of another program"
    case .zipWithoutSeal(let member?):
      "not a model: this is a ZIP of another program; its first member is \(quoted(member))"
    case .truncated: "the model is cut off: its end is missing; copy it again"
    case .trailingBytes(let count): "the model is damaged: \(count) bytes follow its end"
    case .damaged: "the model is damaged: its bytes are not those that were saved"
    case .tooLarge(let size, let limit):
      "the model has \(size) bytes; the limit is \(limit)"
    case .tooManyMembers(let count, let limit):
      "the model has \(count) members; the limit is \(limit)"
    case .memberTooLarge(let member, let size, let limit):
      "\(quoted(member)) in the model claims \(size) bytes; the limit is \(limit)"
    case .contentsTooLarge(let limit):
      "the members of the model claim more than \(limit) bytes, the limit"
    case .inconsistent(let number):
      "the model contradicts itself: \(Self.text(of: number))"
    case .memberName(let name): "the model has a member named \(quoted(name))"
    case .duplicateMember(let name): "the model has two members named \(quoted(name))"
    case .memberMethod(let member, let method):
      "\(quoted(member)) in the model is packed by method \(method), which is never used here"
    case .memberDamaged(let member, let number):
      "\(quoted(member)) in the model is damaged: \(Self.text(of: number))"
    case .missingMember(let name): "the model has no \(quoted(name))"
    case .array(let member, let error): "\(quoted(member)) in the model: \(error)"
    case .notBuilt(let number): "cannot build the model: \(Self.text(of: number))"
    }
  }

  private static func text(of zipError: Int32) -> String {
    if zipError == 0 { return "impossible sizes" }
    var error = zip_error_t()
    zip_error_init_with_code(&error, zipError)
    defer { zip_error_fini(&error) }
    return String(cString: zip_error_strerror(&error))
  }
}

extension NPYError: CustomStringConvertible {
  /// What is wrong with the array, in one line for people.
  package var description: String {
    switch self {
    case .notAnArray: "not a NumPy array"
    case .version(let major, let minor):
      "a NumPy array of format \(major).\(minor); only 1.0 is read"
    case .headerLength(let length, let available):
      "its header claims \(length) bytes, of which \(available) are there"
    case .header: "its header cannot be read"
    case .elementType(let found): "its elements are of type \(quoted(found))"
    case .otherElementType(let expected, let found):
      "its elements are \(found.rawValue), not \(expected.rawValue)"
    case .columnOrder: "it is stored by columns"
    case .shape: "its shape is too large for any memory"
    case .dataLength(let expected, let found):
      "its shape needs \(expected) bytes, but \(found) follow the header"
    }
  }
}

extension FileFormat {
  /// The format as a noun with its article.
  fileprivate var phrase: String {
    switch self {
    case .empty: "an empty file"
    case .pickle: "a Python pickle, which is never opened because it can run code"
    case .hdf5: "an HDF5 file"
    case .npy: "a single NumPy array"
    case .gzip: "a gzip file"
    case .zstandard: "a Zstandard file"
    case .xz: "an xz file"
    case .bzip2: "a bzip2 file"
    case .sqlite: "an SQLite database"
    case .safetensors: "a safetensors file"
    case .json: "JSON"
    case .text: "text"
    case .unknown: "no format known here"
    }
  }
}

/// Text out of a file, escaped and in quotes; a long one is cut off.
private func quoted(_ text: String) -> String {
  let shown = displayedText(of: String(text.prefix(80)))
  return text.count > 80 ? "\"\(shown)…\"" : "\"\(shown)\""
}
