import Numerics

/// Which rows of a table go where in the outputs, in an order that is kind to the cache.
///
/// A random split takes rows from everywhere. Its columns are read from the first row to the last
/// all the same, and the rows are written where they belong: one line of memory a row instead of
/// one a value.
struct RowOrder {
  private enum Form {
    /// All rows, as they stand.
    case all
    /// These rows, one after the other.
    case listed([Int])
    /// For each row of the table its place in the outputs; −1 for none.
    case places([Int32])
  }

  /// How many steps there are, some of them without a row.
  let count: Int
  /// The number of rows of each part. Places count through all of them.
  let sizes: [Int]
  private let form: Form

  /// Orders the rows of parts; nil for one part of all rows.
  init(_ parts: [[Int]]?, tableRows: Int) {
    guard let parts else {
      (count, sizes, form) = (tableRows, [tableRows], .all)
      return
    }
    sizes = parts.map(\.count)
    let wanted = sizes.reduce(0, +)
    if wanted * 8 >= tableRows, let places = Self.places(parts, tableRows) {
      (count, form) = (tableRows, .places(places))
    } else {
      (count, form) = (wanted, .listed(parts.count == 1 ? parts[0] : Array(parts.joined())))
    }
  }

  /// Nil where a row is wanted twice.
  private static func places(_ parts: [[Int]], _ tableRows: Int) -> [Int32]? {
    guard tableRows <= Int32.max else { return nil }
    var places = [Int32](repeating: -1, count: tableRows)
    var place: Int32 = 0
    for rows in parts {
      for row in rows {
        if places[row] >= 0 { return nil }
        places[row] = place
        place &+= 1
      }
    }
    return places
  }

  /// Puts the rows of some steps into a tile.
  @inline(__always)
  func fill<Scalar: Real>(
    _ tile: inout RowTile<Scalar>, _ steps: Range<Int>, _ outputs: PartOutputs<Scalar>
  ) {
    tile.removeAll()
    switch form {
    case .all:
      for step in steps { tile.append(source: step, place: outputs.row(step)) }
      tile.isRun = true
    case .listed(let rows):
      for step in steps { tile.append(source: rows[step], place: outputs.row(step)) }
    case .places(let places):
      for row in steps where places[row] >= 0 {
        tile.append(source: row, place: outputs.row(Int(places[row])))
      }
      tile.close(window: steps)
    }
  }
}
