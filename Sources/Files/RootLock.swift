import Glibc

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
