package import Glibc

/// A lock that one process holds on a root directory, until it ends or lets go.
///
/// It is `flock` on a file that is never removed: the kernel frees it however the process ends, and
/// a removed lock file could be locked by two processes at once.
package struct RootLock: ~Copyable {
  private let descriptor: Descriptor

  /// The lock file.
  package var path: FilePath { descriptor.path }

  /// Takes the lock without waiting and writes this process's number into the file.
  ///
  /// - Throws: `locked` with the holder's number when another one holds it, `system`.
  package init(_ path: FilePath) throws(FileError) {
    self.init(held: try Self.acquire(path))
  }

  private init(held descriptor: consuming Descriptor) {
    self.descriptor = descriptor
  }

  private static func acquire(_ path: FilePath) throws(FileError) -> Descriptor {
    let flags = O_RDWR | O_CREAT | O_NOFOLLOW
    let number = try Syscall.open(path, flags, mode: 0o666, for: .lock)
    let descriptor = Descriptor(number: number, path: path)
    do throws(FileError) {
      try Syscall.lock(number, path)
    } catch {
      if error.errno == EWOULDBLOCK { throw .locked(path, holder: holder(in: descriptor)) }
      throw error
    }
    try descriptor.truncate()
    try descriptor.write(Array("\(getpid())\n".utf8))
    return descriptor
  }

  /// The process that holds a lock; nil where nobody does, or there is no such file.
  ///
  /// Nothing is locked to find out, so that no daemon is turned away meanwhile: the number in the
  /// file counts if the kernel lists a lock of that process on this file, or, where the list cannot be
  /// had, if there is such a process.
  /// Source: proc_locks(5)
  package static func holder(of path: FilePath) throws(FileError) -> pid_t? {
    guard let status = try FileSystem.status(of: path), status.kind == .regular,
      let process = holder(in: try Descriptor.openForReading(path)), process > 0
    else { return nil }
    do throws(FileError) {
      let list = try Descriptor.openForReading("/proc/locks").readToEnd(limit: 1 << 24)
      // "1: FLOCK  ADVISORY  WRITE 1234 fe:00:5678 0 EOF"
      let isListed = String(decoding: list, as: UTF8.self).split(separator: "\n").contains { line in
        let words = line.split(separator: " ")
        return words.count > 5 && words[1] == "FLOCK" && words[4] == "\(process)"
          && words[5].split(separator: ":").last == "\(status.inode)"
      }
      return isListed ? process : nil
    } catch {
      return kill(process, 0) == 0 || Glibc.errno == EPERM ? process : nil
    }
  }

  /// The number in the lock file, nil when the holder has not written it or it cannot be read.
  private static func holder(in descriptor: borrowing Descriptor) -> pid_t? {
    do throws(FileError) {
      let bytes = try descriptor.readToEnd(limit: 32)
      return pid_t(String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self))
    } catch {
      return nil
    }
  }

  /// Lets go of the lock; the end of the value's life does so too.
  package consuming func release() {}
}
