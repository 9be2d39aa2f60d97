import CZlib

/// The start of one member of a gzip file, taken in as its bytes come.
///
/// Source: RFC 1952, 2.3.
struct GzipHeader {
  /// What a header of which more is known now turns out to be.
  enum State {
    /// More bytes are needed.
    case incomplete
    /// It has ended, and the packed data follow.
    case complete
    /// No gzip member begins like this.
    case foreign
    /// Its checksum is not that of its bytes.
    case damaged
  }

  private enum Part {
    case fixed, extraLength, extra, name, comment, checksum, end
  }

  private struct Flags: OptionSet {
    let rawValue: UInt8
    static let checksum = Flags(rawValue: 1 << 1)
    static let extra = Flags(rawValue: 1 << 2)
    static let name = Flags(rawValue: 1 << 3)
    static let comment = Flags(rawValue: 1 << 4)
    static let reserved = Flags(rawValue: 0b1110_0000)
  }

  private var part = Part.fixed
  /// The bytes of the part so far, and the last two of them, the later one above.
  private var count = 0
  private var lastTwo: UInt16 = 0
  private var extraLength = 0
  private var flags: Flags = []
  private var hash: uLong = 0

  /// Takes in one byte more.
  mutating func take(_ byte: UInt8) -> State {
    lastTwo = lastTwo >> 8 | UInt16(byte) << 8
    count += 1
    if part != .checksum {
      hash = withUnsafePointer(to: byte) { crc32(hash, $0, 1) }
    }
    switch part {
    case .fixed:
      if count == 2, lastTwo != 0x8B1F { return .foreign }
      if count == 4 {
        flags = Flags(rawValue: byte)
        let method = UInt8(truncatingIfNeeded: lastTwo)
        if method != 8 || !flags.isDisjoint(with: .reserved) { return .foreign }
      }
      if count == 10 { goOn(to: .extraLength) }
    case .extraLength:
      if count == 2 {
        extraLength = Int(lastTwo)
        goOn(to: extraLength > 0 ? .extra : .name)
      }
    case .extra: if count == extraLength { goOn(to: .name) }
    case .name: if byte == 0 { goOn(to: .comment) }
    case .comment: if byte == 0 { goOn(to: .checksum) }
    case .checksum:
      if count == 2 {
        if lastTwo != UInt16(truncatingIfNeeded: hash) { return .damaged }
        goOn(to: .end)
      }
    case .end: break
    }
    return part == .end ? .complete : .incomplete
  }

  /// Begins a part, or the one after it that there is.
  private mutating func goOn(to next: Part) {
    count = 0
    switch next {
    case .extraLength where !flags.contains(.extra): goOn(to: .name)
    case .name where !flags.contains(.name): goOn(to: .comment)
    case .comment where !flags.contains(.comment): goOn(to: .checksum)
    case .checksum where !flags.contains(.checksum): part = .end
    default: part = next
    }
  }
}
