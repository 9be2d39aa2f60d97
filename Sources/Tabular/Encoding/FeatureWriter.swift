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

  /// Writes some rows.
  ///
  /// - Parameters:
  ///   - part: The rows of the output.
  ///   - rows: The row of the table for each row of the output; nil when they are the same.
  ///   - output: [rows × width], row-major.
  @inline(__always)
  func write<Scalar: Real>(
    _ part: Range<Int>, _ rows: [Int]?, _ output: UnsafeMutablePointer<Scalar>, _ width: Int
  ) {
    switch source {
    case .numeric(let values, let fill, let offset, let scale, let hasIndicator):
      values.withUnsafeBufferPointer { values in
        for index in part {
          let value = values[rows?[index] ?? index]
          let known = value.isNaN ? fill : value
          output[index * width + feature] = Scalar((known - offset) / scale)
        }
        guard hasIndicator else { return }
        for index in part where values[rows?[index] ?? index].isNaN {
          output[index * width + feature + 1] = 1
        }
      }
    case .categorical(let codes, let features):
      codes.withUnsafeBufferPointer { codes in
        for index in part {
          let code = Int(codes[rows?[index] ?? index])
          let level = features[code < 0 ? features.count - 1 : code]
          if level >= 0 { output[index * width + feature + Int(level)] = 1 }
        }
      }
    }
  }
}
