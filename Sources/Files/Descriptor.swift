import Glibc

/// An open file, closed when it goes out of scope.
///
/// `deinit` cannot report what `close` says, so whoever writes calls `close()` and hears of it.
package struct Descriptor: ~Copyable {
  /// The path that the file was opened by, for messages.
  package let path: FilePath
  /// The number for C libraries, valid as long as this value lives; they must not close it.
  package private(set) var number: Int32

  /// Takes over an open descriptor.
  init(number: Int32, path: FilePath) {
    self.number = number
    self.path = path
  }

  deinit {
    if number >= 0 { Syscall.closeQuietly(number) }
  }

  /// Opens an existing file for reading, following symbolic links.
  package static func openForReading(_ path: FilePath) throws(FileError) -> Descriptor {
    Descriptor(number: try Syscall.open(path, O_RDONLY | O_NONBLOCK), path: path)
  }

  /// Opens something that is there and no regular file, such as a FIFO or `/dev/full`, to write.
  package static func openForWriting(_ path: FilePath) throws(FileError) -> Descriptor {
    Descriptor(number: try Syscall.open(path, O_WRONLY | O_NOCTTY), path: path)
  }

  /// Opens a directory, to sync it.
  static func openDirectory(_ path: FilePath) throws(FileError) -> Descriptor {
    Descriptor(number: try Syscall.open(path, O_RDONLY | O_DIRECTORY), path: path)
  }

  /// Creates a file that must not be there yet, to write and read back; mode 0666 less the umask.
  package static func create(_ path: FilePath) throws(FileError) -> Descriptor {
    let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW
    return Descriptor(
      number: try Syscall.open(path, flags, mode: 0o666, for: .create), path: path)
  }

  /// What the file system says about the open file now.
  package func status() throws(FileError) -> FileStatus {
    try Syscall.examine(number, path)
  }

  /// Reads what comes next, at most the buffer's length; 0 at the end of the file.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    try Syscall.read(number, path, into: buffer)
  }

  /// Reads until the buffer is full or the file ends, and returns how many bytes came.
  package func readFully(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// Reads from `offset` on until the buffer is full or the file ends, and leaves where the file
  /// stands as it is.
  func readFully(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64)
    throws(FileError) -> Int
  {
    var filled = 0
    while filled < buffer.count {
      let count = try Syscall.pread(
        number, path, into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]),
        at: offset + Int64(filled))
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// Reads to the end of the file.
  ///
  /// - Parameter limit: the most bytes to take; a file that holds more is refused, even one that
  ///   grew after it was examined.
  package func readToEnd(limit: Int64) throws(FileError) -> [UInt8] {
    let expected = min(max(try status().size, 0), limit)
    var bytes: [UInt8] = []
    // One byte more than expected tells the end of the file from a file that is growing.
    var capacity = Int(expected) + 1
    while true {
      let chunk = try readChunk(of: capacity)
      bytes = bytes.isEmpty ? chunk : bytes + chunk
      if bytes.count > limit { throw .tooLarge(path, size: try status().size, limit: limit) }
      if chunk.count < capacity { return bytes }
      capacity = 1 << 20
    }
  }

  private func readChunk(of capacity: Int) throws(FileError) -> [UInt8] {
    var failure: FileError?
    let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      do throws(FileError) {
        count = try readFully(into: UnsafeMutableRawBufferPointer(buffer))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Writes all the bytes.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var written = 0
    while written < bytes.count {
      written += try Syscall.write(
        number, path, UnsafeRawBufferPointer(rebasing: bytes[written...]))
    }
  }

  /// Writes all the bytes.
  package func write(_ bytes: [UInt8]) throws(FileError) {
    try bytes.withUnsafeBufferPointer { buffer throws(FileError) in
      try write(UnsafeRawBufferPointer(buffer))
    }
  }

  /// Goes to a place in the file, in bytes from its start.
  package func seek(to offset: Int64) throws(FileError) {
    try Syscall.lseek(number, path, to: offset)
  }

  /// Empties the file.
  package func truncate() throws(FileError) {
    try Syscall.ftruncate(number, path)
  }

  /// Brings the bytes and the size to the disk; ends with C's `fsync`. A failure is final.
  package func sync() throws(FileError) {
    try Syscall.fsync(number, path)
  }

  /// Closes the file and reports what `deinit` would swallow, such as a late write error.
  package consuming func close() throws(FileError) {
    let closing = number
    number = -1
    try Syscall.close(closing, path)
  }
}
