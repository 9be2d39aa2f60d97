// Stand-in until the real Numerics is merged; never to be kept.
package protocol Real: BinaryFloatingPoint, Sendable {}
extension Float: Real {}
extension Double: Real {}

package struct Matrix<Scalar: Real>: Sendable {
  package let rows: Int
  package let columns: Int
  package var elements: [Scalar]
  package init(rows: Int, columns: Int, elements: [Scalar]) {
    precondition(elements.count == rows * columns)
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }
}

package struct RandomState: Sendable {
  private var state = [UInt32](repeating: 0, count: 624)
  private var position = 624
  package init(seed: UInt32) {
    state[0] = seed
    for i in 1..<624 {
      state[i] = 1_812_433_253 &* (state[i - 1] ^ (state[i - 1] >> 30)) &+ UInt32(i)
    }
  }
  private mutating func next() -> UInt32 {
    if position == 624 {
      for i in 0..<624 {
        let y = (state[i] & 0x8000_0000) | (state[(i + 1) % 624] & 0x7fff_ffff)
        state[i] = state[(i + 397) % 624] ^ (y >> 1) ^ (y & 1 == 0 ? 0 : 0x9908_b0df)
      }
      position = 0
    }
    var y = state[position]
    position += 1
    y ^= y >> 11
    y ^= (y << 7) & 0x9d2c_5680
    y ^= (y << 15) & 0xefc6_0000
    y ^= y >> 18
    return y
  }
  package mutating func permutation(_ n: Int) -> [Int] {
    var order = Array(0..<n)
    if n > 1 {
      for i in stride(from: n - 1, through: 1, by: -1) {
        let mask = UInt32.max >> UInt32(UInt32(i).leadingZeroBitCount)
        var j = next() & mask
        while j > UInt32(i) { j = next() & mask }
        order.swapAt(i, Int(j))
      }
    }
    return order
  }
}
