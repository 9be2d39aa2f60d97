import Reports
import Testing

@Suite struct NumberTextTests {
  @Test(
    arguments: [
      (0.69314718, "0.6931"), (0.1188, "0.1188"), (0, "0.0000"), (-0.0, "0.0000"),
      (0.00005, "0.0001"), (0.0000123, "1.230e-05"), (123.45678, "123.4568"),
      (12_345_678.9, "1.235e+07"), (-0.5, "-0.5000"), (.nan, "NaN"), (.infinity, "∞"),
      (-.infinity, "-∞"), (.greatestFiniteMagnitude, "1.798e+308"),
    ] as [(Double, String)])
  func writesALoss(_ value: Double, _ expected: String) {
    #expect(NumberText.loss(value) == expected)
  }

  @Test(
    arguments: [
      (0.476, "47.60 %"), (1, "100.00 %"), (0, "0.00 %"), (0.99999, "100.00 %"), (.nan, "NaN"),
    ] as [(Double, String)])
  func writesAShare(_ value: Double, _ expected: String) {
    #expect(NumberText.percent(value) == expected)
    #expect(NumberText.metric("accuracy", value) == expected)
  }

  @Test(
    arguments: [
      (0, "0.0 ms"), (0.0002, "0.2 ms"), (0.00994, "9.9 ms"), (0.00996, "10 ms"), (0.012, "12 ms"),
      (0.9994, "999 ms"), (0.9996, "1.0 s"), (3.4, "3.4 s"), (59.94, "59.9 s"),
      (59.96, "1 min 00 s"), (125, "2 min 05 s"), (3599.4, "59 min 59 s"), (3599.6, "1 h 00 min"),
      (3720, "1 h 02 min"), (86_399, "1 d 00 h"), (273_600, "3 d 04 h"), (.nan, "–"), (-1, "–"),
      (.infinity, "–"),
    ] as [(Double, String)])
  func writesADuration(_ seconds: Double, _ expected: String) {
    #expect(NumberText.duration(seconds: seconds) == expected)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (-1_250_000, "-1,250,000"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func writesACount(_ value: Int, _ expected: String) {
    #expect(NumberText.count(value) == expected)
  }
}
