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
  ///   - width: The features of a row.
  @inline(__always)
  func write<Scalar: Real>(_ tile: borrowing RowTile<Scalar>, _ width: Int) {
    switch source {
    case .numeric(let values, let fill, let offset, let scale, let hasIndicator):
      let encode = { (value: Double) in Scalar(((value.isNaN ? fill : value) - offset) / scale) }
      let encodeEight = { (eight: SIMD8<Double>) in
        (eight.replacing(with: fill, where: eight .!= eight) - offset) / scale
      }
      values.withUnsafeBufferPointer { values in
        guard let start = values.baseAddress else { return }
        if let run = tile.run {
          var cell = run.place + feature
          var row = run.source
          let end = row + tile.count
          while row &+ 8 <= end {
            // The rows of the next tile but one.
            backdrop_prefetch(start + (row &+ 2 &* tile.capacity))
            let eight = encodeEight(UnsafeRawPointer(start + row).loadUnaligned(as: SIMD8.self))
            for lane in 0..<8 {
              cell.pointee = Scalar(eight[lane])
              cell += width
            }
            row &+= 8
          }
          while row < end {
            cell.pointee = encode(start[row])
            cell += width
            row &+= 1
          }
        } else if let window = tile.window {
          // All rows of the window, eight at a time, then those that are wanted to their places.
          let first = start + window.lowerBound
          var row = 0
          while row &+ 8 <= window.count {
            backdrop_prefetch(first + (row &+ 2 &* tile.capacity))
            let eight = encodeEight(UnsafeRawPointer(first + row).loadUnaligned(as: SIMD8.self))
            for lane in 0..<8 { tile.room[row &+ lane] = Scalar(eight[lane]) }
            row &+= 8
          }
          while row < window.count {
            tile.room[row] = encode(first[row])
            row &+= 1
          }
          for index in 0..<tile.count {
            tile.places[index][feature] = tile.room[tile.sources[index] &- window.lowerBound]
          }
        } else {
          for index in 0..<tile.count {
            tile.places[index][feature] = encode(start[tile.sources[index]])
          }
        }
        guard hasIndicator else { return }
        for index in 0..<tile.count where start[tile.sources[index]].isNaN {
          tile.places[index][feature &+ 1] = 1
        }
      }
    case .categorical(let codes, let features):
      codes.withUnsafeBufferPointer { codes in
        guard let start = codes.baseAddress else { return }
        for index in 0..<tile.count {
          let source = start + tile.sources[index]
          backdrop_prefetch(source + 2 &* tile.capacity)
          let code = Int(source.pointee)
          let level = Int(features[code < 0 ? features.count - 1 : code])
          if level >= 0 { tile.places[index][feature &+ level] = 1 }
        }
      }
    }
  }
}
