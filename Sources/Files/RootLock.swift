package import Glibc

/// A lock that one process holds on a root directory, until it ends or lets go.
///
/// It is `flock` on a file that is never removed: the kernel frees it however the process ends, and
/// a removed lock file could be locked by two processes at once.
package struct RootLock: ~Copyable {
  private let descriptor: Descriptor
  /// The signal by which a fault of the program ended the holder before, where it recorded its
  /// crashes; nil where it ended in any other way, or left no word.
  package let crash: EndingSignal?

  /// The lock file.
  package var path: FilePath { descriptor.path }

  /// Takes the lock without waiting and writes this process's number into the file.
  ///
  /// - Throws: `locked` with the holder's number when another one holds it, `system`.
  package init(_ path: FilePath) throws(FileError) {
    let descriptor = try Self.acquire(path)
    let crash = Self.crash(in: descriptor)
    try descriptor.seek(to: 0)
    try descriptor.truncate()
    try descriptor.write(Array("\(getpid())\n".utf8))
    self.init(held: descriptor, after: crash)
  }

  private init(held descriptor: consuming Descriptor, after crash: EndingSignal?) {
    self.descriptor = descriptor
    self.crash = crash
  }

  deinit {
    CrashMark.end(descriptor.number)
    // Closing alone would not do while a process that was just started has the descriptor too, which
    // it keeps until it becomes another program.
    Syscall.unlock(descriptor.number)
  }

  /// From now on a fault of the program leaves its signal in the lock file, for the next holder.
  package func recordCrashes() { CrashMark.begin(descriptor.number) }

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

  /// The signal in the second line of the lock file; nil where there is none.
  private static func crash(in descriptor: borrowing Descriptor) -> EndingSignal? {
    do throws(FileError) {
      let lines = try descriptor.readToEnd(limit: 32).split(separator: 0x0A)
      guard lines.count == 2 else { return nil }
      return Int32(String(decoding: lines[1], as: UTF8.self)).map { EndingSignal($0) }
    } catch {
      return nil
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
