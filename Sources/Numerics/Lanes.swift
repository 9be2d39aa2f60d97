/// One 32-byte vector of real numbers: 8 of Float, 4 of Double.
///
/// The kernels are written once over this protocol and specialised to both types. Each operation
/// is IEEE 754's, lane by lane, so a result does not depend on how wide the processor's registers
/// are. Comparisons with NaN are false.
package protocol Lanes: BitwiseCopyable, Sendable {
  /// The type of one lane.
  associatedtype Scalar: Real where Scalar.Vector == Self
  /// Number of lanes.
  static var count: Int { get }
  /// Puts the same value into every lane.
  init(splat: Scalar)
  /// The value of one lane.
  subscript(lane: Int) -> Scalar { get set }
  /// The sum, rounded once.
  func plus(_ other: Self) -> Self
  /// The difference, rounded once.
  func minus(_ other: Self) -> Self
  /// The product, rounded once.
  func times(_ other: Self) -> Self
  /// The quotient, rounded once.
  func over(_ other: Self) -> Self
  /// `self + a * b`, rounded once.
  func adding(_ a: Self, times b: Self) -> Self
  /// The square root, rounded once.
  func root() -> Self
  /// `other` where it is greater than `self`, else `self`.
  func atLeast(_ other: Self) -> Self
  /// `other` where it is less than `self`, else `self`.
  func atMost(_ other: Self) -> Self
  /// `choice` in the lanes where `value` is less than `limit`, else `self`.
  func replaced(by choice: Self, where value: Self, isBelow limit: Self) -> Self
  /// The absolute value.
  func magnitude() -> Self
  /// `self`, which must not be negative, with the sign of `source`.
  func signed(like source: Self) -> Self
  /// Whether every lane is zero.
  var isZero: Bool { get }
  /// Whether every lane lies strictly between two limits; NaN does not.
  static func areInside(_ vectors: InlineArray<4, Self>, _ low: Self, _ high: Self) -> Bool
  /// What rounds a number to an integer n when added to it, and so leaves n in the lowest bits.
  ///
  /// 1.5 · 2²³ or 1.5 · 2⁵²; for magnitudes below 2²².
  static var integerShift: Self { get }
  /// 2ⁿ of n + `integerShift`, where the power is a normal number.
  func powerOfTwo() -> Self
  /// `self · 2ⁿ`, rounded once even where the result is subnormal, for an integral `n`.
  func scaled(byPowerOfTwo n: Self) -> Self
  /// Splits a positive normal number into m · 2ⁿ with m in [√½, √2).
  func splitExponent() -> (mantissa: Self, exponent: Self)
  /// q of expm1(r) = r + r²·q(r) for |r| ≤ ½ ln 2.
  static func exponentialTail(_ r: Self) -> Self
  /// T of log((1 + s) / (1 − s)) = 2s + s·s²·T(s²) for |s| ≤ (√2 − 1) / (√2 + 1).
  static func logarithmTail(_ square: Self) -> Self
  /// C of 1 / (1 + e⁻ˣ) = ½ + x·C(x²) for |x| ≤ ½.
  static func centralLogisticFactor(_ square: Self) -> Self
  /// X·W + b by the wide kernels.
  static func wideForward(
    _ layer: DenseLayer<Scalar>, inputs: UnsafePointer<Self>, outputs: UnsafeMutablePointer<Self>,
    panels: Int)
  /// δ·Wᵀ by the wide kernels.
  static func wideBackward(
    _ layer: DenseLayer<Scalar>, deltas: UnsafePointer<Self>, outputs: UnsafeMutablePointer<Self>,
    panels: Int)
  /// A part of a weight gradient by the wide kernels.
  static func wideGradient(
    _ gradient: LayerGradient<Scalar>, units: Range<Int>, columns: Range<Int>, continuing: Bool)
  /// Replaces vectors by a function's values, and returns how many; stops before a pair that needs
  /// `logistic` as a whole.
  static func wideMap(
    _ values: UnsafeMutablePointer<Self>, count: Int, _ function: WideFunction
  ) -> Int
}

extension Lanes {
  /// The lanes' sum: neighbours first, then neighbouring pairs, then the halves.
  @inline(__always) func laneSum() -> Scalar {
    if Self.count == 4 { return (self[0] + self[1]) + (self[2] + self[3]) }
    let low = (self[0] + self[1]) + (self[2] + self[3])
    let high = (self[4] + self[5]) + (self[6] + self[7])
    return low + high
  }
}
