import Glibc

/// A file opened to be read, about which everything was checked that can go wrong with a name.
///
/// The name is examined before it is opened, so that no device is touched and no FIFO waited for;
/// what decides is the opened file (`fstat`), so that a swap in between changes nothing.
package struct InputFile: ~Copyable {
  /// Where a name comes from, which says what it may be.
  package enum Origin: Sendable {
    /// Anybody may have dropped it: no symbolic link, no second name.
    case dropFolder
    /// The user or the program named it: links are followed.
    case named
  }

  /// The open file.
  package let descriptor: Descriptor
  /// The facts about it when it was opened.
  package let status: FileStatus
  private let limit: Int64

  /// The path that the file was opened by.
  package var path: FilePath { descriptor.path }

  /// Opens a regular file.
  ///
  /// - Parameters:
  ///   - limit: the most bytes it may have.
  ///   - origin: what the name may be.
  /// - Throws: `symbolicLink`, `hardLink`, `directory`, `notARegularFile`, `tooLarge`, or `system`.
  package static func open(
    _ path: FilePath, limit: Int64 = .max, origin: Origin = .dropFolder
  ) throws(FileError) -> InputFile {
    try check(Syscall.examine(path, followingLinks: origin == .named), at: path, limit, origin)
    let descriptor = Descriptor(number: try openDescriptor(path, origin), path: path)
    let status = try descriptor.status()
    try check(status, at: path, limit, origin)
    return InputFile(descriptor: descriptor, status: status, limit: limit)
  }

  private static func openDescriptor(
    _ path: FilePath, _ origin: Origin
  ) throws(FileError) -> Int32 {
    do throws(FileError) {
      return try Syscall.open(path, O_RDONLY | O_NONBLOCK | (origin == .named ? 0 : O_NOFOLLOW))
    } catch {
      // With O_NOFOLLOW, ELOOP says that the last component is a symbolic link (open(2)).
      if origin == .dropFolder, error.errno == ELOOP { throw .symbolicLink(path) }
      throw error
    }
  }

  private static func check(
    _ status: FileStatus, at path: FilePath, _ limit: Int64, _ origin: Origin
  ) throws(FileError) {
    switch status.kind {
    case .regular: break
    case .directory: throw .directory(path)
    case .symbolicLink: throw .symbolicLink(path)
    default: throw .notARegularFile(path, status.kind)
    }
    if origin == .dropFolder, status.linkCount > 1 {
      throw .hardLink(path, count: status.linkCount)
    }
    if status.size > limit { throw .tooLarge(path, size: status.size, limit: limit) }
  }

  /// Whether some process has the file open to write; nil where the system does not tell.
  package var isOpenForWriting: Bool? { Syscall.isOpenForWriting(descriptor.number) }

  /// Reads what comes next, at most the buffer's length; 0 at the end of the file.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    try descriptor.read(into: buffer)
  }

  /// Reads from where the file stands to its end; refuses a file that grew beyond the limit.
  package func readToEnd() throws(FileError) -> [UInt8] {
    try descriptor.readToEnd(limit: limit)
  }

  /// Goes back to the start.
  package func rewind() throws(FileError) {
    try descriptor.seek(to: 0)
  }

  /// The SHA-256 of the whole content, 64 hexadecimal digits; the file stands at its start then.
  package func sha256() throws(FileError) -> String {
    try rewind()
    var hash = SHA256()
    try forEachChunk { (chunk) throws(FileError) in hash.update(chunk) }
    try rewind()
    return hash.finalize()
  }

  /// Hands on the rest of the content in pieces of up to 1 MiB.
  func forEachChunk(
    _ body: (UnsafeRawBufferPointer) throws(FileError) -> Void
  ) throws(FileError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try read(into: buffer)
      if count == 0 { return }
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// Reads a whole file, checked as `open` checks it.
  package static func contents(
    of path: FilePath, limit: Int64 = .max, origin: Origin = .dropFolder
  ) throws(FileError) -> [UInt8] {
    try open(path, limit: limit, origin: origin).readToEnd()
  }
}
