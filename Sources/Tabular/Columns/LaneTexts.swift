/// The texts that one lane met, and their codes in the whole table.
final class LaneTexts {
  /// The most texts that are copied so that a lane need not wait.
  private static let copyLimit = 1000

  /// One for each text slot.
  let dictionaries: [TextDictionary]
  private var tableCodes: [[Int32]]
  /// Whether the lane has left a chunk that is not appended yet.
  var hasLeft = false

  /// Prepares for the text columns of `plans`.
  init(_ plans: [CellPlan]) {
    dictionaries = plans.filter { $0.textSlot >= 0 }.map { _ in TextDictionary() }
    tableCodes = dictionaries.map { _ in [] }
  }

  /// The tables' codes for each code of each slot; new texts are added to the tables.
  func tableCodes(in tables: [TextDictionary]) -> [[Int32]] {
    for (slot, dictionary) in dictionaries.enumerated() {
      for code in tableCodes[slot].count..<dictionary.count {
        tableCodes[slot].append(dictionary.withText(code) { tables[slot].code($0, count: $1) })
      }
    }
    return tableCodes
  }

  /// The same for texts that were copied.
  func tableCodes(in tables: [TextDictionary], adding added: [TextDictionary?]) -> [[Int32]] {
    for (slot, copy) in added.enumerated() {
      copy?.forEach { tableCodes[slot].append(tables[slot].code($0, count: $1)) }
    }
    return tableCodes
  }

  /// Copies of the texts that have no code of a table yet; nil where there are many.
  func added() -> [TextDictionary?]? {
    let counts = zip(dictionaries, tableCodes).map { $0.count - $1.count }
    guard counts.reduce(0, +) <= Self.copyLimit else { return nil }
    return dictionaries.enumerated().map { slot, dictionary in
      if counts[slot] == 0 { return nil }
      let copy = TextDictionary()
      for code in tableCodes[slot].count..<dictionary.count {
        _ = dictionary.withText(code) { copy.code($0, count: $1) }
      }
      return copy
    }
  }
}
