import CFastFloat
import Glibc

/// The distinct texts of a column, numbered in order of first appearance.
///
/// Open addressing over one arena of bytes; the hash is seeded per process, so that no file can be
/// made to collide.
final class TextDictionary {
  private static let seed = UInt64.random(in: .min ... .max)

  private struct Entry {
    var hash: UInt64
    /// Where the text starts in the arena.
    var start: Int
    var count: Int
  }

  /// A text of up to 16 bytes as two words, with its code: the last one met of those that share its
  /// place.
  private struct Recent {
    var words: SIMD2<UInt64>
    /// How many bytes, with a mark where the text is written with doubled quotes.
    var length: UInt32
    var code: Int32
  }
  /// The most places there are for them, as a power of two: all of those of some column are written to
  /// in turn, and should stay in the first-level cache.
  private static let mostRecentBits = 10

  private var recent: UnsafeMutablePointer<Recent>
  /// How many places there are for them, as a power of two: eight for each text, so that few share one.
  private var recentBits = 5
  private var arena: UnsafeMutablePointer<UInt8>
  private var arenaCapacity = 1024
  private var arenaCount = 0
  private var entries: UnsafeMutablePointer<Entry>
  /// Codes by hash; −1 where free.
  private var slots: UnsafeMutablePointer<Int32>
  /// A power of two, twice the entries that fit.
  private var slotCount = 64
  /// How many distinct texts there are.
  private(set) var count = 0
  /// The bytes of all of them together.
  var textBytes: Int { arenaCount }

  /// Makes an empty dictionary.
  init() {
    recent = Self.emptyRecent(recentBits)
    arena = PaddedBytes.allocate(arenaCapacity)
    entries = .allocate(capacity: slotCount / 2)
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: -1, count: slotCount)
  }

  deinit {
    recent.deallocate()
    PaddedBytes.deallocate(arena)
    entries.deallocate()
    slots.deallocate()
  }

  /// The code of a text, which is added when it is new.
  ///
  /// - Parameter text: `count` bytes, with readable bytes around them.
  @inline(__always)
  func code(_ text: UnsafePointer<UInt8>, count: Int) -> Int32 {
    let key = RecentKey(text, length: UInt32(truncatingIfNeeded: count))
    if let key, let code = recentCode(key) { return code }
    let code = search(text, count: count)
    if let key { remember(key, code) }
    return code
  }

  /// The code of a text that was met a short while ago; nil of any other.
  @inline(__always)
  func recentCode(_ key: RecentKey) -> Int32? {
    let place = recent + key.place(recentBits)
    guard place.pointee.words == key.words, place.pointee.length == key.length else { return nil }
    return place.pointee.code
  }

  /// Takes note of the code that a text has, as it is written.
  @inline(__always)
  func remember(_ key: RecentKey, _ code: Int32) {
    recent[key.place(recentBits)] = Recent(words: key.words, length: key.length, code: code)
  }

  /// By what a short text is recognized.
  struct RecentKey {
    fileprivate let words: SIMD2<UInt64>
    fileprivate let length: UInt32

    /// Takes a text as it is written; nil for an empty one and one of more than 16 bytes.
    ///
    /// - Parameters:
    ///   - text: the bytes, with readable bytes around them.
    ///   - length: how many there are; with the mark `BACKDROP_DOUBLED_QUOTES` where each quote among
    ///     them stands for half a one.
    @inline(__always)
    init?(_ text: UnsafePointer<UInt8>, length: UInt32) {
      let count = Int(length & ~UInt32(BACKDROP_DOUBLED_QUOTES))
      guard UInt(bitPattern: count &- 1) < 16 else { return nil }
      let raw = UnsafeRawPointer(text)
      // The first eight bytes, or all of fewer, and the last eight.
      let missing = UInt64(truncatingIfNeeded: 64 - 8 * min(count, 8))
      words = SIMD2(
        raw.loadUnaligned(as: UInt64.self) &<< missing,
        count > 8 ? raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self) : 0)
      self.length = length
    }

    /// Where it is looked for.
    @inline(__always)
    fileprivate func place(_ bits: Int) -> Int {
      let mixed = (words.x ^ words.y &* 0x9e37_79b9_7f4a_7c15) &* 0xd6e8_feb8_6659_fd93
      return Int(truncatingIfNeeded: mixed &>> UInt64(truncatingIfNeeded: 64 &- bits))
    }
  }

  @inline(never)
  private func search(_ text: UnsafePointer<UInt8>, count length: Int) -> Int32 {
    let hash = Self.hash(text, count: length)
    let mask = slotCount - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if entry.hash == hash, entry.count == length,
        memcmp(arena + entry.start, text, length) == 0
      {
        return slots[slot]
      }
      slot = (slot + 1) & mask
    }
    return add(text, length, hash, slot)
  }

  private func add(_ text: UnsafePointer<UInt8>, _ length: Int, _ hash: UInt64, _ slot: Int)
    -> Int32
  {
    if arenaCount + length > arenaCapacity {
      arenaCapacity = max(arenaCapacity * 2, arenaCount + length)
      let larger = PaddedBytes.allocate(arenaCapacity)
      larger.update(from: arena, count: arenaCount)
      PaddedBytes.deallocate(arena)
      arena = larger
    }
    (arena + arenaCount).update(from: text, count: length)
    entries[count] = Entry(hash: hash, start: arenaCount, count: length)
    slots[slot] = Int32(count)
    arenaCount += length
    count += 1
    if count * 2 == slotCount { grow() }
    if count * 8 > 1 << recentBits, recentBits < Self.mostRecentBits { growRecent() }
    return Int32(count - 1)
  }

  private func growRecent() {
    recentBits += 1
    recent.deallocate()
    recent = Self.emptyRecent(recentBits)
  }

  private static func emptyRecent(_ bits: Int) -> UnsafeMutablePointer<Recent> {
    let recent = UnsafeMutablePointer<Recent>.allocate(capacity: 1 << bits)
    recent.initialize(repeating: Recent(words: .zero, length: 0, code: -1), count: 1 << bits)
    return recent
  }

  private func grow() {
    slotCount *= 2
    slots.deallocate()
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: -1, count: slotCount)
    let larger = UnsafeMutablePointer<Entry>.allocate(capacity: slotCount / 2)
    larger.update(from: entries, count: count)
    entries.deallocate()
    entries = larger
    for code in 0..<count {
      var slot = Int(truncatingIfNeeded: entries[code].hash) & (slotCount - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slotCount - 1) }
      slots[slot] = Int32(code)
    }
  }

  /// The text with a code.
  func text(_ code: Int) -> String {
    let entry = entries[code]
    return String(
      decoding: UnsafeBufferPointer(start: arena + entry.start, count: entry.count),
      as: UTF8.self)
  }

  /// Calls `body` with the bytes of the text with a code, with readable bytes around them.
  func withText<Result>(_ code: Int, _ body: (UnsafePointer<UInt8>, Int) -> Result) -> Result {
    body(arena + entries[code].start, entries[code].count)
  }

  /// Calls `body` with the bytes of each text, in order of the codes, with readable bytes around
  /// each.
  func forEach(_ body: (UnsafePointer<UInt8>, Int) -> Void) {
    for code in 0..<count { withText(code, body) }
  }

  /// The texts in order of their codes.
  var texts: [String] { (0..<count).map(text) }

  /// The texts in order of their Unicode scalars, and the place in it of each code.
  func sorted() -> (texts: [String], rank: [Int32]) {
    let texts = self.texts
    // Bytes of UTF-8 sort like the scalars they encode; Swift's < would normalise first.
    let order = texts.indices.sorted { texts[$0].utf8.lexicographicallyPrecedes(texts[$1].utf8) }
    var rank = [Int32](repeating: 0, count: count)
    for (position, code) in order.enumerated() { rank[code] = Int32(position) }
    return (order.map { texts[$0] }, rank)
  }

  /// Mixes eight bytes at a time by a widening multiplication, as wyhash does (Wang Yi 2019).
  private static func hash(_ text: UnsafePointer<UInt8>, count: Int) -> UInt64 {
    var hash = seed ^ UInt64(count)
    let raw = UnsafeRawPointer(text)
    var index = 0
    while index < count {
      var word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      if count - index < 8 { word &= (1 << UInt64(8 * (count - index))) - 1 }
      let product = (hash ^ word).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
      hash = product.high ^ product.low
      index += 8
    }
    let product = (hash ^ seed).multipliedFullWidth(by: 0xd6e8_feb8_6659_fd93)
    return product.high ^ product.low
  }
}
