/// The 32-bit Mersenne Twister MT19937.
///
/// Source: Matsumoto and Nishimura 1998, "Mersenne Twister", ACM TOMACS 8(1), 3–30, with the
/// initialisation of their revision of 2002, which NumPy's `RandomState(seed)` uses.
struct MersenneTwister: Sendable, Equatable {
  /// Words of state.
  static let size = 624
  private static let offset = 397

  /// The 624 words of state.
  private(set) var words: [UInt32]
  /// How many of the words were given out since they were last renewed.
  private(set) var position: Int

  /// Starts the generator from a seed, as `init_genrand` does.
  init(seed: UInt32) {
    words = [seed]
    words.reserveCapacity(Self.size)
    var last = seed
    for index in 1..<UInt32(Self.size) {
      last = 1_812_433_253 &* (last ^ (last >> 30)) &+ index
      words.append(last)
    }
    position = Self.size
  }

  /// Takes up a saved state; nil when it is not one.
  init?(words: [UInt32], position: Int) {
    guard words.count == Self.size, (0...Self.size).contains(position) else { return nil }
    self.words = words
    self.position = position
  }

  /// Draws 32 bits.
  mutating func next() -> UInt32 {
    if position == Self.size { renew() }
    var bits = words[position]
    position += 1
    bits ^= bits >> 11
    bits ^= (bits << 7) & 0x9d2c_5680
    bits ^= (bits << 15) & 0xefc6_0000
    return bits ^ (bits >> 18)
  }

  private mutating func renew() {
    let (size, offset) = (Self.size, Self.offset)
    words.withUnsafeMutableBufferPointer { state in
      for index in 0..<(size - offset) {
        state[index] = state[index + offset] ^ Self.twist(state[index], state[index + 1])
      }
      for index in (size - offset)..<(size - 1) {
        state[index] = state[index + offset - size] ^ Self.twist(state[index], state[index + 1])
      }
      state[size - 1] = state[offset - 1] ^ Self.twist(state[size - 1], state[0])
    }
    position = 0
  }

  @inline(__always) private static func twist(_ word: UInt32, _ following: UInt32) -> UInt32 {
    let joined = (word & 0x8000_0000) | (following & 0x7fff_ffff)
    return (joined >> 1) ^ ((0 &- (joined & 1)) & 0x9908_b0df)
  }
}
