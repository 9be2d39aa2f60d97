import Numerics

/// A part of a layer's weights whose gradient one thread sums and applies; no result depends on the
/// cut, since each element is summed by itself.
struct GradientUnit: Sendable {
  /// The layer's index.
  let layer: Int
  /// Rows of the stored weights.
  let units: Range<Int>
  /// Columns of the stored weights, whole vectors.
  let columns: Range<Int>

  /// Whether the layer's biases are summed and applied along with this part.
  var withBiases: Bool { columns.lowerBound == 0 && units.lowerBound == 0 }

  /// Multiply-adds for each row of the batch.
  var cost: Int { units.count * columns.count }

  /// Cuts all layers into parts of 12 units and 16 vectors at most, in a fixed order.
  static func cut<Scalar: Real>(_ layout: ParameterLayout, of _: Scalar.Type) -> [GradientUnit] {
    var parts: [GradientUnit] = []
    let vector = Scalar.lanes
    for whole in layers(layout, of: Scalar.self) {
      let columnStep = min(whole.columns.count, 16 * vector)
      let unitStep = min(whole.units.count, 12)
      for column in stride(from: 0, to: whole.columns.count, by: columnStep) {
        for unit in stride(from: 0, to: whole.units.count, by: unitStep) {
          parts.append(
            GradientUnit(
              layer: whole.layer, units: unit..<min(unit + unitStep, whole.units.count),
              columns: column..<min(column + columnStep, whole.columns.count)))
        }
      }
    }
    return parts
  }

  /// All layers, none of them cut.
  static func layers<Scalar: Real>(
    _ layout: ParameterLayout, of _: Scalar.Type
  ) -> [GradientUnit] {
    let vector = Scalar.lanes
    return layout.slots.enumerated().map { index, slot in
      GradientUnit(
        layer: index, units: 0..<slot.fanOut,
        columns: 0..<(slot.fanIn + vector - 1) / vector * vector)
    }
  }

  /// Joins parts that follow each other and together are one rectangle of a layer.
  static func joined(_ parts: ArraySlice<GradientUnit>) -> [GradientUnit] {
    var result: [GradientUnit] = []
    for part in parts {
      if let last = result.last, last.layer == part.layer, last.columns == part.columns,
        last.units.upperBound == part.units.lowerBound
      {
        result[result.count - 1] = GradientUnit(
          layer: part.layer, units: last.units.lowerBound..<part.units.upperBound,
          columns: part.columns)
      } else {
        result.append(part)
      }
    }
    return result
  }

  /// A member's share of so many pieces of work.
  static func share(of count: Int, member: Int, members: Int) -> Range<Int> {
    count * member / members..<count * (member + 1) / members
  }

  /// Where each of `members` threads begins and ends in `parts`, by cost.
  static func shares(_ parts: [GradientUnit], members: Int) -> [Range<Int>] {
    let total = parts.reduce(0) { $0 + $1.cost }
    var bounds = [0]
    var sum = 0
    for (index, part) in parts.enumerated() {
      // The part goes to the member in whose share its middle lies.
      let middle = sum + part.cost / 2
      while bounds.count < members, middle * members >= total * bounds.count {
        bounds.append(index)
      }
      sum += part.cost
    }
    while bounds.count <= members { bounds.append(parts.count) }
    return (0..<members).map { bounds[$0]..<bounds[$0 + 1] }
  }
}
