private import CWideKernels
import Glibc

/// NumPy's legacy generator, `numpy.random.RandomState`, draw for draw.
///
/// Source: NumPy's reference on legacy random generation, whose stream is frozen. scikit-learn
/// draws initial weights, shuffles and splits from it.
package struct RandomState: Sendable, Equatable {
  private var twister: MersenneTwister
  private var pendingNormal: Double?

  /// Starts the stream that `numpy.random.RandomState(seed)` starts.
  package init(seed: UInt32) {
    twister = MersenneTwister(seed: seed)
  }

  /// Draws a number from [0, 1) with 53 random bits, as `random_sample()` does.
  package mutating func uniform() -> Double {
    let high = Double(twister.next() >> 5)
    let low = Double(twister.next() >> 6)
    return (high * 67_108_864 + low) / 9_007_199_254_740_992
  }

  /// Draws a number from [low, high), as `uniform(low, high)` does.
  package mutating func uniform(low: Double, high: Double) -> Double {
    low + (high - low) * uniform()
  }

  /// Draws from the standard normal distribution, as `standard_normal()` does.
  ///
  /// Source: Marsaglia's polar method; of each pair the second number is kept for the next call.
  package mutating func normal() -> Double {
    if let kept = pendingNormal {
      pendingNormal = nil
      return kept
    }
    while true {
      let first = 2 * uniform() - 1
      let second = 2 * uniform() - 1
      let square = first * first + second * second
      if square < 1, square != 0 {
        let factor = (-2 * log(square) / square).squareRoot()
        pendingNormal = factor * first
        return factor * second
      }
    }
  }

  /// Draws an integer from 0 up to but without `bound`, as `randint(0, bound)` does.
  ///
  /// Draws are masked to the bits of `bound - 1` and rejected above it: 32 bits a draw where they
  /// suffice, else 64 with the higher word first.
  package mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "the range is empty")
    let highest = UInt64(bound - 1)
    if highest == 0 { return 0 }
    let mask = UInt64.max >> UInt64(highest.leadingZeroBitCount)
    while true {
      var draw: UInt64
      if highest <= UInt64(UInt32.max) {
        draw = UInt64(twister.next())
      } else {
        draw = UInt64(twister.next()) << 32
        draw |= UInt64(twister.next())
      }
      draw &= mask
      if draw <= highest { return Int(draw) }
    }
  }

  /// Shuffles in place, as `shuffle(x)` of a one-dimensional array does.
  @specialized(where Element == Int)
  @specialized(where Element == Int32)
  package mutating func shuffle<Element>(_ elements: inout [Element]) {
    precondition(elements.count <= Int(UInt32.max), "a draw has 32 bits")
    guard elements.count > 1 else { return }
    elements.withUnsafeMutableBufferPointer { elements in
      guard let start = elements.baseAddress else { return }
      let count = elements.count
      withUnsafeTemporaryAllocation(
        of: UInt32.self, capacity: MersenneTwister.Draws.manyCount
      ) { places in
        guard let places = places.baseAddress else { return }
        twister.drawing { Self.shuffle(start, count, places, &$0) }
      }
    }
  }

  /// Each element, from the last on, changes places with one that does not follow it.
  ///
  /// As `integer(below:)` draws, but without its branch, which would be guessed wrong every few draws.
  ///
  /// - Parameter places: room for the draws that are made at once.
  @inline(__always) private static func shuffle<Element>(
    _ start: UnsafeMutablePointer<Element>, _ count: Int, _ places: UnsafeMutablePointer<UInt32>,
    _ draws: inout MersenneTwister.Draws
  ) {
    var last = count &- 1
    while last > 0 {
      let mask = Int.max >> (last.leadingZeroBitCount &- 1)
      // From here on, draws are masked to one bit less.
      let end = mask >> 1
      while last &- end >= MersenneTwister.Draws.manyCount, draws.many(into: places) {
        let accepted = accept(places, of: start, mask: mask, last: last)
        for place in UnsafeBufferPointer(start: places, count: accepted) {
          exchange(start + last, start + Int(place))
          last &-= 1
        }
      }
      while last > end {
        let place = Int(draws.next()) & mask
        // −1 where the draw is accepted, else 0: then the last element changes places with itself.
        let step = (place &- last &- 1) >> (Int.bitWidth &- 1)
        exchange(start + last, start + (last &+ ((place &- last) & step)))
        last &+= step
        if draws.areUsedUp { break }
      }
    }
  }

  /// Moves the accepted ones of many draws to the front and returns how many they are: each makes `last` one
  /// less. Asks for the memory of what they name, which may be far away.
  @inline(__always) private static func accept<Element>(
    _ draws: UnsafeMutablePointer<UInt32>, of elements: UnsafeMutablePointer<Element>,
    mask: Int, last: Int
  ) -> Int {
    var accepted = 0
    for index in 0..<MersenneTwister.Draws.manyCount {
      let place = Int(draws[index]) & mask
      prefetch_line(elements + place)
      draws[accepted] = UInt32(truncatingIfNeeded: place)
      // −1 where the draw is rejected, else 0.
      accepted &+= 1 &+ ((last &- accepted &- place) >> (Int.bitWidth &- 1))
    }
    return accepted
  }

  @inline(__always) private static func exchange<Element>(
    _ one: UnsafeMutablePointer<Element>, _ other: UnsafeMutablePointer<Element>
  ) {
    let (kept, moved) = (one.pointee, other.pointee)
    one.pointee = moved
    other.pointee = kept
  }

  /// Returns 0..<n in random order, as `permutation(n)` does.
  package mutating func permutation(_ n: Int) -> [Int] {
    var order = Array(0..<n)
    shuffle(&order)
    return order
  }
}

extension RandomState: Codable {
  private enum CodingKeys: String, CodingKey {
    case words, position, pendingNormal
  }

  /// Reads a saved stream.
  ///
  /// - Throws: `DecodingError.dataCorrupted` where the words or the position cannot be a state.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let words = try values.decode([UInt32].self, forKey: .words)
    let position = try values.decode(Int.self, forKey: .position)
    guard let twister = MersenneTwister(words: words, position: position) else {
      throw DecodingError.dataCorruptedError(
        forKey: .words, in: values, debugDescription: "not a state of MT19937")
    }
    self.twister = twister
    pendingNormal = try values.decodeIfPresent(Double.self, forKey: .pendingNormal)
  }

  /// Saves the stream, so that it goes on with the same draws.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(twister.words, forKey: .words)
    try values.encode(twister.position, forKey: .position)
    try values.encodeIfPresent(pendingNormal, forKey: .pendingNormal)
  }
}
