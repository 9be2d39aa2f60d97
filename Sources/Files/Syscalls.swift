import CLinux
import Glibc

// Every system call of this target stands in this file or in one of `Syscalls+….swift`, and passes
// through `checked`, so that each failure becomes a `FileError` that names the operation and the path.

/// Runs a system call that reports a failure as −1 and `errno`.
///
/// - Parameter again: whether to call again after EINTR. Not for `close`, which has freed the
///   number even so (close(2), "Dealing with error returns"), nor for `fsync`.
@discardableResult
func checked<Result: SignedInteger>(
  _ operation: FileOperation, _ path: FilePath, again: Bool = true, _ call: () -> Result
) throws(FileError) -> Result {
  while true {
    let result = call()
    if result != -1 { return result }
    let number = errno
    if number != EINTR || !again { throw .system(operation, path, errno: number) }
  }
}

/// Runs a system call that takes one path.
@discardableResult
func checked<Result: SignedInteger>(
  _ operation: FileOperation, at path: FilePath, _ call: (UnsafePointer<CChar>) -> Result
) throws(FileError) -> Result {
  let terminated = try path.terminated(for: operation)
  return try checked(operation, path) { terminated.withUnsafeBufferPointer { call($0.start) } }
}

/// Runs a system call that takes two paths; an error names the second.
func checked(
  _ operation: FileOperation, _ first: FilePath, _ second: FilePath,
  _ call: (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Int32
) throws(FileError) {
  let one = try first.terminated(for: operation)
  let two = try second.terminated(for: operation)
  try checked(operation, second) {
    one.withUnsafeBufferPointer { one in
      two.withUnsafeBufferPointer { two in call(one.start, two.start) }
    }
  }
}

extension FilePath {
  /// The path as C takes it; a NUL inside would silently name another file.
  fileprivate func terminated(for operation: FileOperation) throws(FileError) -> [CChar] {
    if bytes.contains(0) { throw .system(operation, self, errno: EINVAL) }
    return bytes.map { CChar(bitPattern: $0) } + [0]
  }
}

extension UnsafeBufferPointer {
  /// The address of a buffer that is known not to be empty.
  fileprivate var start: UnsafePointer<Element> {
    guard let baseAddress else { preconditionFailure("a terminated path is never empty") }
    return baseAddress
  }
}

/// The system calls, with Swift's types and typed errors. Most are named as in C.
enum Syscall {
  static func open(
    _ path: FilePath, _ flags: Int32, mode: mode_t = 0, for operation: FileOperation = .open
  ) throws(FileError) -> Int32 {
    try checked(operation, at: path) { Glibc.open($0, flags | O_CLOEXEC, mode) }
  }

  static func close(_ descriptor: Int32, _ path: FilePath) throws(FileError) {
    try checked(.close, path, again: false) { Glibc.close(descriptor) }
  }

  /// Closes where nobody can be told of a failure: in `deinit`.
  static func closeQuietly(_ descriptor: Int32) {
    _ = Glibc.close(descriptor)
  }

  static func read(
    _ descriptor: Int32, _ path: FilePath, into buffer: UnsafeMutableRawBufferPointer
  ) throws(FileError) -> Int {
    try checked(.read, path) { Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
  }

  static func pread(
    _ descriptor: Int32, _ path: FilePath, into buffer: UnsafeMutableRawBufferPointer,
    at offset: Int64
  ) throws(FileError) -> Int {
    try checked(.read, path) {
      Glibc.pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
    }
  }

  static func write(
    _ descriptor: Int32, _ path: FilePath, _ bytes: UnsafeRawBufferPointer
  ) throws(FileError) -> Int {
    try checked(.write, path) { Glibc.write(descriptor, bytes.baseAddress, bytes.count) }
  }

  static func lseek(
    _ descriptor: Int32, _ path: FilePath, to offset: Int64
  ) throws(FileError) {
    try checked(.seek, path) { Glibc.lseek(descriptor, off_t(offset), SEEK_SET) }
  }

  static func ftruncate(_ descriptor: Int32, _ path: FilePath) throws(FileError) {
    try checked(.write, path) { Glibc.ftruncate(descriptor, 0) }
  }

  static func setPermissions(
    of descriptor: Int32, _ path: FilePath, _ permissions: UInt32
  ) throws(FileError) {
    try checked(.create, path) { fchmod(descriptor, mode_t(permissions & 0o777)) }
  }

  /// Never called again after a failure: the kernel may have dropped the pages that it could not
  /// write, and then a second call succeeds although the bytes are lost (fsync(2), "EIO").
  static func fsync(_ descriptor: Int32, _ path: FilePath) throws(FileError) {
    try checked(.sync, path, again: false) { Glibc.fsync(descriptor) }
  }

  /// Asks the kernel to forget its copy of the file's bytes, so that the next read goes to the
  /// disk. It is advice: where the kernel does not take it, reading still gives the right bytes.
  static func dropCache(_ descriptor: Int32) {
    _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
  }

  static func examine(_ descriptor: Int32, _ path: FilePath) throws(FileError) -> FileStatus {
    var status = Glibc.stat()
    try checked(.examine, path) { Glibc.fstat(descriptor, &status) }
    return FileStatus(status)
  }

  static func examine(_ path: FilePath, followingLinks: Bool) throws(FileError) -> FileStatus {
    var status = Glibc.stat()
    let flags = followingLinks ? 0 : AT_SYMLINK_NOFOLLOW
    try checked(.examine, at: path) { Glibc.fstatat(AT_FDCWD, $0, &status, flags) }
    return FileStatus(status)
  }

  static func rename(_ old: FilePath, _ new: FilePath) throws(FileError) {
    try checked(.publish, old, new) { Glibc.rename($0, $1) }
  }

  /// Renames unless the new name is taken (EEXIST): the flag RENAME_NOREPLACE of Linux.
  static func renameNoReplace(
    _ old: FilePath, _ new: FilePath, for operation: FileOperation
  ) throws(FileError) {
    let noReplace: UInt32 = 1  // linux/fs.h
    try checked(operation, old, new) { renameat2(AT_FDCWD, $0, AT_FDCWD, $1, noReplace) }
  }

  static func symlink(target: FilePath, at path: FilePath) throws(FileError) {
    try checked(.link, target, path) { Glibc.symlink($0, $1) }
  }

  static func readlink(_ path: FilePath) throws(FileError) -> FilePath {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let capacity = buffer.count
    let count = try checked(.readLink, at: path) { Glibc.readlink($0, &buffer, capacity) }
    return FilePath(bytes: buffer.prefix(count).map { UInt8(bitPattern: $0) })
  }

  static func unlink(_ path: FilePath) throws(FileError) {
    try checked(.remove, at: path) { Glibc.unlink($0) }
  }

  /// Removes a temporary file of ours where nobody can be told of a failure: in `deinit`.
  static func unlinkQuietly(_ path: FilePath) {
    do throws(FileError) { try unlink(path) } catch { return }
  }

  static func rmdir(_ path: FilePath) throws(FileError) {
    try checked(.remove, at: path) { Glibc.rmdir($0) }
  }

  static func mkdir(_ path: FilePath) throws(FileError) {
    try checked(.makeDirectory, at: path) { Glibc.mkdir($0, 0o777) }
  }

  /// Takes the lock of the open file, exclusively and without waiting (EWOULDBLOCK when held).
  static func lock(_ descriptor: Int32, _ path: FilePath) throws(FileError) {
    try checked(.lock, path) { flock(descriptor, LOCK_EX | LOCK_NB) }
  }

  /// Frees the lock of the open file, even where a copy of the descriptor stays open.
  static func unlock(_ descriptor: Int32) { _ = flock(descriptor, LOCK_UN) }

  /// Marks a temporary file of ours as one that a living process writes. Where the file system knows
  /// no locks, a file is not marked.
  static func mark(_ descriptor: Int32) {
    _ = flock(descriptor, LOCK_EX | LOCK_NB)
  }
}

/// The calls that look at a file system and at what other processes do with a file.
extension Syscall {
  /// How much room a file system has: bytes that this process may still take, and all of it.
  static func space(of path: FilePath) throws(FileError) -> (free: Int64, total: Int64) {
    var status = statvfs()
    let descriptor = try open(path, O_RDONLY | O_DIRECTORY, for: .examine)
    defer { closeQuietly(descriptor) }
    try checked(.examine, path) { fstatvfs(descriptor, &status) }
    // Blocks beyond what the type holds are no limit in practice.
    let unit = Int64(clamping: status.f_frsize)
    func bytes(_ blocks: fsblkcnt_t) -> Int64 {
      let (product, overflow) = Int64(clamping: blocks).multipliedReportingOverflow(by: unit)
      return overflow ? .max : product
    }
    return (bytes(status.f_bavail), bytes(status.f_blocks))
  }

  /// Whether some process has the open file open to write; nil where this process may not know.
  ///
  /// A read lease is granted only while nobody has (fcntl(2), F_SETLEASE), to the file's owner and
  /// to root. It is given back at once; an opener that comes in between is announced by SIGURG,
  /// which does nothing, and not by SIGIO, which would end the process.
  static func isOpenForWriting(_ descriptor: Int32) -> Bool? {
    guard fcntl(descriptor, setSignal, SIGURG) == 0 else { return nil }
    if fcntl(descriptor, setLease, Int32(F_RDLCK)) == 0 {
      _ = fcntl(descriptor, setLease, Int32(F_UNLCK))
      return false
    }
    return errno == EAGAIN ? true : nil
  }

  // bits/fcntl-linux.h shows these only under _GNU_SOURCE.
  private static let setSignal: Int32 = 10  // F_SETSIG
  private static let setLease: Int32 = 1024  // F_SETLEASE
}

/// The clocks.
extension Syscall {
  /// The nanoseconds since 1970, by the clock that dates files.
  static func nanosecondsNow() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// The microseconds of the clock that nobody can set: CLOCK_MONOTONIC.
  static func monotonicMicroseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
  }
}
