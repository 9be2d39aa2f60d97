import Numerics

/// A few rows of a table and where they go: so few that what is written of them stays in the
/// first-level cache while the columns are written one after the other.
struct RowTile<Scalar: Real>: ~Copyable {
  /// Bytes that are written of a tile, at most.
  private static var bytes: Int { 16 << 10 }

  /// The most rows.
  let capacity: Int
  /// The rows of the table.
  let sources: UnsafeMutablePointer<Int>
  /// Where each row goes.
  let places: UnsafeMutablePointer<UnsafeMutablePointer<Scalar>>
  /// Room for as many numbers.
  let room: UnsafeMutablePointer<Scalar>
  /// How many rows there are.
  private(set) var count = 0
  /// Rows of the table, at most as many as a tile can have, that half of the tile's rows or more are;
  /// nil where they lie apart.
  private(set) var window: Range<Int>?
  /// Whether each row follows the one before it, in the table and in the output.
  var isRun = false

  /// A tile without rows.
  ///
  /// - Parameter width: The elements of a row of the output.
  init(width: Int) {
    let fitting = Self.bytes / max(1, width * MemoryLayout<Scalar>.stride) / 64 * 64
    capacity = min(max(64, fitting), 256)
    sources = .allocate(capacity: capacity)
    places = .allocate(capacity: capacity)
    room = .allocate(capacity: capacity)
  }

  /// The first of rows that follow each other; nil where they do not.
  var run: (source: Int, place: UnsafeMutablePointer<Scalar>)? {
    isRun && count > 0 ? (sources[0], places[0]) : nil
  }

  deinit {
    sources.deallocate()
    places.deallocate()
    room.deallocate()
  }

  /// Forgets all rows.
  mutating func removeAll() {
    count = 0
    isRun = false
    window = nil
  }

  /// Notes that all rows come from some rows of the table, no more than a tile can have.
  mutating func close(window rows: Range<Int>) {
    if count &* 2 >= rows.count { window = rows }
  }

  /// Adds a row; there must be room.
  @inline(__always)
  mutating func append(source: Int, place: UnsafeMutablePointer<Scalar>) {
    sources[count] = source
    places[count] = place
    count &+= 1
  }
}
