/// A part of a gradient that is summed in each half of a block by itself.
struct HalvedUnit: Sendable {
  /// What is summed.
  let unit: GradientUnit
  /// The half whose sums are written to `BatchStep.gradients`; those of the other are added when the part is
  /// applied. If two share the work, it is the half of the member who applies it.
  let ownHalf: Int

  /// The parts that members apply, as few as possible where no more than two share the work.
  static func units(of parts: [GradientUnit], members: [Range<Int>]) -> [HalvedUnit] {
    if members.count > 2 { return parts.map { HalvedUnit(unit: $0, ownHalf: 0) } }
    return members.enumerated().flatMap { member, share in
      GradientUnit.joined(parts[share]).map { HalvedUnit(unit: $0, ownHalf: member) }
    }
  }
}
