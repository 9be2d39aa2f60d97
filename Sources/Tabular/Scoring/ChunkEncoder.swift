package import Numerics

/// Turns the rows of a lane into features, as `FeatureEncoder.encode` does with a table's, and lays
/// them out as the kernels take them.
///
/// It reads the lane's columns where they are, and remembers which text means which feature.
package final class ChunkEncoder {
  private enum Source {
    case numeric(NumericEncoding)
    /// The feature of each code, relative to the column's first; −1 for none.
    case categorical(CategoricalEncoding, features: [Int32], missing: Int32)
  }

  /// How many features a row has.
  package let width: Int
  private var sources: [(feature: Int, source: Source)]
  private let needsZeros: Bool
  private var generation = 0

  /// Prepares to encode.
  package init(_ encoder: FeatureEncoder) {
    var feature = 0
    sources = encoder.columns.map { column in
      defer { feature += column.width }
      switch column {
      case .numeric(let encoding): return (feature, .numeric(encoding))
      case .categorical(let encoding):
        let missing = encoding.features(for: [])[0]
        return (feature, .categorical(encoding, features: [], missing: missing))
      }
    }
    width = feature
    // Of a single numeric feature every cell is written.
    needsZeros = !encoder.columns.allSatisfy {
      if case .numeric(let encoding) = $0 { !encoding.hasMissingIndicator } else { false }
    }
  }

  /// Numbers that the rows of a lane take at most.
  package func size<Scalar: Real>(of lane: ScoringLane, as type: Scalar.Type) -> Int {
    PanelShape.panels(lane.capacity, of: type) * Scalar.lanes * width
  }

  /// Encodes all rows.
  ///
  /// - Parameter output: panels of `width` units, as `PanelShape` says; overwritten, but for what
  ///   follows the last row in its panel.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  package func encode<Scalar: Real>(_ lane: ScoringLane, into output: UnsafeMutablePointer<Scalar>)
  {
    if needsZeros {
      let panels = PanelShape.panels(lane.rows, of: Scalar.self)
      output.update(repeating: 0, count: panels * Scalar.lanes * width)
    }
    if generation != lane.generation { forgetTexts() }
    generation = lane.generation
    for column in sources.indices {
      let plan = lane.chunk.plans[column]
      let target = output + sources[column].feature * Scalar.lanes
      switch sources[column].source {
      case .numeric(let encoding):
        write(lane.chunk.numbers(plan.numberSlot), encoding, to: target)
      case .categorical:
        let texts = lane.chunk.dictionaries[plan.textSlot]
        write(lane.chunk.codes(plan.textSlot), features(column, texts), to: target)
      }
    }
  }

  @inline(__always)
  private func write<Scalar: Real>(
    _ values: UnsafeBufferPointer<Double>, _ encoding: NumericEncoding,
    to target: UnsafeMutablePointer<Scalar>
  ) {
    let (fill, offset, scale) = (encoding.fill ?? 0, encoding.offset, encoding.scale)
    guard let source = values.baseAddress else { return }
    let lanes = Scalar.lanes
    let whole = values.count / lanes
    for panel in 0..<whole {
      let (from, to) = (source + panel &* lanes, target + panel &* width &* lanes)
      for lane in 0..<lanes {
        let known = from[lane].isNaN ? fill : from[lane]
        to[lane] = Scalar((known - offset) / scale)
      }
    }
    for row in whole * lanes..<values.count {
      let known = source[row].isNaN ? fill : source[row]
      target[place(row, lanes)] = Scalar((known - offset) / scale)
    }
    guard encoding.hasMissingIndicator else { return }
    for row in values.indices where values[row].isNaN {
      target[place(row, lanes) + lanes] = 1
    }
  }

  /// Where a row's value of the first feature stands.
  @inline(__always)
  private func place(_ row: Int, _ lanes: Int) -> Int {
    row / lanes &* lanes &* width &+ row % lanes
  }

  @inline(__always)
  private func write<Scalar: Real>(
    _ codes: UnsafeBufferPointer<Int32>, _ features: (known: [Int32], missing: Int32),
    to target: UnsafeMutablePointer<Scalar>
  ) {
    let lanes = Scalar.lanes
    features.known.withUnsafeBufferPointer { known in
      for row in codes.indices {
        let code = Int(codes[row])
        let feature = code < 0 ? features.missing : known[code]
        if feature >= 0 { target[place(row, lanes) + Int(feature) * lanes] = 1 }
      }
    }
  }

  /// The features of all codes of a column, with those of new texts.
  private func features(_ column: Int, _ texts: TextDictionary) -> (known: [Int32], missing: Int32)
  {
    guard case .categorical(let encoding, var features, let missing) = sources[column].source else {
      preconditionFailure("column \(column) is not categorical")
    }
    if features.count < texts.count {
      let new = (features.count..<texts.count).map(texts.text)
      features += encoding.features(for: new).dropLast()
      sources[column].source = .categorical(encoding, features: features, missing: missing)
    }
    return (features, missing)
  }

  private func forgetTexts() {
    for column in sources.indices {
      guard case .categorical(let encoding, _, let missing) = sources[column].source else {
        continue
      }
      sources[column].source = .categorical(encoding, features: [], missing: missing)
    }
  }
}
