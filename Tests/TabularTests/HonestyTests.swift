import Tabular
import Testing

struct NumberSummaryTests {
  @Test func sumsUpWhatIsThere() {
    let summary = NumberSummary([3, .nan, -1, 3, -0.0, 0])
    #expect(summary.missing == 1)
    #expect(summary.distinct == 3)
    #expect(summary.minimum == -1 && summary.maximum == 3 && summary.mean == 1)
  }

  @Test func hasNoMomentsWithoutValues() {
    let summary = NumberSummary([.nan, .nan])
    #expect(summary.missing == 2 && summary.distinct == 0)
    #expect(summary.minimum == nil && summary.maximum == nil && summary.mean == nil)
  }

  @Test(arguments: [(1000, 1000), (1001, nil)])
  func countsDistinctValuesUpToALimit(_ count: Int, _ distinct: Int?) {
    let values = (0..<3 * count).map { Double($0 % count) * 0.1 }
    #expect(NumberSummary(values).distinct == distinct)
  }
}

struct DuplicateRowsTests {
  @Test func findsTestRowsThatWereTrainedOn() throws {
    // Row 3 equals row 0 (1.0 is 1), row 4 differs in the target, row 5 equals row 1 (both missing).
    let read = try table("x,c,y\n1,a,0\n,b,1\n1,b,0\n1.0,a,0\n1,a,1\nNA,b,1\n")
    let found = DuplicateRows(read, Split(train: [1, 0, 2], test: [5, 4, 3]))
    #expect(found.count == 2)
    #expect(found.examples == [[2, 5], [3, 7]])
  }

  @Test func agreesWithComparingAllPairs() throws {
    var rows: [String] = []
    for row in 0..<300 {
      rows.append("\(row * row % 7),\(row * 31 % 5 == 0 ? "" : "\(row % 3)"),\(row % 2)")
    }
    let read = try table("x,z,y\n" + rows.map { $0 + "\n" }.joined())
    let split = try SplitSettings(seed: 3).indices(count: 300)
    let trained = Set(split.train.map { rows[$0] })
    #expect(
      DuplicateRows(read, split).count == split.test.count { trained.contains(rows[$0]) })
  }

  @Test func listsFivePairsAtMost() throws {
    let read = try table("x,y\n" + String(repeating: "1,0\n2,1\n", count: 20))
    let found = DuplicateRows(read, Split(train: [0, 1], test: Array(2..<40)))
    #expect(found.count == 38)
    #expect(found.examples == [[2, 4], [3, 5], [2, 6], [3, 7], [2, 8]])
  }

  @Test func findsNoneWithoutTestRows() throws {
    let read = try table("x,y\n1,0\n1,0\n2,1\n")
    #expect(DuplicateRows(read, Split(train: [0, 1, 2], test: [])).count == 0)
  }
}

struct SingleFeatureTests {
  /// A table of one column that is examined, one that is noise, and a target.
  private func find(
    rows: Int = 200, _ value: (Int) -> String, target: (Int) -> String
  ) throws -> [SingleFeature] {
    let lines = (0..<rows).map { "\(value($0)),\($0 * 7919 % 101),\(target($0))\n" }
    let read = try table("v,noise,y\n" + lines.joined())
    let encoder = try TargetEncoder(fitting: read)
    let labels = encoder.task == .classification ? try encoder.classIndices(read) : nil
    return SingleFeature.find(read, labels: labels, rows: Array(0..<rows))
  }

  @Test func findsAThreshold() throws {
    let found = try find({ "\($0 * 37 % 200).5" }, target: { $0 * 37 % 200 < 60 ? "a" : "b" })
    #expect(found == [SingleFeature(column: "v", measure: .accuracy(1))])
  }

  @Test func findsSeveralIntervals() throws {
    let found = try find(
      { "\($0 * 37 % 200)" }, target: { ["a", "b", "a", "c"][$0 * 37 % 200 / 50] })
    #expect(found.map(\.column) == ["v"])
  }

  @Test func findsALevelThatNamesTheClass() throws {
    let found = try find(
      { "level \($0 % 8)" }, target: { $0 % 8 < 3 ? "yes" : "no" })
    #expect(found == [SingleFeature(column: "v", measure: .accuracy(1))])
  }

  @Test func findsARareClassOnAMissingValue() throws {
    let found = try find(
      rows: 400, { $0 % 40 == 0 ? "" : "\($0 % 5)" }, target: { $0 % 40 == 0 ? "1" : "0" })
    #expect(found.map(\.column) == ["v"])
  }

  @Test func toleratesAFewExceptions() throws {
    let found = try find(
      rows: 1000, { "\($0 * 37 % 1000)" },
      target: { ($0 * 37 % 1000 < 500) != ($0 == 3) ? "a" : "b" })
    #expect(found == [SingleFeature(column: "v", measure: .accuracy(0.999))])
  }

  @Test func findsNothingInNoise() throws {
    let found = try find({ "\($0 * 31 % 197)" }, target: { $0 * $0 % 7 < 3 ? "a" : "b" })
    #expect(found == [])
  }

  @Test func findsNothingInAColumnThatNamesTheRows() throws {
    let found = try find(
      rows: 200, { "\($0 < 199 ? "name \($0)" : "name 0")" }, target: { $0 % 2 == 0 ? "a" : "b" })
    #expect(found == [])
  }

  @Test func findsACorrelation() throws {
    let found = try find({ "\(-3 * $0)" }, target: { "\(Double($0) + 0.001 * Double($0 % 7))" })
    guard case .correlation(let r)? = found.first?.measure else { throw NoError() }
    #expect(found.map(\.column) == ["v"])
    #expect(r < -0.999 && r >= -1)
  }

  @Test func findsLevelsThatExplainAValue() throws {
    let found = try find({ "level \($0 % 4)" }, target: { "\(Double($0 % 4) * 1.5 + 0.25)" })
    guard case .r2(let r2)? = found.first?.measure else { throw NoError() }
    #expect(found.map(\.column) == ["v"] && r2 > 0.998)
  }

  @Test func saysNothingOfTheOnlyColumn() throws {
    let read = try table("x,y\n" + (0..<50).map { "\($0),\($0 / 25)\n" }.joined())
    let labels = try TargetEncoder(fitting: read).classIndices(read)
    #expect(SingleFeature.find(read, labels: labels, rows: Array(0..<50)) == [])
  }

  /// 30,000 rows, of which 10,000 are looked at.
  @Test func looksAtLargeFilesTooAndOnlyAtTrainingRows() throws {
    let lines = (0..<30_000).map { "\($0 * 7 % 1009),\($0 % 101),\($0 * 7 % 1009 < 500 ? 0 : 1)\n" }
    let read = try table("v,noise,y\n" + lines.joined())
    let labels = try TargetEncoder(fitting: read).classIndices(read)
    let all = SingleFeature.find(read, labels: labels, rows: Array(0..<30_000))
    #expect(all == [SingleFeature(column: "v", measure: .accuracy(1))])
    // Where all training rows are of one class there is nothing to predict.
    let one = labels.indices.filter { labels[$0] == 0 }
    #expect(SingleFeature.find(read, labels: labels, rows: one) == [])
  }
}

struct IdentifierColumnsTests {
  private func names(_ header: String, rows: Int = 60, _ value: (Int) -> String) throws -> [String]
  {
    let lines = (0..<rows).map { "\(value($0)),\($0 % 7),\($0 % 2)\n" }
    return IdentifierColumns.names(try table("\(header),x,y\n" + lines.joined()))
  }

  @Test func findsANumbering() throws {
    #expect(try names("n") { "\(($0 * 37) % 60 + 1000)" } == ["n"])
  }

  @Test(arguments: ["id", "PassengerId", "customer id", "ID", "key", "order_number", "userID"])
  func believesAName(_ name: String) throws {
    #expect(try names(name) { "\($0 * 7_919)" } == [name])
  }

  @Test(arguments: ["n", "paid", "idle", "kidney"])
  func doesNotTakeAWordForAnId(_ name: String) throws {
    #expect(try names(name) { "\($0 * 7_919)" } == [])
  }

  @Test func findsTextsOfWhichNearlyAllDiffer() throws {
    #expect(try names("t") { $0 < 58 ? "text \($0)" : "text 0" } == ["t"])
  }

  @Test func findsTextsThatWereLeftOut() throws {
    #expect(try names("t") { "text \($0)" } == ["t"])
  }

  @Test func passesOverMeasurementsRepetitionsAndSmallFiles() throws {
    #expect(try names("id") { "\(Double($0) + 0.5)" } == [])
    #expect(try names("id") { "\($0 / 2)" } == [])
    #expect(try names("id") { $0 == 9 ? "" : "\($0)" } == [])
    #expect(try names("t") { "text \($0 % 40)" } == [])
    #expect(try names("n", rows: 15) { "\($0)" } == [])
  }
}
