import Tabular
import Testing

struct TableTests {
  private func kind(_ cells: [String], _ choices: ColumnChoices = ColumnChoices(target: "y")) throws
    -> ColumnKind?
  {
    let rows = cells.enumerated().map { "\($1),1,\($0 % 2)\n" }.joined()
    return try table("x,z,y\n" + rows, choices).column("x")?.kind
  }

  @Test func readsNumbersWithMissingOnes() throws {
    let cells = ["1", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "", " 2 ", "-3.5e1"]
    let read = try table("x,y\n" + cells.map { "\($0),1\n" }.joined())
    guard case .numeric(let values) = read.columns[0].values else { throw NoError() }
    #expect(values.map { $0.isNaN ? nil : $0 } == [1] + Array(repeating: nil, count: 8) + [2, -35])
  }

  @Test func keepsTextsExactly() throws {
    let read = try table("x,y\n\" a\",0\na,1\n\"e\u{301}\",0\n\u{e9},1\nNA,1\na,0\n")
    #expect(
      read.columns[0].values
        == .categorical(codes: [0, 1, 2, 3, -1, 1], levels: [" a", "a", "e\u{301}", "\u{e9}"]))
  }

  @Test(arguments: [
    (["1", "2"], ColumnKind.numeric), (["a", "b"], .categorical),
    (["true", "false"], .categorical),
    (["001", "2"], .categorical), (["0", "0.5"], .numeric), (["1", "a"], .categorical),
    (["A/5 21171", "PC 17599", "113803", "373450", "347742"], .categorical),
    (["0x1f", "0x2e"], .categorical),
  ])
  func decidesKinds(_ cells: [String], _ expected: ColumnKind) throws {
    #expect(try kind(cells) == expected)
  }

  @Test func believesADeclaredKind() throws {
    #expect(try kind(["1", "2"], ColumnChoices(categorical: ["x"])) == .categorical)
    #expect(try kind(["01", "02"], ColumnChoices(numeric: ["x"])) == .numeric)
    let error = try failure { _ = try kind(["1", "a"], ColumnChoices(numeric: ["x"])) }
    #expect(error.code == "not-a-number")
    #expect(error.line == 3)
  }

  @Test func takesTheLastFreeColumnForTheTarget() throws {
    let read = try table("x,y,w,n\n1,a,1,9\n2,b,0.5,9\n", ColumnChoices(ignore: ["n"], weight: "w"))
    #expect(read.target?.name == "y")
    #expect(read.weights == [1, 0.5])
    #expect(read.columns.map(\.name) == ["x"])
    #expect(
      read.leftOut == [
        LeftOutColumn(name: "w", reason: .weight), LeftOutColumn(name: "n", reason: .ignored),
      ])
  }

  @Test func refusesANegativeWeight() throws {
    let error = try failure {
      _ = try table("x,w,y\n1,1,0\n2,-1,1\n", ColumnChoices(weight: "w"))
    }
    #expect(error.code == "bad-weight")
    #expect(error.line == 3 && error.column == 2)
  }

  @Test func leavesOutWhatNamesEveryRowAndWhatIsEmpty() throws {
    let rows = (0..<12).map { "name \($0),,5,\($0),\($0 % 2)\n" }.joined()
    let read = try table("id,none,same,x,y\n" + rows)
    #expect(read.columns.map(\.name) == ["same", "x"])
    #expect(
      read.notes == [.leftOutIdentifier("id"), .leftOutEmpty("none"), .constantColumn("same")])
    #expect(
      read.leftOut == [
        LeftOutColumn(name: "id", reason: .namesEveryRow),
        LeftOutColumn(name: "none", reason: .empty),
      ])
  }

  @Test func knowsTheLineOfEachRow() throws {
    let read = try table("x,y\na,0\n\"b\nb\",1\n\"c\n\nc\",0\na,1\n")
    #expect((0..<4).map { read.lines.line(ofRow: $0) } == [2, 3, 5, 8])
  }

  @Test func keepsLabelsAsTheyStand() throws {
    let read = try table("x,y\n1,1.0\n2,0\n3,1.0\n")
    #expect(read.target?.levels == ["0", "1.0"])
    #expect(read.target?.codes == [1, 0, 1])
    #expect(read.target?.numbers == [1, 0, 1])
  }

  /// 2 MiB of numbers, then texts: the first block takes the column for numbers.
  @Test func readsAgainWhenAColumnChangesItsNature() throws {
    var text = "x,y\n"
    for row in 0..<200_000 { text += "\(row % 50),\(row % 2)\n" }
    for row in 0..<100_000 { text += "word\(row % 3),\(row % 2)\n" }
    let read = try table(text)
    guard case .categorical(let codes, let levels) = read.columns[0].values else { throw NoError() }
    #expect(levels.count == 53)
    #expect(codes.count == 300_000)
    #expect(levels[Int(codes[7])] == "7")
    #expect(levels[Int(codes[200_001])] == "word1")
  }

  @Test func findsALateTextInALargeColumnOfNumbers() throws {
    var text = "x,y\n"
    for row in 0..<200_000 { text += "\(row % 50).25,\(row % 2)\n" }
    let error = try failure { _ = try table(text + "oops,1\n") }
    #expect(error.code == "not-a-number")
    #expect(error.line == 200_002 && error.column == 1)
  }

  /// Some megabytes with everything that makes blocks differ: texts, quotes, line breaks, holes.
  @Test func doesNotDependOnTheNumberOfThreads() throws {
    var text = "x,c,note,y"
    for row in 0..<120_000 {
      text += "\n\(row).5,level \(row * row % 997),"
      text += row % 1000 == 7 ? "\"a\n\"\"\(row % 5)\"\"\"" : row % 11 == 0 ? "" : "plain"
      text += ",\(row % 3)"
    }
    let one = try Table.read(source(text), threads: 1)
    #expect(one.rowCount == 120_000)
    for threads in [2, 3, 5] {
      let more = try Table.read(source(text), threads: threads)
      #expect(more.columns == one.columns)
      #expect(more.target == one.target)
      #expect(more.lines == one.lines)
    }
  }

  @Test(arguments: [
    ("1,2,3\n", "ragged-row", 300_002), ("\n1,2\n", "blank-line", 300_002),
    ("1,\"2", "unterminated-quote", 300_002), ("1,\u{0}\n", "nul-byte", 300_002),
  ])
  func findsTheFirstErrorOfALargeFile(_ bad: String, _ code: String, _ line: Int) throws {
    let good = String(repeating: "1.25,0\n2.25,1\n", count: 150_000)
    // What comes after is broken as well, in a block that another thread parses meanwhile.
    let rest = bad.hasSuffix("\n") ? String(repeating: "1\n", count: 1 << 20) : ""
    let error = try failure { _ = try table("x,y\n" + good + bad + rest) }
    #expect(error.code == code)
    #expect(error.line == line)
  }

  @Test func toleratesManyBlankLinesAtTheEnd() throws {
    let text = "x,y\n1,0\n2,1\n" + String(repeating: "\n", count: 3 << 20)
    #expect(try table(text).rowCount == 2)
  }
}
