package import Glibc

/// What was being done when the file system refused.
package enum FileOperation: String, Sendable {
  case open, create, read, write, seek, sync, close, lock, list
  case examine, move, publish, link, remove, send
  case makeDirectory = "make directory"
  case readLink = "read link"

  /// Whether the operation makes or replaces a name for output.
  var makesOutput: Bool {
    switch self {
    case .create, .publish, .link, .makeDirectory: true
    default: false
    }
  }
}

/// A refusal of the file system, or of our own rules for files; facts only.
package enum FileError: Error, Hashable, Sendable {
  /// A system call failed with this `errno`.
  case system(FileOperation, FilePath, errno: Int32)
  /// The name is a symbolic link where only a file may stand.
  case symbolicLink(FilePath)
  /// The file has further names, through which it could still be changed.
  case hardLink(FilePath, count: Int)
  /// The name is a directory where a file is needed.
  case directory(FilePath)
  /// The name is a FIFO, a socket or a device.
  case notARegularFile(FilePath, FileKind)
  /// The file is larger than the limit, both in bytes.
  case tooLarge(FilePath, size: Int64, limit: Int64)
  /// What was read back differs from what was written.
  case writtenBytesDiffer(FilePath)
  /// Another process holds the lock; its number is nil while it has not written it yet.
  case locked(FilePath, holder: pid_t?)

  /// The path that the error is about.
  package var path: FilePath {
    switch self {
    case .system(_, let path, errno: _), .symbolicLink(let path), .hardLink(let path, count: _),
      .directory(let path), .notARegularFile(let path, _), .tooLarge(let path, size: _, limit: _),
      .writtenBytesDiffer(let path), .locked(let path, holder: _):
      path
    }
  }

  /// A name that is taken already, and is not to be replaced.
  package static func taken(_ path: FilePath) -> FileError {
    .system(.create, path, errno: EEXIST)
  }

  /// The `errno` of a failed system call, nil for a refusal of ours.
  package var errno: Int32? {
    guard case .system(_, _, let number) = self else { return nil }
    return number
  }
}

extension FileError {
  /// A stable name of the kind of error, for receipts and scripts.
  package var code: String {
    switch self {
    case .symbolicLink: "symbolic-link"
    case .hardLink: "hard-link"
    case .directory: "directory"
    case .notARegularFile: "not-a-regular-file"
    case .tooLarge: "file-too-large"
    case .writtenBytesDiffer: "written-bytes-differ"
    case .locked: "locked"
    case .system(let operation, _, let number): Self.code(of: number, in: operation)
    }
  }

  private static func code(of number: Int32, in operation: FileOperation) -> String {
    switch number {
    case ENOENT: "no-such-file"
    case EACCES, EPERM: operation == .open || operation == .read ? "unreadable" : "no-permission"
    case EROFS: "read-only-file-system"
    case EEXIST: "already-exists"
    case ENOSPC: "disk-full"
    case EDQUOT: "quota-exceeded"
    case EFBIG: "file-size-limit"
    case EIO: "input-output-error"
    case EMFILE, ENFILE: "too-many-open-files"
    case ENOMEM: "out-of-memory"
    case ENAMETOOLONG: "name-too-long"
    case EXDEV: "different-file-systems"
    case EAGAIN: "would-block"
    default: "file-system-error"
    }
  }

  /// Whether the same operation may succeed later without anybody changing the file.
  package var isTransient: Bool {
    switch self {
    case .system(_, _, let number):
      switch number {
      case ENOSPC, EDQUOT, EIO, EMFILE, ENFILE, EAGAIN, ENOMEM, EINTR, EBUSY, ESTALE: true
      default: false
      }
    case .writtenBytesDiffer, .locked: true
    default: false
    }
  }

  /// The exit code of a command that ends with this error, from `sysexits.h`.
  ///
  /// 66 no input, 73 cannot create, 74 input or output failed, 75 try again later, 77 no
  /// permission.
  package var exitCode: Int32 {
    switch self {
    case .symbolicLink, .hardLink, .directory, .notARegularFile: 66
    case .tooLarge: 65
    case .writtenBytesDiffer: 74
    case .locked: 75
    case .system(let operation, _, let number):
      switch number {
      case ENOSPC, EDQUOT, EIO, EFBIG: 74
      case EAGAIN, EMFILE, ENFILE, ENOMEM, EINTR, EBUSY, ESTALE: 75
      case EEXIST: 73
      case _ where operation.makesOutput: 73
      case EACCES, EPERM, EROFS: 77
      case ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG, EISDIR, ENXIO: 66
      default: 74
      }
    }
  }
}
