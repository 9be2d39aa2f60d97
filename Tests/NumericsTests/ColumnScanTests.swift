import Numerics
import Testing

struct ColumnScanTests {
  /// The same, one value after the other.
  private func naive(
    _ values: [Double], low: Double, high: Double, mean: Double, inverse: Double
  ) -> ColumnScan {
    var scan = ColumnScan()
    for value in values {
      if value.isNaN {
        scan.missing += 1
        continue
      }
      if value < low || value > high { scan.outOfRange += 1 }
      let deviation = (value - mean) * inverse
      let held = max(-ColumnScan.deviationLimit, min(ColumnScan.deviationLimit, deviation))
      scan.deviations += Int64((held / ColumnScan.deviationUnit).rounded(.toNearestOrEven))
    }
    return scan
  }

  @Test(arguments: [0, 1, 3, 4, 5, 504])
  func agreesWithPlainLoops(count: Int) {
    var random = RandomState(seed: UInt32(count))
    let values = (0..<count).map { index -> Double in
      switch index % 9 {
      case 3: .nan
      case 5: random.uniform(low: -1e9, high: 1e9)
      default: random.uniform(low: -4, high: 6)
      }
    }
    let found = values.withUnsafeBufferPointer {
      ColumnScan($0, low: -3, high: 5, mean: 1.25, inverse: 1 / 2.5)
    }
    #expect(found == naive(values, low: -3, high: 5, mean: 1.25, inverse: 1 / 2.5))
  }

  @Test func holdsInfinitiesWithinTheLimit() {
    let found = [Double.infinity, -.infinity, .infinity, 0, .infinity].withUnsafeBufferPointer {
      ColumnScan($0, low: 0, high: 0, mean: 0, inverse: 1)
    }
    #expect(found.outOfRange == 4 && found.missing == 0)
    #expect(
      Double(found.deviations) * ColumnScan.deviationUnit == 2 * ColumnScan.deviationLimit)
  }
}

struct RadixSortTests {
  @Test(arguments: [0, 1, 2, 2049, 50_000])
  func sortsLikeTheStandardLibrary(count: Int) {
    var random = RandomState(seed: 5)
    var narrow = (0..<count).map { _ in UInt32(random.uniform() * 4_294_967_295) }
    var wide = (0..<count).map { _ in UInt64(random.uniform() * 1.8e19) &+ UInt64(narrow.count) }
    let (sortedNarrow, sortedWide) = (narrow.sorted(), wide.sorted())
    RadixSort.sort(&narrow)
    RadixSort.sort(&wide)
    #expect(narrow == sortedNarrow && wide == sortedWide)
  }

  @Test func sortsKeysThatShareDigits() {
    var keys = (0..<5000).map { UInt32($0 % 7) << 22 | 3 }
    let sorted = keys.sorted()
    RadixSort.sort(&keys)
    #expect(keys == sorted)
  }
}
