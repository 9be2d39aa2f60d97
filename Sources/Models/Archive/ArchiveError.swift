package import Files

/// Why an archive was refused; facts only.
package enum ArchiveError: Error, Hashable, Sendable {
  /// The file could not be read.
  case file(FileError)
  /// The bytes are something else than a ZIP.
  case notAZip(FileFormat)
  /// A ZIP of another program: it has no seal. The name of its first member, where it can be read.
  case zipWithoutSeal(firstMember: String?)
  /// The end of the file is missing.
  case truncated
  /// Bytes follow the end of the archive.
  case trailingBytes(count: Int)
  /// The bytes are not those that were sealed.
  case damaged
  /// The archive is larger than the limit, both in bytes.
  case tooLarge(size: Int64, limit: Int64)
  /// The archive has more members than the limit.
  case tooManyMembers(count: Int, limit: Int)
  /// A member claims more bytes than the limit.
  case memberTooLarge(member: String, size: UInt64, limit: Int64)
  /// All members together claim more bytes than the limit.
  case contentsTooLarge(limit: Int64)
  /// The structure of the ZIP contradicts itself; libzip's `ZIP_ER_…`, 0 where we found it.
  case inconsistent(zipError: Int32)
  /// A member's name is not a plain relative path.
  case memberName(String)
  /// Two members have one name.
  case duplicateMember(String)
  /// A member is compressed or encrypted in a way that is never written here.
  case memberMethod(member: String, method: UInt16)
  /// A member's bytes do not inflate to what its entry says; libzip's `ZIP_ER_…`.
  case memberDamaged(member: String, zipError: Int32)
  /// There is no such member.
  case missingMember(String)
  /// A member is not an array, or not the array that is needed.
  case array(member: String, NPYError)
  /// The archive could not be built; libzip's `ZIP_ER_…`.
  case notBuilt(zipError: Int32)
}

extension ArchiveError {
  /// A stable name of the kind of error, for receipts and scripts.
  package var code: String {
    switch self {
    case .file(let error): error.code
    case .notAZip: "not-a-model"
    case .zipWithoutSeal: "zip-of-another-program"
    case .truncated: "model-truncated"
    case .trailingBytes: "model-trailing-bytes"
    case .damaged: "model-damaged"
    case .tooLarge, .memberTooLarge, .contentsTooLarge, .tooManyMembers: "model-too-large"
    case .inconsistent, .memberName, .duplicateMember, .memberMethod, .memberDamaged:
      "model-inconsistent"
    case .missingMember: "model-member-missing"
    case .array: "model-array"
    case .notBuilt: "model-not-built"
    }
  }

  /// The exit code of a command that ends with this error, from `sysexits.h`.
  package var exitCode: Int32 {
    switch self {
    case .file(let error): error.exitCode
    case .notBuilt: 70
    default: 65
    }
  }
}
