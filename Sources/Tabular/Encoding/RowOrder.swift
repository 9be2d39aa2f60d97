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

/// The outputs of the parts, [rows × width] each.
struct PartOutputs<Scalar: Real> {
  private let starts: [UnsafeMutablePointer<Scalar>?]
  private let sizes: [Int]
  /// Where the rows of each part end, counted through all of them.
  private let ends: [Int]
  private let width: Int

  /// Takes the outputs; nil where a part has no rows.
  init(_ starts: [UnsafeMutablePointer<Scalar>?], _ sizes: [Int], width: Int) {
    (self.starts, self.sizes, self.width) = (starts, sizes, width)
    var end = 0
    ends = sizes.map { size in
      end += size
      return end
    }
  }

  /// Where a row begins, which is counted through all parts.
  @inline(__always)
  func row(_ place: Int) -> UnsafeMutablePointer<Scalar> {
    var part = 0
    while place >= ends[part] { part &+= 1 }
    guard let start = starts[part] else { preconditionFailure("a part with rows has no memory") }
    return start + (place &- (ends[part] &- sizes[part])) &* width
  }

  /// Prepares the memory of all parts, which nothing was written to yet.
  func prepare(asZeros: Bool) {
    for (start, size) in zip(starts, sizes) {
      guard let start else { continue }
      let bytes = size * width * MemoryLayout<Scalar>.stride
      FreshMemory.preferLargePages(start, bytes: bytes)
      if asZeros { FreshMemory.clear(start, bytes: bytes) }
    }
  }

  /// The rows that some of all steps will write, were they to write each part from its first row on.
  func share(of steps: Range<Int>, in count: Int) -> Share {
    Share(
      outputs: self, count: max(1, count), end: steps.upperBound,
      done: sizes.map {
        $0 * steps.lowerBound / max(1, count)
      })
  }

  /// What one thread lets the system provide, piece by piece, shortly before it writes there.
  struct Share {
    fileprivate let outputs: PartOutputs
    fileprivate let count: Int
    fileprivate let end: Int
    fileprivate var done: [Int]

    /// Provides what the steps up to one will write.
    mutating func provide(until step: Int) {
      let rowBytes = outputs.width * MemoryLayout<Scalar>.stride
      let pieceRows = max(1, FreshMemory.piece / max(1, rowBytes))
      for (part, size) in outputs.sizes.enumerated() {
        guard let start = outputs.starts[part] else { continue }
        let limit = size * end / count
        while done[part] < size * step / count {
          let rows = min(pieceRows, limit - done[part])
          FreshMemory.provide(start + done[part] * outputs.width, bytes: rows * rowBytes)
          done[part] += rows
        }
      }
    }
  }
}
