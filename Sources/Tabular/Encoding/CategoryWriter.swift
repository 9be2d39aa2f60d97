import CFastFloat
import Numerics

/// Writes which feature of one categorical column of one table is 1.
struct CategoryWriter {
  private let codes: [Int32]
  /// The feature of each code, and then that of a missing value; −1 for none.
  private let features: [Double]
  /// Which of a row's elements it is.
  private let element: Int

  /// Prepares to write a column whose features follow others.
  ///
  /// - Parameters:
  ///   - before: The features of the columns before.
  ///   - all: Those of all columns.
  init(
    _ codes: [Int32], _ levels: [String], _ encoding: CategoricalEncoding,
    after before: FeatureForm, of all: FeatureForm
  ) {
    self.codes = codes
    features = encoding.features(for: levels).map { Double($0) }
    element = all.numbers + before.ones
  }

  /// Writes some rows.
  @inline(__always)
  func write<Scalar: Real>(_ tile: borrowing RowTile<Scalar>) {
    codes.withUnsafeBufferPointer { codes in
      features.withUnsafeBufferPointer { features in
        guard let start = codes.baseAddress else { return }
        let missing = features.count &- 1
        for index in 0..<tile.count {
          let source = start + tile.sources[index]
          backdrop_prefetch(source + 2 &* tile.capacity)
          let code = Int(source.pointee)
          tile.places[index][element] = Scalar(features[code < 0 ? missing : code])
        }
      }
    }
  }
}
