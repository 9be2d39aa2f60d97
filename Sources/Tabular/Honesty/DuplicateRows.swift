/// Test rows that stand in the training part too: same features, same target.
package struct DuplicateRows: Equatable, Sendable {
  /// The most pairs that are listed.
  package static let exampleLimit = 5

  /// How many test rows have an equal among the training rows.
  package private(set) var count = 0
  /// Lines of the first few, each with that of its first equal: [train, test].
  package private(set) var examples: [[Int]] = []

  /// Compares the parts of a split.
  ///
  /// - Complexity: O(rows × columns), one pass over each column; rows of equal hash are compared
  ///   value by value.
  package init(_ table: Table, _ split: Split) {
    if split.test.isEmpty { return }
    let hashes = Self.hashes(table)
    var size = 16
    while size < 2 * split.train.count { size *= 2 }
    // The training rows by hash; −1 where free.
    var slots = [Int32](repeating: -1, count: size)
    for row in split.train.ascending(below: table.rowCount) {
      var slot = Int(truncatingIfNeeded: hashes[row]) & (size - 1)
      while slots[slot] >= 0, hashes[Int(slots[slot])] != hashes[row] {
        slot = (slot + 1) & (size - 1)
      }
      // Of equal hashes the first row stands for all; another row of the same hash is not equal to
      // it about once in 2⁶⁴ pairs, and is then overlooked.
      if slots[slot] < 0 { slots[slot] = Int32(row) }
    }
    for row in split.test.ascending(below: table.rowCount) {
      var slot = Int(truncatingIfNeeded: hashes[row]) & (size - 1)
      while slots[slot] >= 0 {
        let other = Int(slots[slot])
        if hashes[other] == hashes[row], Self.areEqual(table, other, row) {
          count += 1
          if examples.count < Self.exampleLimit {
            examples.append([table.lines.line(ofRow: other), table.lines.line(ofRow: row)])
          }
          break
        }
        slot = (slot + 1) & (size - 1)
      }
    }
  }

  private static func hashes(_ table: Table) -> [UInt64] {
    var hashes = [UInt64](repeating: 0, count: table.rowCount)
    hashes.withUnsafeMutableBufferPointer { hashes in
      func add(_ values: [Double]) {
        values.withUnsafeBufferPointer { values in
          for row in hashes.indices { hashes[row] = RowHash.mix(hashes[row] ^ key(values[row])) }
        }
      }
      func add(_ codes: [Int32]) {
        codes.withUnsafeBufferPointer { codes in
          for row in hashes.indices {
            hashes[row] = RowHash.mix(hashes[row] ^ UInt64(truncatingIfNeeded: codes[row]))
          }
        }
      }
      for column in table.columns {
        switch column.values {
        case .numeric(let values): add(values)
        case .categorical(let codes, _): add(codes)
        }
      }
      if let numbers = table.target?.numbers {
        add(numbers)
      } else if let codes = table.target?.codes {
        add(codes)
      }
    }
    return hashes
  }

  /// The bits of a value: one pattern for each number, and one for missing.
  @inline(__always)
  private static func key(_ value: Double) -> UInt64 {
    value.isNaN ? .max : (value + 0).bitPattern
  }

  private static func areEqual(_ table: Table, _ a: Int, _ b: Int) -> Bool {
    let features = table.columns.allSatisfy { column in
      switch column.values {
      case .numeric(let values): key(values[a]) == key(values[b])
      case .categorical(let codes, _): codes[a] == codes[b]
      }
    }
    guard features, let target = table.target else { return features }
    if let numbers = target.numbers { return key(numbers[a]) == key(numbers[b]) }
    return target.codes.map { $0[a] == $0[b] } ?? true
  }
}
