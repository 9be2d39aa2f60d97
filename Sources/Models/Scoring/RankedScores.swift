import Numerics

/// The probabilities of one class with what the rows are, for metrics that depend on their order.
///
/// Exact as long as the keys fit into `keyBytes`: each is a probability's bits, which order like
/// the probabilities, and a bit that says whether the row is of the class. Beyond that, rows are
/// counted in buckets: probabilities of one bucket then count as equal.
struct RankedScores: Sendable {
  /// Rows with one probability.
  struct Group {
    let score: Double
    let positives: Int
    let negatives: Int
  }

  /// Rows of the class, and other rows.
  private(set) var positives = 0
  private(set) var negatives = 0
  /// Whether rows had to be counted in buckets.
  var isRounded: Bool { buckets != nil }

  private let keyBytes: Int
  private var narrow: [UInt32] = []
  private var wide: [UInt64] = []
  private var buckets: ScoreBuckets?

  /// Starts with no rows.
  ///
  /// - Parameter classes: how many of these there are, which share the memory.
  init(classes: Int = 1) {
    keyBytes = Self.allKeyBytes / classes
  }

  /// Bytes of keys that all classes have together: 4 million rows of a float32 model of two classes.
  static let allKeyBytes = 16 << 20

  /// Adds a row.
  @inline(__always)
  mutating func add<Scalar: Real>(_ score: Scalar, isPositive: Bool) {
    if isPositive { positives += 1 } else { negatives += 1 }
    // −0 would sort behind 1.
    let label: UInt64 = isPositive ? 1 : 0
    if buckets != nil {
      buckets?.add(Float(score), isPositive: isPositive, count: 1)
    } else if let score = score as? Float {
      narrow.append((score == 0 ? 0 : score.bitPattern) << 1 | UInt32(label))
      if narrow.count * 4 >= keyBytes { round() }
    } else {
      let score = Double(score)
      wide.append((score == 0 ? 0 : score.bitPattern) << 1 | label)
      if wide.count * 8 >= keyBytes { round() }
    }
  }

  /// The area under the ROC curve, and the average precision.
  ///
  /// The area is the share of pairs of a row of the class and another one in which the first has
  /// the larger probability; equal ones count half; nil unless there are rows of both kinds. Source:
  /// Mann and Whitney 1947. The average precision is Σ (recallₙ − recallₙ₋₁) · precisionₙ over the
  /// thresholds, 0 without rows of the class. Source: scikit-learn, `average_precision_score`.
  /// - Complexity: one sort of the keys.
  func summary() -> (area: Double?, averagePrecision: Double) {
    var twice: Int128 = 0
    var sum = 0.0
    var found = 0
    var passed = 0
    forEachGroup { group in
      twice += Int128(group.negatives) * Int128(2 * found + group.positives)
      found += group.positives
      passed += group.positives + group.negatives
      if group.positives > 0 {
        sum += Double(group.positives) / Double(positives) * (Double(found) / Double(passed))
      }
    }
    guard positives > 0, negatives > 0 else { return (nil, sum) }
    return (Double(twice) / 2 / Double(positives) / Double(negatives), sum)
  }

  /// Calls `body` with the rows of each probability, from the largest one down.
  func forEachGroup(_ body: (Group) -> Void) {
    if let buckets { return buckets.forEachGroup(body) }
    if wide.isEmpty {
      Self.forEachGroup(narrow, score: { Double(Float(bitPattern: $0)) }, body)
    } else {
      Self.forEachGroup(wide, score: { Double(bitPattern: $0) }, body)
    }
  }

  private static func forEachGroup<Key: FixedWidthInteger & UnsignedInteger>(
    _ keys: [Key], score: (Key) -> Double, _ body: (Group) -> Void
  ) {
    var keys = keys
    RadixSort.sort(&keys)
    var end = keys.count
    while end > 0 {
      let bits = keys[end - 1] >> 1
      var start = end
      var positives = 0
      while start > 0, keys[start - 1] >> 1 == bits {
        start -= 1
        positives += Int(keys[start] & 1)
      }
      body(Group(score: score(bits), positives: positives, negatives: end - start - positives))
      end = start
    }
  }

  /// Goes over from keys to buckets.
  private mutating func round() {
    var buckets = ScoreBuckets(keyBytes: keyBytes)
    forEachGroup { group in
      buckets.add(Float(group.score), isPositive: true, count: UInt64(group.positives))
      buckets.add(Float(group.score), isPositive: false, count: UInt64(group.negatives))
    }
    narrow = []
    wide = []
    self.buckets = buckets
  }
}

/// Counts of rows by a probability that is rounded so that its distance from 0 or 1, whichever is
/// nearer, keeps the same relative precision: 2⁻¹⁵ for two classes.
private struct ScoreBuckets: Sendable {
  /// Distances below 2⁻³³ count as equal; the range above has 32 powers of two.
  private static let smallest: Float = 0x1p-33

  private let mantissaBits: Int
  private var positives: [UInt64]
  private var negatives: [UInt64]

  init(keyBytes: Int) {
    // As much memory as the keys and their sorting took.
    let count = max(1 << 10, keyBytes / 8)
    mantissaBits = Int.bitWidth - 1 - count.leadingZeroBitCount - 6
    positives = Array(repeating: 0, count: 1 << (mantissaBits + 6))
    negatives = positives
  }

  mutating func add(_ score: Float, isPositive: Bool, count: UInt64) {
    let index = index(of: score)
    if isPositive { positives[index] += count } else { negatives[index] += count }
  }

  func forEachGroup(_ body: (RankedScores.Group) -> Void) {
    for index in positives.indices.reversed() where positives[index] + negatives[index] > 0 {
      body(
        RankedScores.Group(
          score: Double(score(at: index)), positives: Int(positives[index]),
          negatives: Int(negatives[index])))
    }
  }

  private func index(of score: Float) -> Int {
    let isUpper = score > 0.5
    let distance = isUpper ? 1 - score : score
    let last = (1 << (mantissaBits + 5)) - 1
    let steps = Int(distance.bitPattern) - Int(Self.smallest.bitPattern)
    let index = min(last, max(0, steps >> (23 - mantissaBits)))
    return isUpper ? positives.count - 1 - index : index
  }

  /// The smallest probability of a bucket of the lower half, the largest of one of the upper half.
  private func score(at index: Int) -> Float {
    let isUpper = index >= positives.count / 2
    let lower = isUpper ? positives.count - 1 - index : index
    let bits = Int(Self.smallest.bitPattern) + lower << (23 - mantissaBits)
    let distance = Float(bitPattern: UInt32(bits))
    return isUpper ? 1 - distance : distance
  }
}
