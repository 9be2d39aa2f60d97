extension SIMD4<Double>: Lanes {
  @inlinable package static var count: Int { 4 }

  @inline(__always) package init(splat: Double) { self.init(repeating: splat) }

  @inline(__always) package func plus(_ other: Self) -> Self { self + other }

  @inline(__always) package func minus(_ other: Self) -> Self { self - other }

  @inline(__always) package func times(_ other: Self) -> Self { self * other }

  @inline(__always) package func over(_ other: Self) -> Self { self / other }

  @inline(__always) package func adding(_ a: Self, times b: Self) -> Self {
    addingProduct(a, b)
  }

  @inline(__always) package func root() -> Self { squareRoot() }

  @inline(__always) package func atLeast(_ other: Self) -> Self {
    choosing(other, where: other .> self)
  }

  @inline(__always) package func atMost(_ other: Self) -> Self {
    choosing(other, where: other .< self)
  }

  @inline(__always) package func replaced(
    by choice: Self, where value: Self, isBelow limit: Self
  ) -> Self {
    choosing(choice, where: value .< limit)
  }

  @inline(__always) package func magnitude() -> Self {
    Self(bits: bits & SIMD4<Int64>(repeating: .max))
  }

  @inline(__always) package func signed(like source: Self) -> Self {
    Self(bits: bits | (source.bits & SIMD4<Int64>(repeating: .min)))
  }

  @inline(__always) package var isZero: Bool { Self.isEvery(Self.bits(of: self .== 0)) }

  @inline(__always) package static func areInside(
    _ vectors: InlineArray<4, Self>, _ low: Self, _ high: Self
  ) -> Bool {
    var mask = SIMD4<Int64>(repeating: -1)
    for place in 0..<4 {
      mask &= bits(of: vectors[place] .> low) & bits(of: vectors[place] .< high)
    }
    return isEvery(mask)
  }

  @inline(__always) package static var integerShift: Self { Self(repeating: magic) }

  @inline(__always) package func powerOfTwo() -> Self {
    // The shift pushes all but n out; added to the bits of 1 it becomes the exponent.
    Self(bits: (bits &<< 52) &+ SIMD4<Int64>(repeating: 0x3ff0_0000_0000_0000))
  }

  @inline(__always) package func scaled(byPowerOfTwo n: Self) -> Self {
    // In two steps, since 2ⁿ itself may be no normal number; only the second can round.
    let whole = n.integers
    let half = whole &>> 1
    let first = Self(bits: (half &+ SIMD4<Int64>(repeating: 1023)) &<< 52)
    let second = Self(bits: (whole &- half &+ SIMD4<Int64>(repeating: 1023)) &<< 52)
    return self * first * second
  }

  @inline(__always) package func splitExponent() -> (mantissa: Self, exponent: Self) {
    // Subtracting the bits of √½ first makes the exponent step at √½ · 2ⁿ.
    let base = SIMD4<Int64>(repeating: 0x3fe6_a09e_667f_3bcd)
    let steps = (bits &- base) &>> 52
    let mantissa = Self(bits: bits &- (steps &<< 52))
    let exponent =
      Self(bits: steps &+ SIMD4<Int64>(repeating: Int64(bitPattern: Self.magic.bitPattern)))
      - Self(repeating: Self.magic)
    return (mantissa, exponent)
  }

  /// Near-minimax polynomial of degree 10; its error is below 1.4e-18.
  @inline(__always) package static func exponentialTail(_ r: Self) -> Self {
    // Estrin's order: fewer steps wait for each other than in Horner's.
    let square = r * r
    let fourth = square * square
    let c0 = Self(repeating: 0.5).addingProduct(Self(repeating: 0.16666666666666671), r)
    let c2 = Self(repeating: 0.0416666666666666698).addingProduct(
      Self(repeating: 0.00833333333332613513), r)
    let c4 = Self(repeating: 0.00138888888888837483).addingProduct(
      Self(repeating: 0.000198412698748206253), r)
    let c6 = Self(repeating: 0.0000248015873255477412).addingProduct(
      Self(repeating: 2.75572554002064244e-6), r)
    let c8 = Self(repeating: 2.75572736431102953e-7).addingProduct(
      Self(repeating: 2.51052170047207452e-8), r)
    let last = c8.addingProduct(Self(repeating: 2.09146869680868772e-9), square)
    let low = c0.addingProduct(c2, square)
    let high = c4.addingProduct(c6, square).addingProduct(last, fourth)
    return low.addingProduct(high, fourth)
  }

  /// Near-minimax polynomial of degree 7; its error is below 2.1e-18.
  @inline(__always) package static func logarithmTail(_ square: Self) -> Self {
    var sum = Self(repeating: 0.130867670099481737)
    sum = Self(repeating: 0.132687596685606127).addingProduct(sum, square)
    sum = Self(repeating: 0.153862402058134779).addingProduct(sum, square)
    sum = Self(repeating: 0.181817956308847532).addingProduct(sum, square)
    sum = Self(repeating: 0.222222223918004693).addingProduct(sum, square)
    sum = Self(repeating: 0.2857142857080323).addingProduct(sum, square)
    sum = Self(repeating: 0.400000000000008776).addingProduct(sum, square)
    sum = Self(repeating: 0.666666666666666665).addingProduct(sum, square)
    return sum
  }

  /// Near-minimax polynomial of degree 7; x·C(x²) is off by less than 4.8e-19.
  @inline(__always) package static func centralLogisticFactor(_ square: Self) -> Self {
    var sum = Self(repeating: -2.0092625461027966e-08)
    sum = Self(repeating: 2.184009397278319e-07).addingProduct(sum, square)
    sum = Self(repeating: -2.163698765420926e-06).addingProduct(sum, square)
    sum = Self(repeating: 2.1356901755486787e-05).addingProduct(sum, square)
    sum = Self(repeating: -0.00021081349075401424).addingProduct(sum, square)
    sum = Self(repeating: 0.0020833333332924884).addingProduct(sum, square)
    sum = Self(repeating: -0.020833333333332846).addingProduct(sum, square)
    sum = Self(repeating: 0.25).addingProduct(sum, square)
    return sum
  }

  /// 1.5 · 2^52: adding it moves an integer below 2^51 into the lowest bits.
  private static var magic: Double { 0x1.8p52 }

  @inline(__always) private var bits: SIMD4<Int64> { unsafeBitCast(self, to: SIMD4<Int64>.self) }

  /// All ones in the lanes where a mask is true, else zero: that is how a mask is stored.
  @inline(__always) private static func bits(of mask: SIMDMask<SIMD4<Int64>>) -> SIMD4<Int64> {
    unsafeBitCast(mask, to: SIMD4<Int64>.self)
  }

  /// `other` where the mask is true. By bits, since `replacing(with:where:)` may be taken apart into
  /// lanes.
  @inline(__always) private func choosing(
    _ other: Self, where mask: SIMDMask<SIMD4<Int64>>
  ) -> Self {
    let chosen = Self.bits(of: mask)
    return Self(bits: (other.bits & chosen) | (bits & ~chosen))
  }

  @inline(__always) private static func isEvery(_ mask: SIMD4<Int64>) -> Bool {
    let half = mask.lowHalf & mask.highHalf
    return half.x & half.y == -1
  }

  @inline(__always) private init(bits: SIMD4<Int64>) { self = unsafeBitCast(bits, to: Self.self) }

  /// The integers that integral lanes below 2^51 hold.
  @inline(__always) private var integers: SIMD4<Int64> {
    (self + Self(repeating: Self.magic)).bits
      &- SIMD4<Int64>(repeating: Int64(bitPattern: Self.magic.bitPattern))
  }
}
