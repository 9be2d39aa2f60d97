/// The register-sized micro-kernels of the matrix products.
///
/// A tile holds `height` × `width` vectors. Every element is summed over the inner index in order,
/// by fused multiply-add, so neither the blocking nor the width of registers changes a bit. With 6
/// × 2 vectors twelve sums, two operands and a broadcast fill the 16 registers of AVX2.
enum Tile<V: Lanes, let height: Int, let width: Int> {
  typealias Sums = InlineArray<height, InlineArray<width, V>>

  /// Sums of broadcast scalars times vectors over `count` steps, started from `sums`.
  ///
  /// - Parameters:
  ///   - vectors: the vector of step i and column c is at `i * vectorStep + c * vectorColumn`.
  ///   - scalars: the scalar of step i and row r is at `i * scalarStep + r * scalarRow`.
  @inline(__always) static func multiply(
    _ sums: inout Sums, count: Int,
    vectors: UnsafePointer<V>, vectorStep: Int, vectorColumn: Int,
    scalars: UnsafePointer<V.Scalar>, scalarStep: Int, scalarRow: Int
  ) {
    var step = 0
    while step < count {
      var operands = InlineArray<width, V>(repeating: vectors[step &* vectorStep])
      for column in 0..<width {
        operands[column] = vectors[step &* vectorStep &+ column &* vectorColumn]
      }
      for row in 0..<height {
        let factor = V(splat: scalars[step &* scalarStep &+ row &* scalarRow])
        for column in 0..<width {
          sums[row][column] = sums[row][column].adding(factor, times: operands[column])
        }
      }
      step &+= 1
    }
  }

  /// Reads the sums that an earlier block left: row r and column c at `r * rowStep + c *
  /// columnStep`.
  @inline(__always) static func load(
    _ source: UnsafePointer<V>, rowStep: Int, columnStep: Int
  ) -> Sums {
    var sums = Sums(repeating: InlineArray(repeating: source[0]))
    for row in 0..<height {
      for column in 0..<width {
        sums[row][column] = source[row &* rowStep &+ column &* columnStep]
      }
    }
    return sums
  }

  /// Starts every sum of a row from that row's scalar.
  @inline(__always) static func broadcast(_ scalars: UnsafePointer<V.Scalar>) -> Sums {
    var sums = Sums(repeating: InlineArray(repeating: V(splat: 0)))
    for row in 0..<height {
      let start = V(splat: scalars[row])
      for column in 0..<width { sums[row][column] = start }
    }
    return sums
  }

  /// Writes the sums: row r and column c at `r * rowStep + c * columnStep`.
  @inline(__always) static func store(
    _ sums: Sums, to target: UnsafeMutablePointer<V>, rowStep: Int, columnStep: Int
  ) {
    for row in 0..<height {
      for column in 0..<width {
        target[row &* rowStep &+ column &* columnStep] = sums[row][column]
      }
    }
  }
}
