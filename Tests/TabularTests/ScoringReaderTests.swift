import Tabular
import Testing

struct ScoringReaderTests {
  static let signature = Signature(
    columns: [
      ColumnSignature(name: "x", kind: .numeric), ColumnSignature(name: "c", kind: .categorical),
    ],
    target: TargetSignature(name: "y", task: .classification, classes: ["no", "yes"]))

  private func reader(
    _ text: String, rows: Int = 100, keep: KeptColumns = .none, badRows: BadRows = .refuse
  ) throws(TabularError) -> ScoringReader {
    try ScoringReader(
      source(text), signature: Self.signature, chunkRows: rows, keep: keep, badRows: badRows)
  }

  @Test func matchesColumnsByName() throws {
    let reader = try reader("more,c,x\n7,a,1\n8,b,2\n")
    #expect(reader.extraColumns == ["more"])
    #expect(!reader.hasTarget)
    let chunk = try #require(try reader.next())
    #expect(chunk.table.column("x")?.values == .numeric([1, 2]))
    #expect(
      chunk.table.column("c")?.values == .categorical(codes: [0, 1], levels: ["a", "b"]))
    #expect(try reader.next() == nil)
  }

  @Test func readsNumbersAsTextsWhereTrainingDid() throws {
    let chunk = try #require(try reader("x,c\n1,007\n").next())
    #expect(chunk.table.column("c")?.values == .categorical(codes: [0], levels: ["007"]))
  }

  @Test func listsAllMissingColumns() throws {
    let error = try failure { _ = try reader("a,b\n1,2\n") }
    #expect(
      error
        == .missingColumns(
          Place("a.csv", line: 1), names: ["x", "c"], available: ["a", "b"], otherDelimiter: nil))
  }

  @Test func keepsOrderAndCountOverChunks() throws {
    let rows = (0..<25).map { "\($0),a,yes\n" }.joined()
    let reader = try reader("x,c,y\n" + rows, rows: 10)
    var sizes: [Int] = []
    var next = 0
    while let chunk = try reader.next() {
      #expect(chunk.firstRow == next)
      guard case .numeric(let values)? = chunk.table.column("x")?.values else { throw NoError() }
      #expect(values == (next..<next + values.count).map(Double.init))
      #expect(chunk.table.target?.levels == ["yes"])
      next += values.count
      sizes.append(values.count)
    }
    #expect(sizes == [10, 10, 5])
  }

  @Test func refusesWithTheFirstTenBadRows() throws {
    let rows = (0..<30).map { $0 % 2 == 0 ? "\($0),a\n" : $0 == 3 ? "ragged\n" : "bad,a\n" }
    let reader = try reader("x,c\n" + rows.joined(), rows: 4)
    let error = try failure { while try reader.next() != nil {} }
    guard case .badRows(let errors, _) = error else { throw NoError() }
    #expect(errors.map(\.line) == [3, 5, 7, 9, 11, 13, 15, 17, 19, 21])
    #expect(errors.map(\.code).prefix(2) == ["not-a-number", "ragged-row"])
    #expect(error.line == 3 && error.column == 1)
  }

  @Test func keepsBadRowsWhenAsked() throws {
    let chunk = try #require(
      try reader("x,c\n1,a\nbad,b\n1\n2,a\n", keep: .all, badRows: .keep).next())
    #expect(chunk.table.rowCount == 4)
    #expect(chunk.faults.map(\.row) == [1, 2])
    #expect(
      chunk.table.column("c")?.values == .categorical(codes: [0, 1, -1, 0], levels: ["a", "b"]))
  }

  @Test func carriesFieldsThroughByteForByte() throws {
    let text = "id,x,c\n\"a \"\"1\"\"\",1,\" b\"\n 2 ,2,b\n"
    let reader = try reader(text, keep: .named(["c", "id"]))
    #expect(reader.keptNames == ["c", "id"])
    let kept = try #require(try reader.next()).kept
    let fields = (0..<2).flatMap { row in
      (0..<2).map { kept.withField(row: row, $0) { String(decoding: $0, as: UTF8.self) } }
    }
    #expect(fields == ["\" b\"", "\"a \"\"1\"\"\"", "b", " 2 "])
  }

  @Test func refusesAFileWithoutRows() throws {
    let error = try failure { _ = try reader("x,c\n").next() }
    #expect(error.code == "no-rows")
  }
}
