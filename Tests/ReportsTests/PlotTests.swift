import Reports
import Testing

struct PlotTests {
  static let linear: [(Double, Double, Int, [String])] = [
    (0, 1, 6, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]), (0, 10, 3, ["0", "5", "10"]),
    (-3, 7, 6, ["-2", "0", "2", "4", "6"]),
    (0.6925, 0.6932, 4, ["0.6926", "0.6928", "0.6930", "0.6932"]),
    (0, 2_500_000, 4, ["0", "10⁶", "2×10⁶"]), (0, 0.00002, 3, ["0", "10⁻⁵", "2×10⁻⁵"]),
    (123, 123.5, 2, ["123.0", "123.5"]),
  ]

  @Test(arguments: linear)
  func labelsRoundValues(low: Double, high: Double, count: Int, labels: [String]) {
    let scale = PlotScale(low, high)
    #expect(TickText.labels(scale.ticks(atMost: count), scale, .number) == labels)
  }

  static let logarithmic: [(Double, Double, Int, [String])] = [
    (0.0001, 1, 6, ["0.0001", "0.001", "0.01", "0.1", "1"]),
    (0.0009, 0.11, 8, ["0.001", "0.002", "0.005", "0.01", "0.02", "0.05", "0.1"]),
    (0.0009, 0.11, 5, ["0.001", "0.003", "0.01", "0.03", "0.1"]),
    (1e-12, 1, 5, ["10⁻¹²", "10⁻⁹", "10⁻⁶", "10⁻³", "1"]),
  ]

  @Test(arguments: logarithmic)
  func labelsPowersOfTen(low: Double, high: Double, count: Int, labels: [String]) {
    let scale = PlotScale(low, high, .logarithmic)
    #expect(TickText.labels(scale.ticks(atMost: count), scale, .number) == labels)
  }

  /// Scales of every size, drawn with a fixed generator.
  @Test func ticksLieInOrderOnTheScaleAndAreNeverTooMany() {
    var state: UInt64 = 42
    func random() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }
    for _ in 0..<2000 {
      var size = 1.0
      for _ in 0..<Int(random() * 30) { size *= random() < 0.5 ? 0.1 : 10 }
      let isLog = random() < 0.5
      let low = isLog ? size : (random() - 0.5) * size
      let high = isLog ? size * (1.01 + random() * 1e6) : low + size * (0.01 + random())
      let scale = PlotScale(low, high, isLog ? .logarithmic : .linear)
      for count in 1...9 {
        let ticks = scale.ticks(atMost: count)
        #expect(ticks.count <= count, "\(scale) \(count) \(ticks)")
        #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0 < $1 }, "\(scale) \(ticks)")
        #expect(
          ticks.allSatisfy {
            (scale.share(of: $0) ?? -1) > -1e-6 && (scale.share(of: $0) ?? 2) < 1 + 1e-6
          },
          "\(scale) \(ticks)")
        let labels = TickText.labels(ticks, scale, .number)
        #expect(Set(labels).count == labels.count, "\(scale) \(labels)")
      }
      #expect(!scale.ticks(atMost: 6).isEmpty, "\(scale)")
    }
  }

  @Test(
    arguments: [
      [], [.nan], [0], [5, 5], [-1e308, 1e308], [1e-307, 1], [0.1, .infinity], [0, 1e-9],
    ] as [[Double]])
  func everyDataHasAScale(values: [Double]) {
    let scale = PlotScale(covering: values)
    #expect(scale.low < scale.high && scale.low.isFinite && scale.high.isFinite)
    for value in values where value.isFinite {
      let share = scale.share(of: value) ?? 0.5
      #expect((0...1).contains(share), "\(value) on \(scale)")
    }
  }

  /// The naive twin: of each column of pixels the extremes, the first and the last point.
  @Test(arguments: [5, 100, 3000, 50_000])
  func thinningKeepsWhatCanBeSeen(count: Int) {
    let points = (0..<count).map { index -> PlotPoint in
      let noise = Double(index &* 2_654_435_761 % 1000) / 10
      return PlotPoint(Double(index) * 400 / Double(count), noise)
    }
    let kept = LineThinning.thinned(points)
    #expect(kept.count <= 4 * 401)
    func columns(_ points: [PlotPoint]) -> [[PlotPoint]] {
      (0...400).map { column in points.filter { Int($0.x) == column } }
    }
    for (all, some) in zip(columns(points), columns(kept)) {
      #expect(all.map(\.y).min() == some.map(\.y).min())
      #expect(all.map(\.y).max() == some.map(\.y).max())
      #expect(all.first == some.first && all.last == some.last)
    }
    #expect(zip(kept, kept.dropFirst()).allSatisfy { $0.x < $1.x })
  }

  @Test func textIsBrokenBetweenWordsAndCutOnlyAtTheEnd() {
    let text = "[128, 64, 32, 16, 8, 4, 2]"
    let lines = TextWidth.lines(text, width: 90, atMost: 4)
    #expect(lines.joined(separator: " ") == text)
    #expect(lines.allSatisfy { TextWidth.of($0) <= 90 })
    let cut = TextWidth.lines(String(repeating: "x", count: 500), width: 90, atMost: 3)
    #expect(cut.count == 3 && cut[2].hasSuffix("…"))
    #expect(TextWidth.cut("short", to: 90) == "short")
  }
}

extension String {
  /// The pieces between a separator.
  func components(of separator: String) -> [Substring] {
    var pieces: [Substring] = []
    var rest = self[...]
    while let range = rest.firstRange(of: separator) {
      pieces.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    return pieces + [rest]
  }
}
