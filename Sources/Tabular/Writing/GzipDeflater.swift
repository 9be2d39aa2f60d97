import CZlib

/// Packs a stream of bytes as one gzip member through zlib.
package final class GzipDeflater {
  private static let outputSize = 1 << 16

  private let stream: UnsafeMutablePointer<z_stream>
  private let output = UnsafeMutableRawBufferPointer.allocate(
    byteCount: outputSize, alignment: 16)
  private let sink: (UnsafeRawBufferPointer) throws -> Void

  /// Prepares to pack bytes for `sink`.
  package init(sink: @escaping (UnsafeRawBufferPointer) throws -> Void) {
    self.sink = sink
    // zlib keeps a pointer to its z_stream, so the stream must not move.
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 16 + MAX_WBITS asks for the gzip wrapper (zlib.h, deflateInit2); its time is 0, so that the
    // same bytes give the same file.
    let status = deflateInit2_(
      stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY,
      ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib \(ZLIB_VERSION) cannot start: \(status)")
  }

  deinit {
    deflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
    output.deallocate()
  }

  /// Packs bytes.
  ///
  /// - Throws: What the sink throws.
  package func write(_ bytes: UnsafeRawBufferPointer) throws {
    var left = bytes[...]
    while !left.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: left.prefix(1 << 30))
      stream.pointee.next_in = UnsafeMutablePointer(
        mutating: part.bindMemory(to: UInt8.self).baseAddress)
      stream.pointee.avail_in = uInt(part.count)
      try deflateAll(Z_NO_FLUSH)
      left = left.dropFirst(part.count)
    }
  }

  /// Ends the stream; to be called once.
  package func finish() throws {
    stream.pointee.next_in = nil
    stream.pointee.avail_in = 0
    try deflateAll(Z_FINISH)
  }

  /// Packs what the stream was given, until there is room left in the output.
  private func deflateAll(_ flush: Int32) throws {
    repeat {
      stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
      stream.pointee.avail_out = uInt(output.count)
      deflate(stream, flush)
      let count = output.count - Int(stream.pointee.avail_out)
      if count > 0 { try sink(UnsafeRawBufferPointer(rebasing: output[..<count])) }
    } while stream.pointee.avail_out == 0
  }
}
