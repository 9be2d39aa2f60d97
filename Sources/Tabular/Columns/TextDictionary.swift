/// The distinct texts of a column, numbered in order of first appearance.
///
/// Open addressing over one arena of bytes; the hash is seeded per process, so that no file can be
/// made to collide.
final class TextDictionary {
  private static let seed = UInt64.random(in: .min ... .max)

  private var arena = [UInt8]()
  /// Where each text ends in the arena; the first one starts at 0.
  private var ends = [Int]()
  private var hashes = [UInt64]()
  /// Codes by hash; −1 where free. The count is a power of two.
  private var slots = [Int32](repeating: -1, count: 64)

  /// How many distinct texts there are.
  var count: Int { ends.count }

  /// The code of a text, which is added when it is new.
  ///
  /// - Parameter text: `count` bytes; the 8 bytes after them must be readable.
  func code(_ text: UnsafePointer<UInt8>, count length: Int) -> Int32 {
    let hash = Self.hash(text, count: length)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while true {
      let code = slots[slot]
      if code < 0 { break }
      if hashes[Int(code)] == hash, isText(Int(code), text, length) { return code }
      slot = (slot + 1) & (slots.count - 1)
    }
    let code = Int32(ends.count)
    arena.append(contentsOf: UnsafeBufferPointer(start: text, count: length))
    ends.append(arena.count)
    hashes.append(hash)
    slots[slot] = code
    if ends.count * 2 > slots.count { grow() }
    return code
  }

  /// The text with a code.
  func text(_ code: Int) -> String {
    String(decoding: arena[start(code)..<ends[code]], as: UTF8.self)
  }

  /// Calls `body` with the bytes of each text, in order of the codes; 8 bytes after each can be
  /// read.
  func forEach(_ body: (UnsafePointer<UInt8>, Int) -> Void) {
    let padded = arena + [UInt8](repeating: 0, count: CSVBlock.padding)
    padded.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      for code in 0..<count { body(base + start(code), ends[code] - start(code)) }
    }
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

  private func start(_ code: Int) -> Int { code == 0 ? 0 : ends[code - 1] }

  private func isText(_ code: Int, _ text: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    let from = start(code)
    guard ends[code] - from == length else { return false }
    return arena.withUnsafeBufferPointer { bytes in
      for index in 0..<length where bytes[from + index] != text[index] { return false }
      return true
    }
  }

  private func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for (code, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(code)
    }
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
