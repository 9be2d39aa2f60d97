extension SIMD8<Float>: Lanes {
  @inlinable package static var count: Int { 8 }

  @inline(__always) package init(splat: Float) { self.init(repeating: splat) }

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
    Self(bits: bits & SIMD8<Int32>(repeating: .max))
  }

  @inline(__always) package func signed(like source: Self) -> Self {
    Self(bits: bits | (source.bits & SIMD8<Int32>(repeating: .min)))
  }

  @inline(__always) package var isZero: Bool { Self.isEvery(Self.bits(of: self .== 0)) }

  @inline(__always) package static func areInside(
    _ vectors: InlineArray<4, Self>, _ low: Self, _ high: Self
  ) -> Bool {
    var mask = SIMD8<Int32>(repeating: -1)
    for place in 0..<4 {
      mask &= bits(of: vectors[place] .> low) & bits(of: vectors[place] .< high)
    }
    return isEvery(mask)
  }

  @inline(__always) package static var integerShift: Self { Self(repeating: magic) }

  @inline(__always) package func powerOfTwo() -> Self {
    // The shift pushes all but n out; added to the bits of 1 it becomes the exponent.
    Self(bits: (bits &<< 23) &+ SIMD8<Int32>(repeating: 0x3f80_0000))
  }

  @inline(__always) package func scaled(byPowerOfTwo n: Self) -> Self {
    // In two steps, since 2ⁿ itself may be no normal number; only the second can round.
    let whole = n.integers
    let half = whole &>> 1
    let first = Self(bits: (half &+ SIMD8<Int32>(repeating: 127)) &<< 23)
    let second = Self(bits: (whole &- half &+ SIMD8<Int32>(repeating: 127)) &<< 23)
    return self * first * second
  }

  @inline(__always) package func splitExponent() -> (mantissa: Self, exponent: Self) {
    // Subtracting the bits of √½ first makes the exponent step at √½ · 2ⁿ.
    let base = SIMD8<Int32>(repeating: 0x3f35_04f3)
    let steps = (bits &- base) &>> 23
    let mantissa = Self(bits: bits &- (steps &<< 23))
    let exponent =
      Self(bits: steps &+ SIMD8<Int32>(repeating: Int32(bitPattern: Self.magic.bitPattern)))
      - Self(repeating: Self.magic)
    return (mantissa, exponent)
  }

  /// Near-minimax polynomial of degree 5; its error is below 1.5e-9.
  @inline(__always) package static func exponentialTail(_ r: Self) -> Self {
    // Estrin's order: fewer steps wait for each other than in Horner's.
    let square = r * r
    let low = Self(repeating: 0.50000000134658092)
      .addingProduct(Self(repeating: 0.166666666816232314), r)
    let middle = Self(repeating: 0.0416664649252859054)
      .addingProduct(Self(repeating: 0.00833331092548090083), r)
    let high = Self(repeating: 0.00139336499963092504)
      .addingProduct(Self(repeating: 0.000198909908246736538), r)
    return low.addingProduct(middle.addingProduct(high, square), square)
  }

  /// Near-minimax polynomial of degree 3; its error is below 1.2e-9.
  @inline(__always) package static func logarithmTail(_ square: Self) -> Self {
    var sum = Self(repeating: 0.233305819382418938)
    sum = Self(repeating: 0.285508165997115487).addingProduct(sum, square)
    sum = Self(repeating: 0.400001218769720015).addingProduct(sum, square)
    sum = Self(repeating: 0.666666665544516463).addingProduct(sum, square)
    return sum
  }

  /// Near-minimax polynomial of degree 3; x·C(x²) is off by less than 3.1e-10.
  @inline(__always) package static func centralLogisticFactor(_ square: Self) -> Self {
    var sum = Self(repeating: -0.00020049512386322021)
    sum = Self(repeating: 0.0020817380864173174).addingProduct(sum, square)
    sum = Self(repeating: -0.020833253860473633).addingProduct(sum, square)
    sum = Self(repeating: 0.25).addingProduct(sum, square)
    return sum
  }

  /// 1.5 · 2^23: adding it moves an integer below 2^22 into the lowest bits.
  private static var magic: Float { 0x1.8p23 }

  @inline(__always) private var bits: SIMD8<Int32> { unsafeBitCast(self, to: SIMD8<Int32>.self) }

  /// All ones in the lanes where a mask is true, else zero: that is how a mask is stored.
  @inline(__always) private static func bits(of mask: SIMDMask<SIMD8<Int32>>) -> SIMD8<Int32> {
    unsafeBitCast(mask, to: SIMD8<Int32>.self)
  }

  /// `other` where the mask is true. By bits, since `replacing(with:where:)` may be taken apart into
  /// lanes.
  @inline(__always) private func choosing(
    _ other: Self, where mask: SIMDMask<SIMD8<Int32>>
  ) -> Self {
    let chosen = Self.bits(of: mask)
    return Self(bits: (other.bits & chosen) | (bits & ~chosen))
  }

  @inline(__always) private static func isEvery(_ mask: SIMD8<Int32>) -> Bool {
    let words = unsafeBitCast(mask, to: SIMD4<Int64>.self)
    let half = words.lowHalf & words.highHalf
    return half.x & half.y == -1
  }

  @inline(__always) private init(bits: SIMD8<Int32>) { self = unsafeBitCast(bits, to: Self.self) }

  /// The integers that integral lanes below 2^22 hold.
  @inline(__always) private var integers: SIMD8<Int32> {
    (self + Self(repeating: Self.magic)).bits
      &- SIMD8<Int32>(repeating: Int32(bitPattern: Self.magic.bitPattern))
  }
}
