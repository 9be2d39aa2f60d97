import CLinux
import Glibc

// Every system call of this target stands in this file and passes through `checked`, so that each
// failure becomes a `FileError` that names the operation and the path.

/// Runs a system call that reports a failure as −1 and `errno`.
///
/// - Parameter again: whether to call again after EINTR. Not for `close`, which has freed the
///   number even so (close(2), "Dealing with error returns"), nor for `fsync`.
@discardableResult
private func checked<Result: SignedInteger>(
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
private func checked<Result: SignedInteger>(
  _ operation: FileOperation, at path: FilePath, _ call: (UnsafePointer<CChar>) -> Result
) throws(FileError) -> Result {
  let terminated = try path.terminated(for: operation)
  return try checked(operation, path) { terminated.withUnsafeBufferPointer { call($0.start) } }
}

/// Runs a system call that takes two paths; an error names the second.
private func checked(
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

  /// Marks a temporary file of ours as one that a living process writes. Where the file system knows
  /// no locks, a file is not marked.
  static func mark(_ descriptor: Int32) {
    _ = flock(descriptor, LOCK_EX | LOCK_NB)
  }
}

/// The calls that read a directory and watch it.
extension Syscall {
  /// Hands on the entries of a directory, without `.` and `..`, in the order of the file system.
  static func forEachEntry(
    in directory: FilePath, _ body: (DirectoryEntry) -> Void
  ) throws(FileError) {
    let descriptor = try open(directory, O_RDONLY | O_DIRECTORY, for: .list)
    guard let stream = fdopendir(descriptor) else {
      let number = errno
      closeQuietly(descriptor)
      throw .system(.list, directory, errno: number)
    }
    defer { closedir(stream) }
    while true {
      // The end and an error both give nil; only errno tells them apart (readdir(3)).
      errno = 0
      guard let entry = readdir(stream) else { break }
      if let entry = try Self.entry(namedBy: entry, in: directory, descriptor) { body(entry) }
    }
    if errno != 0 { throw .system(.list, directory, errno: errno) }
  }

  /// The entry with its facts; nil for `.` and `..`, and for one that has vanished.
  ///
  /// The name is read through the entry's own address: some file systems give longer names than the
  /// 256 bytes that the C structure declares.
  private static func entry(
    namedBy entry: UnsafeMutablePointer<dirent>, in directory: FilePath, _ descriptor: Int32
  ) throws(FileError) -> DirectoryEntry? {
    guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else {
      preconditionFailure("dirent has a stored d_name")
    }
    let start = (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self)
    let name = FileName(bytes: Array(UnsafeRawBufferPointer(start: start, count: strlen(start))))
    if name.bytes == [0x2E] || name.bytes == [0x2E, 0x2E] { return nil }
    var status = Glibc.stat()
    do throws(FileError) {
      try checked(.examine, directory) {
        fstatat(descriptor, start, &status, AT_SYMLINK_NOFOLLOW)
      }
    } catch {
      guard case .system(_, _, let number) = error, number != ENOENT else { return nil }
      throw .system(.examine, directory.appending(name), errno: number)
    }
    return DirectoryEntry(name: name, status: FileStatus(status))
  }

  /// A new inotify instance, or nil when the system has none left or none at all.
  static func inotify() -> Int32? {
    let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    return descriptor < 0 ? nil : descriptor
  }

  /// Watches a directory for names and contents that change; nil when that cannot be had.
  ///
  /// - Returns: the number that the directory's events bear.
  static func watch(_ directory: FilePath, with descriptor: Int32) -> Int32? {
    let changes = IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB
    do throws(FileError) {
      return try checked(.list, at: directory) {
        inotify_add_watch(descriptor, $0, UInt32(changes) | UInt32(IN_ONLYDIR))
      }
    } catch {
      return nil
    }
  }

  /// Reads what an inotify instance has to tell, oldest first, and hands on each event.
  static func events(of descriptor: Int32, _ body: (DirectoryEvent) -> Void) {
    // Room for several events with names of any length (inotify(7)).
    withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 8) { buffer in
      while true {
        let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        guard count > 0 else { return }
        var offset = 0
        let header = MemoryLayout<inotify_event>.size
        while offset + header <= count {
          let event = buffer.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
          let name = buffer[(offset + header)..<(offset + header + Int(event.len))]
            .prefix { $0 != 0 }
          body(
            DirectoryEvent(
              watch: event.wd, mask: event.mask, name: FileName(bytes: Array(name))))
          offset += header + Int(event.len)
        }
      }
    }
  }

  /// A pipe whose ends neither block nor pass to other programs, or nil when there is none left.
  static func pipe() -> (reading: Int32, writing: Int32)? {
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    return (ends[0], ends[1])
  }

  /// Waits until one of the descriptors can be read, a signal comes or the time is over.
  ///
  /// - Returns: whether there was a reason before the time was over.
  static func poll(_ descriptors: [Int32], milliseconds: Int32) -> Bool {
    var entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    // −1 is EINTR: a signal is a reason to look around, so it is not waited for again.
    return Glibc.poll(&entries, nfds_t(entries.count), milliseconds) != 0
  }

  /// Reads and forgets whatever a descriptor that does not block holds.
  static func drain(_ descriptor: Int32) {
    withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
      while Glibc.read(descriptor, buffer.baseAddress, buffer.count) > 0 {}
    }
  }

  /// Writes one byte to wake a reader; a full pipe wakes it just as well.
  static func poke(_ descriptor: Int32, with byte: UInt8 = 1) {
    var byte = byte
    _ = Glibc.write(descriptor, &byte, 1)
  }

  /// Reads all bytes that a descriptor that does not block holds.
  static func drained(_ descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { buffer in
      while true {
        let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        guard count > 0 else { return }
        bytes.append(contentsOf: buffer[..<count])
      }
    }
    return bytes
  }
}

/// One event of inotify.
struct DirectoryEvent {
  /// The number of the watched directory.
  let watch: Int32
  let mask: UInt32
  /// The entry that it is about; empty for the directory itself.
  let name: FileName

  /// Whether the queue was full and events are lost.
  var isOverflow: Bool { mask & UInt32(IN_Q_OVERFLOW) != 0 }
  /// Whether the entry came whole: by a rename.
  var isRenamedIn: Bool { mask & UInt32(IN_MOVED_TO) != 0 }
  /// Whether the entry came or changed.
  var isComing: Bool {
    mask & UInt32(IN_MOVED_TO | IN_CREATE | IN_CLOSE_WRITE | IN_ATTRIB) != 0
  }
  /// Whether what had the name before is not what has it now.
  var endsName: Bool { mask & UInt32(IN_CREATE | IN_DELETE | IN_MOVED_FROM) != 0 }
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

/// The calls that speak to a supervisor.
extension Syscall {
  /// A new datagram socket of the Unix domain, bound to nothing.
  static func datagramSocket(for address: FilePath) throws(FileError) -> Int32 {
    try checked(.send, address) {
      socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    }
  }

  /// Sends one datagram to a socket of the Unix domain: a path, or `@` and an abstract name.
  ///
  /// - Parameter waiting: whether to wait while the receiver's queue is full.
  /// - Throws: `system`; EAGAIN where the queue is full and nobody waits.
  static func send(
    _ bytes: [UInt8], through descriptor: Int32, to address: FilePath, waiting: Bool
  ) throws(FileError) {
    var name = address.bytes
    let isAbstract = name.first == UInt8(ascii: "@")
    if isAbstract { name[0] = 0 }
    var unix = sockaddr_un()
    unix.sun_family = sa_family_t(AF_UNIX)
    guard let start = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) else {
      preconditionFailure("sockaddr_un has a stored sun_path")
    }
    // A path ends with a NUL inside the field; an abstract name may fill it (unix(7)).
    let length = name.count + (isAbstract ? 0 : 1)
    guard !name.isEmpty, length <= MemoryLayout.size(ofValue: unix.sun_path) else {
      throw .system(.send, address, errno: ENAMETOOLONG)
    }
    withUnsafeMutableBytes(of: &unix.sun_path) { $0.copyBytes(from: name) }
    let flags = Int32(MSG_NOSIGNAL) | (waiting ? 0 : Int32(MSG_DONTWAIT))
    _ = try withUnsafePointer(to: &unix) { unix throws(FileError) in
      try unix.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic throws(FileError) in
        try checked(.send, address) {
          sendto(descriptor, bytes, bytes.count, flags, generic, socklen_t(start + length))
        }
      }
    }
  }

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
