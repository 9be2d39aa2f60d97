/// A part of a gradient that is summed in the halves of a block.
struct HalvedUnit: Sendable {
  /// What is summed.
  let unit: GradientUnit
  /// The half whose sums lie with the gradient, where the sums of the other are added to them: that of the member
  /// who applies the part, if two share the work.
  let ownHalf: Int

  /// The parts that members apply, as few as possible where no more than two share the work.
  static func units(of parts: [GradientUnit], members: [Range<Int>]) -> [HalvedUnit] {
    if members.count > 2 { return parts.map { HalvedUnit(unit: $0, ownHalf: 0) } }
    return members.enumerated().flatMap { member, share in
      GradientUnit.joined(parts[share]).map { HalvedUnit(unit: $0, ownHalf: member) }
    }
  }
}
