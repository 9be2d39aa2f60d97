package import Numerics

extension FeatureEncoder {
  /// Encodes rows of a table that has all columns of the encoder, in any order and among others.
  ///
  /// - Parameters:
  ///   - table: A training table or a chunk of rows to score.
  ///   - rows: The rows in the order wanted; nil for all.
  ///   - threads: The threads that share the rows; no result depends on it.
  /// - Returns: [rows × features], each value rounded once from the double.
  /// - Throws: `missingValue` when a value is missing and that is an error by the settings.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  package func encode<Scalar: Real>(_ table: Table, rows: [Int]? = nil, threads: Int = 1)
    throws(TabularError) -> Matrix<Scalar>
  {
    try refuseMissing(table, rows)
    let width = featureCount
    let count = rows?.count ?? table.rowCount
    let order = RowOrder(rows, tableRows: table.rowCount)
    let writers = writers(table)
    let elements =
      [Scalar](unsafeUninitializedCapacity: count * width) { output, initialized in
        initialized = count * width
        guard let base = output.baseAddress else { return }
        let bytes = count * width * MemoryLayout<Scalar>.stride
        FreshMemory.preferLargePages(base, bytes: bytes)
        if writers.contains(where: \.isSparse) { FreshMemory.clear(base, bytes: bytes) }
        let lanes = min(max(1, threads), 1 + order.count / 4096)
        Lanes.run(lanes) { lane in
          let capacity = RowTile.capacity(rowBytes: width * MemoryLayout<Scalar>.stride)
          let part = Lanes.part(lane, of: lanes, order.count, step: capacity)
          write(part, order, writers, base, width, count)
        }
      }
    return Matrix(rows: count, columns: width, elements: elements)
  }

  @inline(__always)
  private func write<Scalar: Real>(
    _ part: Range<Int>, _ order: RowOrder, _ writers: [FeatureWriter],
    _ output: UnsafeMutablePointer<Scalar>, _ width: Int, _ count: Int
  ) {
    let rowBytes = width * MemoryLayout<Scalar>.stride
    let pieceRows = max(1, FreshMemory.piece / max(1, rowBytes))
    // Where the output is provided up to: as far as the rows, were they in order.
    var provided = min(part.lowerBound, count)
    let end = part.upperBound == order.count ? count : min(part.upperBound, count)
    var tile = RowTile(capacity: RowTile.capacity(rowBytes: rowBytes))
    for start in stride(from: part.lowerBound, to: part.upperBound, by: tile.capacity) {
      order.fill(&tile, start..<min(start + tile.capacity, part.upperBound))
      while provided < min(end, start + tile.capacity) {
        let rows = min(pieceRows, end - provided)
        FreshMemory.provide(output + provided * width, bytes: rows * rowBytes)
        provided += rows
      }
      for writer in writers { writer.write(tile, output, width) }
    }
  }

  /// The writers of all columns, in the encoder's order.
  private func writers(_ table: Table) -> [FeatureWriter] {
    var feature = 0
    return columns.map { encoding in
      guard let column = table.column(encoding.name) else {
        preconditionFailure("the table has no column \(encoding.name)")
      }
      defer { feature += encoding.width }
      return FeatureWriter(column, encoding, feature: feature)
    }
  }

  private func refuseMissing(_ table: Table, _ rows: [Int]?) throws(TabularError) {
    guard settings.missing == .error else { return }
    for encoding in columns {
      guard let column = table.column(encoding.name),
        let row = column.firstMissing(rows, table.rowCount)
      else { continue }
      throw .missingValue(
        Place(
          table.file, line: table.lines.line(ofRow: row), column: column.number,
          columnName: column.name))
    }
  }
}

/// Which rows of a table go where in the output, in an order that is kind to the cache.
///
/// A random split takes rows from everywhere. Its columns are read from the first row to the last
/// all the same, and the rows are written where they belong: one line of memory a row instead of
/// one a value.
private struct RowOrder {
  /// How many steps there are, some of them without a row.
  let count: Int
  /// The wanted rows; nil when they are all rows, or `targets` says where each goes.
  private let rows: [Int]?
  /// For each row of the table its place in the output; −1 for none.
  private let targets: [Int32]?

  init(_ rows: [Int]?, tableRows: Int) {
    guard let rows else {
      (count, self.rows, targets) = (tableRows, nil, nil)
      return
    }
    if rows.count * 8 >= tableRows, let targets = Self.targets(rows, tableRows) {
      (count, self.rows, self.targets) = (tableRows, nil, targets)
    } else {
      (count, self.rows, targets) = (rows.count, rows, nil)
    }
  }

  /// Nil where a row is wanted twice.
  private static func targets(_ rows: [Int], _ tableRows: Int) -> [Int32]? {
    guard rows.count <= Int32.max else { return nil }
    var targets = [Int32](repeating: -1, count: tableRows)
    for (place, row) in rows.enumerated() {
      if targets[row] >= 0 { return nil }
      targets[row] = Int32(truncatingIfNeeded: place)
    }
    return targets
  }

  /// Puts the rows of some steps into a tile.
  func fill(_ tile: inout RowTile, _ steps: Range<Int>) {
    tile.removeAll()
    if let targets {
      for row in steps where targets[row] >= 0 {
        tile.append(source: row, target: Int(targets[row]))
      }
      tile.close(window: steps)
    } else {
      for step in steps { tile.append(source: rows?[step] ?? step, target: step) }
      if rows == nil { tile.isRun = true }
    }
  }
}

extension Column {
  /// The first of `rows` (all when nil) whose value is missing.
  fileprivate func firstMissing(_ rows: [Int]?, _ count: Int) -> Int? {
    let isMissing: (Int) -> Bool =
      switch values {
      case .numeric(let values): { values[$0].isNaN }
      case .categorical(let codes, _): { codes[$0] < 0 }
      }
    return rows?.first(where: isMissing)
      ?? (rows == nil ? (0..<count).first(where: isMissing) : nil)
  }
}
