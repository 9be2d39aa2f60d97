import CFastFloat
import Numerics

/// Writes the features of one numeric column of one table.
struct NumberWriter {
  private let values: [Double]
  private let fill: Double
  private let offset: Double
  private let scale: Double
  /// Which of a row's elements it is.
  private let element: Int
  /// Which of a row's elements tells that a value is missing; nil where none does.
  private let indicator: Int?
  /// The elements of a row.
  private let width: Int

  /// Prepares to write a column whose features follow others.
  ///
  /// - Parameters:
  ///   - before: The features of the columns before.
  ///   - all: Those of all columns.
  init(
    _ values: [Double], _ encoding: NumericEncoding, after before: FeatureForm,
    of all: FeatureForm
  ) {
    self.values = values
    fill = encoding.fill ?? 0
    offset = encoding.offset
    scale = encoding.scale
    element = before.numbers
    indicator = encoding.hasMissingIndicator ? all.numbers + before.ones : nil
    width = all.width
  }

  /// Writes some rows.
  @inline(__always)
  func write<Scalar: Real>(_ tile: borrowing RowTile<Scalar>) {
    values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return }
      if let run = tile.run {
        write(start + run.source, to: run.place + element, tile.count, tile.capacity)
      } else if let window = tile.window {
        write(start, window, tile)
      } else {
        for index in 0..<tile.count {
          tile.places[index][element] = Scalar(encoded(start[tile.sources[index]]))
        }
      }
      guard let indicator else { return }
      for index in 0..<tile.count {
        let isMissing = start[tile.sources[index]].isNaN
        tile.places[index][indicator] = isMissing ? 0 : -1
      }
    }
  }

  /// Rows that follow each other, in the table and in the output.
  @inline(__always)
  private func write<Scalar: Real>(
    _ source: UnsafePointer<Double>, to target: UnsafeMutablePointer<Scalar>, _ count: Int,
    _ capacity: Int
  ) {
    var cell = target
    var row = 0
    while row &+ 8 <= count {
      // The rows of the next tile but one.
      backdrop_prefetch(source + (row &+ 2 &* capacity))
      let eight = encoded(UnsafeRawPointer(source + row).loadUnaligned(as: SIMD8.self))
      for lane in 0..<8 {
        cell.pointee = Scalar(eight[lane])
        cell += width
      }
      row &+= 8
    }
    while row < count {
      cell.pointee = Scalar(encoded(source[row]))
      cell += width
      row &+= 1
    }
  }

  /// All rows of a window, eight at a time, and then those that are wanted to their places.
  @inline(__always)
  private func write<Scalar: Real>(
    _ start: UnsafePointer<Double>, _ window: Range<Int>, _ tile: borrowing RowTile<Scalar>
  ) {
    let first = start + window.lowerBound
    var row = 0
    while row &+ 8 <= window.count {
      backdrop_prefetch(first + (row &+ 2 &* tile.capacity))
      let eight = encoded(UnsafeRawPointer(first + row).loadUnaligned(as: SIMD8.self))
      for lane in 0..<8 { tile.room[row &+ lane] = Scalar(eight[lane]) }
      row &+= 8
    }
    while row < window.count {
      tile.room[row] = Scalar(encoded(first[row]))
      row &+= 1
    }
    for index in 0..<tile.count {
      tile.places[index][element] = tile.room[tile.sources[index] &- window.lowerBound]
    }
  }

  @inline(__always)
  private func encoded(_ value: Double) -> Double {
    ((value.isNaN ? fill : value) - offset) / scale
  }

  @inline(__always)
  private func encoded(_ eight: SIMD8<Double>) -> SIMD8<Double> {
    (eight.replacing(with: fill, where: eight .!= eight) - offset) / scale
  }
}
