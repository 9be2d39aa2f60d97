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
    let order = RowOrder(rows.map { [$0] }, tableRows: table.rowCount)
    return encode(table, order, threads)[0].dense
  }

  /// Encodes the parts of a divided table, each as `encode` by itself does, and reads the columns but
  /// once.
  ///
  /// - Parameter parts: The rows of each part.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  package func encode<Scalar: Real>(_ table: Table, parts: [[Int]], threads: Int = 1)
    throws(TabularError) -> [FeatureMatrix<Scalar>]
  {
    for rows in parts { try refuseMissing(table, rows) }
    return encode(table, RowOrder(parts, tableRows: table.rowCount), threads)
  }

  @inline(__always)
  private func encode<Scalar: Real>(
    _ table: Table, _ order: RowOrder, _ threads: Int
  ) -> [FeatureMatrix<Scalar>] {
    let writers = FeatureWriters(table, self)
    let width = writers.form.width
    let elements = Self.arrays(of: order.sizes.map { $0 * width }[...]) {
      (starts: [UnsafeMutablePointer<Scalar>?]) in
      let outputs = PartOutputs(starts, order.sizes, width: width)
      outputs.prepare()
      let lanes = min(max(1, threads), 1 + order.count / 4096)
      Lanes.run(lanes) { lane in
        var tile = RowTile<Scalar>(width: width)
        let steps = Lanes.part(lane, of: lanes, order.count, step: tile.capacity)
        var share = outputs.share(of: steps, in: order.count)
        for start in stride(from: steps.lowerBound, to: steps.upperBound, by: tile.capacity) {
          let end = min(start + tile.capacity, steps.upperBound)
          share.provide(until: end)
          order.fill(&tile, start..<end, outputs)
          writers.write(tile)
        }
      }
    }
    return zip(order.sizes, elements).map { rows, elements in
      FeatureMatrix(rows: rows, form: writers.form, elements: elements)
    }
  }

  /// Arrays of so many numbers each, all of which `fill` writes at once.
  private static func arrays<Scalar: Real>(
    of counts: ArraySlice<Int>, after starts: [UnsafeMutablePointer<Scalar>?] = [],
    _ fill: ([UnsafeMutablePointer<Scalar>?]) -> Void
  ) -> [[Scalar]] {
    guard let count = counts.first else {
      fill(starts)
      return []
    }
    var others: [[Scalar]] = []
    let array = [Scalar](unsafeUninitializedCapacity: count) { output, initialized in
      others = arrays(of: counts.dropFirst(), after: starts + [output.baseAddress], fill)
      initialized = count
    }
    return [array] + others
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
