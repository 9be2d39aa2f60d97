import CISAL

/// Inflates a gzip stream of one or more members through ISA-L, which is faster than zlib.
final class GzipInflater {
  private static let inputSize = 1 << 17

  private let name: String
  private let sizeLimit: Int
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: inputSize, alignment: 16)
  /// ISA-L's state: 87 kB that stay in place.
  private let state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)
  /// The header that is being read; nil within the packed data of a member.
  private var header: GzipHeader? = GzipHeader()
  private var isInMember = false
  private var hasMember = false
  private var inputEnded = false
  /// Whether ISA-L may hold inflated bytes for which the output had no room.
  private var mayHoldOutput = false
  private var taken = 0
  private var produced = 0

  /// Prepares to inflate; at most `sizeLimit` bytes ever come out, and fewer of a small input.
  init(name: String, sizeLimit: Int) {
    self.name = name
    self.sizeLimit = sizeLimit
    isal_inflate_init(state)
  }

  deinit {
    state.deallocate()
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
    state.pointee.next_out = base
    state.pointee.avail_out = UInt32(min(output.count, 1 << 30))
    let room = Int(state.pointee.avail_out)
    while state.pointee.avail_out > 0 {
      if state.pointee.avail_in == 0, !inputEnded, !mayHoldOutput {
        // What is inflated already goes out before the next wait for input.
        if Int(state.pointee.avail_out) < room { break }
        let count = try readRaw(input)
        state.pointee.next_in = input.bindMemory(to: UInt8.self).baseAddress
        state.pointee.avail_in = UInt32(count)
        inputEnded = count == 0
        taken += count
      }
      if state.pointee.avail_in == 0, !isInMember {
        if !hasMember { throw .badGzip(file: name, fault: .truncated) }
        break
      }
      mayHoldOutput = false
      try step()
    }
    mayHoldOutput = state.pointee.avail_out == 0
    let count = room - Int(state.pointee.avail_out)
    produced += count
    // A bomb is packed better than any data: it is stopped long before it is as large as data are.
    let limit = min(sizeLimit, max(CSVLimits.inflatedFreely, CSVLimits.inflationRatio * taken))
    if produced > limit { throw .inflatesBeyondLimit(file: name, limit: limit) }
    return count
  }

  /// Goes on until the input, the output, the header or the member ends.
  private func step() throws(TabularError) {
    isInMember = true
    if header != nil { try readHeader() } else { try inflate() }
  }

  private func readHeader() throws(TabularError) {
    while state.pointee.avail_in > 0 {
      let byte = state.pointee.next_in.pointee
      state.pointee.next_in += 1
      state.pointee.avail_in -= 1
      switch header?.take(byte) {
      case .incomplete: continue
      // Between members only another gzip header may follow.
      case .foreign: throw .badGzip(file: name, fault: hasMember ? .trailingBytes : .notGzip)
      case .damaged: throw .badGzip(file: name, fault: .corrupt)
      case .complete, nil:
        header = nil
        isal_inflate_reset(state)
        // The checksum and the length behind the data are compared.
        state.pointee.crc_flag = UInt32(ISAL_GZIP_NO_HDR_VER)
        return
      }
    }
    if inputEnded { throw .badGzip(file: name, fault: .truncated) }
  }

  private func inflate() throws(TabularError) {
    let before = (state.pointee.avail_in, state.pointee.avail_out)
    guard isal_inflate(state) >= 0 else { throw .badGzip(file: name, fault: .corrupt) }
    if state.pointee.block_state == ISAL_BLOCK_FINISH {
      isInMember = false
      hasMember = true
      header = GzipHeader()
    } else if before == (state.pointee.avail_in, state.pointee.avail_out) {
      // Nothing moves without more input; with some left, it could not end otherwise.
      let isAtEnd = inputEnded && state.pointee.avail_in == 0
      if isAtEnd || state.pointee.avail_in > 0 {
        throw .badGzip(file: name, fault: isAtEnd ? .truncated : .corrupt)
      }
    }
  }
}
