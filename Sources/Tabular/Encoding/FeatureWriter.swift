import CFastFloat
import Numerics

/// Writes the features of one column of one table.
struct FeatureWriter {
  private enum Source {
    case numeric([Double], fill: Double, offset: Double, scale: Double, hasIndicator: Bool)
    /// The feature of each code, then that of a missing value.
    case categorical([Int32], features: [Int32])
  }

  private let source: Source
  private let feature: Int

  /// Prepares to write the features from `feature` on.
  init(_ column: Column, _ encoding: FeatureEncoder.ColumnEncoding, feature: Int) {
    self.feature = feature
    switch (column.values, encoding) {
    case (.numeric(let values), .numeric(let encoding)):
      source = .numeric(
        values, fill: encoding.fill ?? 0, offset: encoding.offset, scale: encoding.scale,
        hasIndicator: encoding.hasMissingIndicator)
    case (.categorical(let codes, let levels), .categorical(let encoding)):
      source = .categorical(codes, features: encoding.features(for: levels))
    default: preconditionFailure("column \(column.name) was read as another kind")
    }
  }

  /// Whether it leaves features of a row as they are, which must be 0 then.
  var isSparse: Bool {
    switch source {
    case .numeric(_, _, _, _, let hasIndicator): hasIndicator
    case .categorical: true
    }
  }

  /// Writes some rows.
  ///
  /// - Parameters:
  ///   - tile: The rows.
  ///   - output: [rows × width], row-major.
  @inline(__always)
  func write<Scalar: Real>(
    _ tile: borrowing RowTile, _ output: UnsafeMutablePointer<Scalar>, _ width: Int
  ) {
    let output = output + feature
    switch source {
    case .numeric(let values, let fill, let offset, let scale, let hasIndicator):
      values.withUnsafeBufferPointer { values in
        if let run = tile.run, let start = values.baseAddress {
          var cell = output + run.target &* width
          var row = run.source
          let end = row + tile.count
          while row &+ 8 <= end {
            // The rows of the next tile but one.
            backdrop_prefetch(start + (row &+ 2 &* tile.capacity))
            let eight = UnsafeRawPointer(start + row).loadUnaligned(as: SIMD8<Double>.self)
            let known = eight.replacing(with: fill, where: eight .!= eight)
            let scaled = (known - offset) / scale
            for lane in 0..<8 {
              cell.pointee = Scalar(scaled[lane])
              cell += width
            }
            row &+= 8
          }
          while row < end {
            let known = values[row].isNaN ? fill : values[row]
            cell.pointee = Scalar((known - offset) / scale)
            cell += width
            row &+= 1
          }
        } else if let window = tile.window, let start = values.baseAddress {
          // All rows of the window, eight at a time, then those that are wanted to their places.
          let scaled = tile.scratch(of: Scalar.self)
          var row = 0
          while row &+ 8 <= window.count {
            let source = start + (window.lowerBound &+ row)
            backdrop_prefetch(source + 2 &* tile.capacity)
            let eight = UnsafeRawPointer(source).loadUnaligned(as: SIMD8<Double>.self)
            let known = eight.replacing(with: fill, where: eight .!= eight)
            let results = (known - offset) / scale
            for lane in 0..<8 { scaled[row &+ lane] = Scalar(results[lane]) }
            row &+= 8
          }
          while row < window.count {
            let value = start[window.lowerBound &+ row]
            scaled[row] = Scalar(((value.isNaN ? fill : value) - offset) / scale)
            row &+= 1
          }
          for index in 0..<tile.count {
            output[tile.targets[index] &* width] =
              scaled[tile.sources[index] &- window.lowerBound]
          }
        } else {
          for index in 0..<tile.count {
            let value = values[tile.sources[index]]
            let known = value.isNaN ? fill : value
            output[tile.targets[index] &* width] = Scalar((known - offset) / scale)
          }
        }
        guard hasIndicator else { return }
        for index in 0..<tile.count where values[tile.sources[index]].isNaN {
          output[tile.targets[index] &* width + 1] = 1
        }
      }
    case .categorical(let codes, let features):
      codes.withUnsafeBufferPointer { codes in
        let start = codes.baseAddress
        for index in 0..<tile.count {
          if let start { backdrop_prefetch(start + (tile.sources[index] &+ 2 &* tile.capacity)) }
          let code = Int(codes[tile.sources[index]])
          let level = Int(features[code < 0 ? features.count - 1 : code])
          if level >= 0 { output[tile.targets[index] &* width &+ level] = 1 }
        }
      }
    }
  }
}

/// A few rows of a table and where they go: so few that their features stay in the first-level
/// cache while the columns are written one after the other.
struct RowTile: ~Copyable {
  /// Bytes of features that a tile has room for, and the fewest and the most rows.
  private static let bytes = 16 << 10
  private static let sizes = 64...256

  /// The most rows.
  let capacity: Int
  /// The rows of the table.
  let sources: UnsafeMutablePointer<Int>
  /// The rows of the output.
  let targets: UnsafeMutablePointer<Int>
  /// Room for as many numbers of either precision.
  private let room: UnsafeMutableRawPointer
  /// How many rows there are.
  private(set) var count = 0
  /// Rows of the table, at most as many as a tile can have, that half of the tile's rows or more are;
  /// nil where they lie apart.
  private(set) var window: Range<Int>?
  /// Whether each row follows the one before it, in the table and in the output.
  var isRun = false

  /// The first of rows that follow each other; nil where they do not.
  var run: (source: Int, target: Int)? { isRun && count > 0 ? (sources[0], targets[0]) : nil }

  /// A tile without rows.
  ///
  /// - Parameter capacity: The most rows, as `capacity(rowBytes:)` says.
  init(capacity: Int) {
    self.capacity = capacity
    sources = .allocate(capacity: capacity)
    targets = .allocate(capacity: capacity)
    room = .allocate(
      byteCount: capacity * MemoryLayout<Double>.stride, alignment: MemoryLayout<Double>.alignment)
  }

  /// How many rows a tile should have.
  ///
  /// - Parameter rowBytes: Bytes of the features of a row.
  static func capacity(rowBytes: Int) -> Int {
    let fitting = bytes / max(1, rowBytes) / 64 * 64
    return min(max(sizes.lowerBound, fitting), sizes.upperBound)
  }

  /// The room, for numbers of one precision.
  func scratch<Scalar: Real>(of type: Scalar.Type) -> UnsafeMutablePointer<Scalar> {
    room.bindMemory(to: type, capacity: capacity)
  }

  deinit {
    room.deallocate()
    sources.deallocate()
    targets.deallocate()
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
  mutating func append(source: Int, target: Int) {
    sources[count] = source
    targets[count] = target
    count &+= 1
  }
}
