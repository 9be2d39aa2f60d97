import FoundationEssentials
import Numerics
import Testing

/// What NumPy drew, as `Goldens/make_random_state.py` wrote it.
struct RandomGolden: Decodable {
  struct Digest: Decodable, Equatable {
    let fnv1a: String
    let first: [String]
    let last: [String]

    /// Digests 64-bit patterns by FNV-1a over their little-endian bytes.
    init(_ patterns: [UInt64]) {
      var value: UInt64 = 0xcbf2_9ce4_8422_2325
      for pattern in patterns {
        for byte in 0..<8 {
          value = (value ^ (pattern >> UInt64(8 * byte) & 0xff)) &* 0x100_0000_01b3
        }
      }
      fnv1a = Self.hex(value)
      first = patterns.prefix(100).map(Self.hex)
      last = patterns.suffix(100).map(Self.hex)
    }

    private static func hex(_ value: UInt64) -> String {
      let digits = String(value, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
  }

  struct Stream: Decodable, CustomTestStringConvertible {
    let seed: UInt32
    let kind: String
    let below: Int?
    let digest: Digest

    var testDescription: String { "\(kind) \(below.map(String.init) ?? "") of seed \(seed)" }
  }

  let draws: Int
  let streams: [Stream]

  static let stored: Result<RandomGolden, any Error> = Result {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Goldens/random_state.json")
    return try JSONDecoder().decode(RandomGolden.self, from: Data(contentsOf: path))
  }
}

@Suite struct RandomStateTests {
  @Test func drawsWhatNumPyDraws() throws {
    let golden = try RandomGolden.stored.get()
    #expect(golden.streams.count == 52)
    for stream in golden.streams {
      var random = RandomState(seed: stream.seed)
      let patterns: [UInt64] =
        switch stream.kind {
        case "uniform": (0..<golden.draws).map { _ in random.uniform().bitPattern }
        case "normal": (0..<golden.draws).map { _ in random.normal().bitPattern }
        case "permutation": random.permutation(golden.draws).map { UInt64($0) }
        default:
          try integers(&random, below: #require(stream.below), count: golden.draws)
        }
      #expect(RandomGolden.Digest(patterns) == stream.digest, "\(stream.testDescription)")
    }
  }

  private func integers(_ random: inout RandomState, below bound: Int, count: Int) -> [UInt64] {
    (0..<count).map { _ in UInt64(random.integer(below: bound)) }
  }

  @Test(arguments: [0, 1, 623, 624, 625, 1249]) func goesOnFromASavedState(draws: Int) throws {
    var random = RandomState(seed: 7)
    for _ in 0..<draws { _ = random.normal() }
    let saved = try JSONEncoder().encode(random)
    var restored = try JSONDecoder().decode(RandomState.self, from: saved)
    #expect(restored == random)
    for _ in 0..<100 { #expect(restored.normal() == random.normal()) }
  }

  @Test(arguments: [
    #"{"words":[1,2,3],"position":0}"#, #"{"words":[],"position":624}"#,
  ]) func refusesWhatIsNoState(text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(RandomState.self, from: Data(text.utf8))
    }
  }

  @Test func shufflesAsItPermutes() {
    var first = RandomState(seed: 3)
    var second = RandomState(seed: 3)
    var order = Array(0..<50)
    first.shuffle(&order)
    #expect(order == second.permutation(50))
  }

  /// Many draws at once, and the last ones of each mask and of each state alone.
  @Test(arguments: [2, 3, 47, 48, 49, 96, 97, 112, 113, 176, 300, 625, 1_000, 4_144, 20_000])
  func shufflesByTheDrawsOfSingleNumbers(count: Int) {
    var random = RandomState(seed: 11)
    for drawsBefore in [0, 1, 575, 576, 577, 623] {
      for _ in 0..<drawsBefore { _ = random.integer(below: 2) }
      var single = random
      var shuffled = Array(0..<Int32(count))
      random.shuffle(&shuffled)
      var exchanged = Array(0..<Int32(count))
      for last in stride(from: count - 1, to: 0, by: -1) {
        exchanged.swapAt(last, single.integer(below: last + 1))
      }
      #expect(shuffled == exchanged)
      #expect(random == single)
    }
  }
}
