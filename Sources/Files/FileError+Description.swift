import Glibc

extension FileError: CustomStringConvertible {
  /// The error in one line for people, with the path first and nothing in it unescaped.
  package var description: String {
    "\(path.displayed): \(reason)"
  }

  /// What is wrong, without the path.
  package var reason: String {
    switch self {
    case .system(let operation, _, let number):
      "cannot \(operation.phrase): \(Self.text(of: number, in: operation))"
    case .symbolicLink:
      "is a symbolic link, which is never followed here; put the file itself there"
    case .hardLink(_, let count):
      "has \(count) names (hard links), so it could change while it is read; put a copy there"
    case .directory:
      "is a directory where a file is needed"
    case .notARegularFile(_, let kind):
      "is not a regular file but a \(kind.rawValue)"
    case .tooLarge(_, let size, let limit):
      "has \(size) bytes; the limit is \(limit)"
    case .writtenBytesDiffer:
      "what was read back is not what was written; the disk or the memory is failing"
    case .locked(_, let holder?):
      "is locked by process \(holder)"
    case .locked(_, nil):
      "is locked by another process"
    }
  }

  private static func text(of number: Int32, in operation: FileOperation) -> String {
    if operation == .move, number == EINVAL || number == ENOSYS {
      return "this file system has no rename that refuses to replace a file"
    }
    return message(of: number)
  }

  private static func message(of number: Int32) -> String {
    // The longest message of glibc has about 50 bytes. glibc shows Swift the POSIX form of
    // strerror_r, which returns 0 and fills the buffer.
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      guard let start = buffer.baseAddress, strerror_r(number, start, buffer.count) == 0 else {
        return "error \(number)"
      }
      return String(cString: start)
    }
  }
}

extension FileOperation {
  /// The operation as a verb with its object, behind "cannot".
  fileprivate var phrase: String {
    switch self {
    case .open, .create, .examine, .move, .publish, .lock, .list, .close, .remove: rawValue
    case .read, .write: "\(rawValue) it"
    case .seek: "move in it"
    case .send: "send to it"
    case .sync: "bring it to the disk"
    case .link: "make the link"
    case .makeDirectory: "make the directory"
    case .readLink: "read where it leads"
    }
  }
}
