import CZlib

/// Inflates a gzip stream of one or more members through zlib.
final class GzipInflater {
  private static let inputSize = 1 << 17

  private let name: String
  private let sizeLimit: Int
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: inputSize, alignment: 16)
  private let stream: UnsafeMutablePointer<z_stream>
  private var isReady = false
  private var isInMember = false
  private var hasMember = false
  private var inputEnded = false
  private var taken = 0
  private var produced = 0

  /// Prepares to inflate; at most `sizeLimit` bytes ever come out, and fewer of a small input.
  init(name: String, sizeLimit: Int) {
    self.name = name
    self.sizeLimit = sizeLimit
    // zlib keeps a pointer to its z_stream, so the stream must not move.
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
  }

  deinit {
    if isReady { inflateEnd(stream) }
    stream.deinitialize(count: 1)
    stream.deallocate()
    input.deallocate()
  }

  /// Inflates the next bytes into `output`, taking raw ones from `readRaw` as needed.
  ///
  /// - Returns: How many bytes; 0 at the end of a complete stream.
  /// - Throws: `badGzip`, `inflatesBeyondLimit`, and what `readRaw` throws.
  func read(
    into output: UnsafeMutableRawBufferPointer,
    from readRaw: (UnsafeMutableRawBufferPointer) throws(TabularError) -> Int
  ) throws(TabularError) -> Int {
    guard let base = output.bindMemory(to: UInt8.self).baseAddress, output.count > 0 else {
      return 0
    }
    try prepare()
    stream.pointee.next_out = base
    stream.pointee.avail_out = uInt(min(output.count, 1 << 30))
    let room = Int(stream.pointee.avail_out)
    while stream.pointee.avail_out > 0 {
      if stream.pointee.avail_in == 0, !inputEnded {
        // What is inflated already goes out before the next wait for input.
        if Int(stream.pointee.avail_out) < room { break }
        let count = try readRaw(input)
        stream.pointee.next_in = input.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_in = uInt(count)
        inputEnded = count == 0
        taken += count
      }
      if stream.pointee.avail_in == 0, !isInMember {
        if !hasMember { throw .badGzip(file: name, fault: .truncated) }
        break
      }
      try step()
    }
    let count = room - Int(stream.pointee.avail_out)
    produced += count
    // A bomb is packed better than any data: it is stopped long before it is as large as data are.
    let limit = min(sizeLimit, max(CSVLimits.inflatedFreely, CSVLimits.inflationRatio * taken))
    if produced > limit { throw .inflatesBeyondLimit(file: name, limit: limit) }
    return count
  }

  private func prepare() throws(TabularError) {
    if isReady { return }
    // 16 + MAX_WBITS asks for the gzip wrapper (zlib.h, inflateInit2).
    let status = inflateInit2_(
      stream, 16 + MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib \(ZLIB_VERSION) cannot start: \(status)")
    isReady = true
  }

  /// Inflates until the input, the output or the member ends.
  private func step() throws(TabularError) {
    isInMember = true
    switch inflate(stream, Z_NO_FLUSH) {
    case Z_OK: break
    case Z_STREAM_END:
      isInMember = false
      hasMember = true
      inflateReset(stream)
    case Z_BUF_ERROR:
      if inputEnded, stream.pointee.avail_in == 0 {
        throw .badGzip(file: name, fault: .truncated)
      }
    default:
      // Between members only another gzip header may follow.
      let atStart = stream.pointee.total_out == 0 && stream.pointee.total_in < 10
      throw .badGzip(
        file: name, fault: !atStart ? .corrupt : hasMember ? .trailingBytes : .notGzip)
    }
  }
}
