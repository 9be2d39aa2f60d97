import Tabular
import Testing

struct SplitTests {
  /// A split that scikit-learn made.
  struct Case {
    var settings: SplitSettings
    var count: Int
    /// The class or the group of each row; nil for the random method.
    var labels: [Substring]?
    var expected: Split

    /// Our split of as many rows.
    func split() throws -> Split {
      switch settings.method {
      case .group:
        let rows = (labels ?? []).enumerated().map { "\($0.offset),\($0.element),0\n" }
        return try settings.split(
          try table("x,g,y\n" + rows.joined(), ColumnChoices(split: "g")))
      default:
        return try settings.indices(count: count, labels: labels?.compactMap { Int($0) })
      }
    }

    /// The cases that `make_splits.py` writes.
    static func parse(_ text: [Substring]) throws -> [Case] {
      var lines = text[...]
      var cases: [Case] = []
      func words() -> [Substring] { lines.removeFirst().split(separator: " ") }
      while let head = lines.popFirst(), !head.isEmpty {
        let parts = head.split(separator: " ")
        let method = try #require(SplitMethod(rawValue: String(parts[0])))
        let labels = words()
        let settings = SplitSettings(
          method: method, testFraction: try #require(Double(parts[2])),
          seed: try #require(UInt32(parts[3])), column: method == .group ? "g" : nil)
        cases.append(
          Case(
            settings: settings, count: try #require(Int(parts[1])),
            labels: method == .random ? nil : labels,
            expected: Split(
              train: words().compactMap { Int($0) }, test: words().compactMap { Int($0) })))
      }
      return cases
    }
  }

  @Test func equalsScikitLearn() throws {
    let cases = try Case.parse(goldenLines("splits.txt"))
    #expect(cases.count > 260)
    for example in cases {
      #expect(try example.split() == example.expected, "\(example.settings) \(example.count)")
    }
  }

  /// Random sizes, fractions, seeds, class mixes and groups.
  @Test func equalsScikitLearnForManyMore() throws {
    let count = caseCount(200, soak: 5000)
    let output = try runGolden("make_splits.py", "\(count) 3")
    let lines = String(decoding: output, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    let cases = try Case.parse(lines)
    #expect(cases.count == count)
    for example in cases {
      #expect(try example.split() == example.expected, "\(example.settings) \(example.count)")
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

  @Test func keepsGroupsTogether() throws {
    let read = try table("x,g,y\n1,b,0\n2,a,1\n3,b,0\n4,c,1\n5,a,0\n", ColumnChoices(split: "g"))
    let split = try SplitSettings(method: .group, testFraction: 0.3, column: "g").split(read)
    #expect((split.train + split.test).sorted() == Array(0..<5))
    let groups = ["b", "a", "b", "c", "a"]
    #expect(Set(split.train.map { groups[$0] }).isDisjoint(with: split.test.map { groups[$0] }))
    #expect(read.columns.map(\.name) == ["x"])
    #expect(read.leftOut == [LeftOutColumn(name: "g", reason: .split)])
  }

  @Test func refusesARowWithoutAGroup() throws {
    let read = try table("x,g,y\n1,b,0\n2,,1\n", ColumnChoices(split: "g"))
    let error = try failure { _ = try SplitSettings(method: .group, column: "g").split(read) }
    #expect(error == .missingGroup(Place("a.csv", line: 3, column: 2, columnName: "g")))
  }

  @Test func refusesOneGroup() throws {
    let read = try table("x,g,y\n1,b,0\n2,b,1\n", ColumnChoices(split: "g"))
    let error = try failure { _ = try SplitSettings(method: .group, column: "g").split(read) }
    #expect(error.code == "too-few-groups")
    #expect("\(error)".contains("1 group in column \"g\""))
  }

  @Test func takesThePartsThatAColumnMarks() throws {
    let read = try table(
      "x,p,y\n1,test,0\n2,train,1\n3,Validation,0\n4,TRAIN,1\n5,val,0\n",
      ColumnChoices(split: "p"))
    let split = try SplitSettings(method: .column, column: "p").split(read)
    #expect(split == Split(train: [1, 3], validation: [2, 4], test: [0]))
  }

  @Test(arguments: [("dev", "\"dev\""), ("", "none"), ("1", "\"1\"")])
  func refusesAnUnknownPart(_ part: String, _ shown: String) throws {
    let read = try table("x,p,y\n1,train,0\n2,\(part),1\n", ColumnChoices(split: "p"))
    let error = try failure { _ = try SplitSettings(method: .column, column: "p").split(read) }
    #expect(error.code == "unknown-part")
    #expect(error.line == 3 && error.column == 2)
    #expect("\(error)".contains("found \(shown) in column \"p\""))
  }

  @Test func refusesAFileWithoutTrainingRows() throws {
    let read = try table("x,p,y\n1,test,0\n2,test,1\n", ColumnChoices(split: "p"))
    let error = try failure { _ = try SplitSettings(method: .column, column: "p").split(read) }
    #expect(error.code == "no-train-rows")
    #expect(error.column == 2)
  }
}
