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
    drawing { $0.next() }
  }

  /// Calls `body` with what draws, so that the state need not be looked up for each of many draws.
  @inline(__always) mutating func drawing<Result>(_ body: (inout Draws) -> Result) -> Result {
    let position = position
    let (result, end) = words.withUnsafeMutableBufferPointer { words in
      guard let start = words.baseAddress else { preconditionFailure("the state has words") }
      var draws = Draws(words: start, position: position)
      let result = body(&draws)
      return (result, draws.position)
    }
    self.position = end
    return result
  }

  /// The state while numbers are drawn.
  struct Draws {
    private let words: UnsafeMutablePointer<UInt32>
    fileprivate private(set) var position: Int

    @inline(__always)
    fileprivate init(words: UnsafeMutablePointer<UInt32>, position: Int) {
      self.words = words
      self.position = position
    }

    /// Draws 32 bits.
    @inline(__always) mutating func next() -> UInt32 {
      renewIfUsedUp()
      let draw = Self.tempered(words[position])
      position &+= 1
      return draw
    }

    /// How many draws `many` makes: a part of the state, in whole vectors.
    static var manyCount: Int { MersenneTwister.size / 13 }

    /// Whether all words were given out.
    @inline(__always) var areUsedUp: Bool { position == MersenneTwister.size }

    /// Writes the next `manyCount` draws of 32 bits.
    ///
    /// - Returns: false where fewer words are left; nothing is drawn then.
    @inline(__always) mutating func many(into draws: UnsafeMutablePointer<UInt32>) -> Bool {
      renewIfUsedUp()
      guard position &+ Self.manyCount <= MersenneTwister.size else { return false }
      var index = 0
      while index < Self.manyCount {
        draws[index] = Self.tempered(words[position &+ index])
        index &+= 1
      }
      position &+= Self.manyCount
      return true
    }

    /// A draw from a word of state.
    @inline(__always) private static func tempered(_ word: UInt32) -> UInt32 {
      var bits = word
      bits ^= bits >> 11
      bits ^= (bits << 7) & 0x9d2c_5680
      bits ^= (bits << 15) & 0xefc6_0000
      return bits ^ (bits >> 18)
    }

    @inline(__always) private mutating func renewIfUsedUp() {
      guard areUsedUp else { return }
      Self.renew(words)
      position = 0
    }

    /// Apart, so that the position stays in a register.
    @inline(never) private static func renew(_ words: UnsafeMutablePointer<UInt32>) {
      let (size, offset) = (MersenneTwister.size, MersenneTwister.offset)
      var index = 0
      while index < size &- offset {
        words[index] = words[index &+ offset] ^ twist(words[index], words[index &+ 1])
        index &+= 1
      }
      while index < size &- 1 {
        words[index] =
          words[index &+ offset &- size] ^ twist(words[index], words[index &+ 1])
        index &+= 1
      }
      words[size &- 1] = words[offset &- 1] ^ twist(words[size &- 1], words[0])
    }

    @inline(__always) private static func twist(_ word: UInt32, _ following: UInt32) -> UInt32 {
      let joined = (word & 0x8000_0000) | (following & 0x7fff_ffff)
      return (joined >> 1) ^ ((0 &- (joined & 1)) & 0x9908_b0df)
    }
  }
}
