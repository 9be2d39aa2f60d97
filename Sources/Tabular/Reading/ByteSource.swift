import Glibc

/// A stream of text bytes from a descriptor or from memory, inflated when it is gzip.
///
/// The descriptor stays the caller's: it is read from where it stands and never closed.
package final class ByteSource {
  /// How the bytes are packed.
  package enum Compression: Sendable {
    case none, gzip

    /// What a file's name says: `.gz` in any case means gzip.
    package init(forName name: String) {
      self = name.utf8.count >= 3 && name.suffix(3).lowercased() == ".gz" ? .gzip : .none
    }
  }

  /// The name shown in messages, which stands there as it is: control characters are escaped by whoever
  /// gives it.
  package let name: String
  /// Sees every raw byte once, in order, as it is read: before inflating.
  package var onBytes: ((UnsafeRawBufferPointer) -> Void)?

  private enum Origin {
    case descriptor(Int32)
    case memory([UInt8])
  }

  private let origin: Origin
  private let inflatedSizeLimit: Int
  private let compression: Compression
  private let start: off_t
  private var rawPosition = 0
  private var inflater: GzipInflater?

  private init(_ origin: Origin, name: String, compression: Compression, limit: Int, start: off_t) {
    self.origin = origin
    self.name = name
    self.compression = compression
    self.start = start
    inflatedSizeLimit = limit
    inflater = Self.inflater(compression, name, limit)
  }

  /// Reads from `descriptor`, which must outlive the source.
  package convenience init(
    descriptor: Int32, name: String, compression: Compression = .none,
    inflatedSizeLimit: Int = CSVLimits().inflated
  ) {
    self.init(
      .descriptor(descriptor), name: name, compression: compression, limit: inflatedSizeLimit,
      start: lseek(descriptor, 0, SEEK_CUR))
  }

  /// Reads `bytes`.
  package convenience init(
    bytes: [UInt8], name: String, compression: Compression = .none,
    inflatedSizeLimit: Int = CSVLimits().inflated
  ) {
    self.init(
      .memory(bytes), name: name, compression: compression, limit: inflatedSizeLimit, start: 0)
  }

  /// Puts the next bytes of text into `buffer`.
  ///
  /// - Returns: How many; fewer than fit do not mean the end, 0 does.
  /// - Throws: `cannotRead`, `badGzip`, `inflatesBeyondLimit`.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(TabularError) -> Int {
    guard let inflater else { return try readRaw(into: buffer) }
    return try inflater.read(into: buffer) { (raw) throws(TabularError) in try readRaw(into: raw) }
  }

  /// Shows the rest of the raw bytes to `onBytes`, so that a hash covers the whole file even when
  /// reading stopped at an error.
  package func drain() throws(TabularError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { buffer.deallocate() }
    while try readRaw(into: buffer) > 0 {}
  }

  /// Bytes of text from the start to the end; nil when that is not known: packed, or a pipe.
  var size: Int? { compression == .none ? rawSize : nil }

  /// Whether it is a regular file or memory, and not a pipe that may never end.
  var isFile: Bool { rawSize != nil }

  private var rawSize: Int? {
    switch origin {
    case .memory(let bytes): return bytes.count
    case .descriptor(let descriptor):
      var status = stat()
      guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
      return max(0, Int(status.st_size) - Int(max(0, start)))
    }
  }

  /// Goes back to the first byte; `onBytes` does not see the same bytes again.
  ///
  /// - Returns: Whether it could: a pipe cannot.
  func rewind() -> Bool {
    if case .descriptor(let descriptor) = origin {
      guard start >= 0, lseek(descriptor, start, SEEK_SET) == start else { return false }
    }
    onBytes = nil
    rawPosition = 0
    inflater = Self.inflater(compression, name, inflatedSizeLimit)
    return true
  }

  private static func inflater(_ compression: Compression, _ name: String, _ limit: Int)
    -> GzipInflater?
  {
    compression == .gzip ? GzipInflater(name: name, sizeLimit: limit) : nil
  }

  private func readRaw(into buffer: UnsafeMutableRawBufferPointer) throws(TabularError) -> Int {
    let count =
      switch origin {
      case .descriptor(let descriptor): try read(descriptor, into: buffer)
      case .memory(let bytes): copy(bytes, into: buffer)
      }
    rawPosition += count
    if count > 0, let onBytes { onBytes(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
    return count
  }

  private func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer)
    throws(TabularError) -> Int
  {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw .cannotRead(file: name, errno: errno) }
    }
  }

  private func copy(_ bytes: [UInt8], into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, bytes.count - rawPosition)
    bytes.withUnsafeBytes { source in
      buffer.copyMemory(
        from: UnsafeRawBufferPointer(rebasing: source[rawPosition..<rawPosition + count]))
    }
    return count
  }
}
