import Glibc

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
