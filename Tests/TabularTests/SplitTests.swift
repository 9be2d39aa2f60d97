import Tabular
import Testing

struct SplitTests {
  struct Case {
    var settings: SplitSettings
    var count: Int
    var labels: [Int]?
    var expected: Split
  }

  static func cases() throws -> [Case] {
    var lines = try goldenLines("splits.txt")[...]
    var cases: [Case] = []
    func numbers() -> [Int] { lines.removeFirst().split(separator: " ").compactMap { Int($0) } }
    while let head = lines.popFirst(), !head.isEmpty {
      let parts = head.split(separator: " ")
      let method = try #require(SplitMethod(rawValue: String(parts[0])))
      let classes = numbers()
      let labels = method == .stratified ? classes : nil
      let settings = SplitSettings(
        method: method, testFraction: try #require(Double(parts[2])),
        seed: try #require(UInt32(parts[3])))
      cases.append(
        Case(
          settings: settings, count: try #require(Int(parts[1])), labels: labels,
          expected: Split(train: numbers(), test: numbers())))
    }
    return cases
  }

  @Test func equalsScikitLearn() throws {
    let cases = try Self.cases()
    #expect(cases.count > 150)
    for example in cases {
      let split = try example.settings.indices(count: example.count, labels: example.labels)
      #expect(split == example.expected, "\(example.settings) \(example.count)")
    }
  }

  @Test func testsTheLastRowsInOrder() throws {
    let split = try SplitSettings(method: .ordered, testFraction: 0.3).indices(count: 10)
    #expect(split == Split(train: Array(0..<7), test: [7, 8, 9]))
  }

  @Test func trainsOnEverything() throws {
    let split = try SplitSettings(method: .none).indices(count: 3)
    #expect(split == Split(train: [0, 1, 2], test: []))
  }

  @Test(arguments: [SplitMethod.random, .stratified, .ordered])
  func refusesTooFewRows(_ method: SplitMethod) throws {
    let settings = SplitSettings(method: method)
    let error = try failure { _ = try settings.indices(count: 1, labels: [0]) }
    #expect(error.code == "too-few-rows")
  }

  @Test func refusesAClassWithOneRow() throws {
    let settings = SplitSettings(method: .stratified)
    let error = try failure {
      _ = try settings.indices(
        count: 8, labels: [0, 0, 0, 0, 1, 0, 0, 0], classNames: ["no", "yes"])
    }
    #expect(error == .classTooSmall(name: "yes", rows: 1))
  }

  @Test func refusesMoreClassesThanTestRows() throws {
    let settings = SplitSettings(method: .stratified, testFraction: 0.2)
    let error = try failure {
      _ = try settings.indices(count: 10, labels: [0, 0, 0, 0, 1, 1, 1, 2, 2, 2])
    }
    #expect(error == .moreClassesThanRows(part: "test", classes: 3, rows: 2))
  }
}
