import Tabular
import Testing

/// The fast way through plain rows gives what the parser that knows everything gives, record by
/// record.
struct PlainRowTests {
  private static let numbers = [
    "1", "-0", "0", "0.1", "-12.5", "5.", ".5", "-.25", "123456789012345", "9007199254740991",
    "9007199254740993", "0.30000000000000004", "1e5", "-2.5E-3", "+7", " 8 ", "1234567.891",
    "0.00001234567890123", "99999999", "100000000.00000001", "3.1415927", "-0.0031415927", "12",
    "4503599627370497.5", "1e-400", "0000000000000.5", "-1.2345678901234567",
  ]
  private static let missing = ["", "NA", "\"\"", "nan", " "]
  private static let texts = [
    "a", "level 12", "\"one, two\"", "\"a\"\"b\"", "\"a\"\"\"\"b\"", "\"the \"\"best\"\"\"",
    "\"\"\"\"", "é", "0", "007",
    "a longer text than sixteen bytes", "\"quoted\"", "\"two\nlines\"", "\"two\r\nlines\"", "NA",
    "",
  ]

  /// A file of random cells, now and then one that breaks the grammar.
  private static func file(_ random: inout SplitMix, columns: Int, rows: Int) -> String {
    let isNumeric = (0..<columns).map { _ in random.next() % 4 != 0 }
    let odd = [0, 1000, 50, 5][Int(random.next() % 4)]
    let ends = [["\n"], ["\r\n"], ["\n", "\n", "\n", "\r\n"]][Int(random.next() % 3)]
    func pick(_ list: [String]) -> String { list[Int(random.next() % UInt64(list.count))] }
    var text = isNumeric.indices.map { (isNumeric[$0] ? "n" : "t") + "\($0)" }
      .joined(separator: ",")
    text += "\n"
    for _ in 0..<rows {
      let isOdd = odd > 0 && random.next() % UInt64(odd) == 0
      var cells = isNumeric.map { isNumber -> String in
        if !isNumber { return isOdd ? pick(texts) : texts[Int(random.next() % 2)] }
        if isOdd { return random.next() % 3 == 0 ? pick(missing) : pick(numbers) }
        let digits = String(random.next() % 10_000_000)
        return (random.next() % 2 == 0 ? "-" : "") + "\(random.next() % 100).\(digits)"
      }
      if odd == 5, random.next() % 200 == 0 { cells.append("1") }
      if odd == 5, random.next() % 300 == 0 { cells[0] = pick(["a\"b", "\"", "\"a\"b"]) }
      text += cells.joined(separator: ",") + pick(ends)
    }
    if random.next() % 3 == 0 { text.removeLast() }
    if random.next() % 5 == 0 { text += "\n\n" }
    return text
  }

  /// The cells of a file record by record, or the error that ends it.
  private static func slowly(_ text: String) -> Result<[[String]], TabularError> {
    let reader = CSVReader(ByteSource(bytes: Array(text.utf8), name: "a.csv"))
    var rows: [[String]] = []
    do throws(TabularError) {
      while try reader.next() { rows.append(reader.texts) }
    } catch {
      return .failure(error)
    }
    return .success(rows)
  }

  @Test(arguments: 0..<40) func agreesWithTheReaderOfRecords(_ seed: UInt64) throws {
    var random = SplitMix(state: seed)
    for _ in 0..<caseCount(10, soak: 300) {
      let columns = 2 + Int(random.next() % 24)
      let rows = 1 + Int(random.next() % [3, 40, 400, 4000][Int(random.next() % 4)])
      let text = Self.file(&random, columns: columns, rows: rows)
      let names = text.prefix { $0 != "\n" && $0 != "\r\n" }.split(separator: ",").map(String.init)
      let choices = ColumnChoices(
        numeric: names.filter { $0.hasPrefix("n") },
        categorical: names.filter { $0.hasPrefix("t") })
      let found = Result { () throws(TabularError) in
        try Table.read(
          ByteSource(bytes: Array(text.utf8), name: "a.csv"), choices: choices, threads: 2)
      }
      switch (Self.slowly(text), found) {
      case (.success(let records), .success(let table)):
        compare(records.dropFirst(), table, names)
      case (.failure(let expected), .failure(let error)): #expect(error == expected)
      case (.success(let records), .failure(let error)):
        // The last column is the target, in which nothing may be missing; not every file has a feature;
        // and a quote may make a text of several rows, in a column of numbers too.
        let isAllowed =
          error.code == "missing-target" || error.code == "no-features" && records.count > 1
          || error.code == "not-a-number" && Self.hasText(records.dropFirst(), names)
        #expect(isAllowed, "\(error)")
      case (.failure(let expected), .success): Issue.record("read in spite of \(expected)")
      }
    }
  }

  /// Whether a cell of a column of numbers is neither a number nor missing.
  private static func hasText(_ records: ArraySlice<[String]>, _ names: [String]) -> Bool {
    records.contains { cells in
      zip(names, cells).contains { name, cell in
        name.hasPrefix("n") && DecimalNumber.double(cell) == nil && !isMissing(cell)
      }
    }
  }

  private func compare(_ records: ArraySlice<[String]>, _ table: Table, _ names: [String]) {
    #expect(table.rowCount == records.count)
    for column in table.columns {
      guard let index = names.firstIndex(of: column.name) else { continue }
      let cells = records.map { $0[index] }
      switch column.values {
      case .numeric(let values):
        let expected = cells.map { DecimalNumber.double($0) ?? .nan }
        let isSame = zip(values, expected).allSatisfy {
          $0.bitPattern == $1.bitPattern || $0.isNaN && $1.isNaN
        }
        #expect(isSame, "\(column.name)")
      case .categorical(let codes, let levels):
        let found = codes.map { $0 < 0 ? nil : Array(levels[Int($0)].utf8) }
        let expected = cells.map { Self.isMissing($0) ? nil : Array($0.utf8) }
        #expect(found == expected, "\(column.name)")
      }
    }
    // Rows know their lines, also behind fields of several lines.
    var line = 2
    for (row, cells) in records.enumerated() {
      if table.lines.line(ofRow: row) != line {
        Issue.record("row \(row) is not on line \(line)")
        break
      }
      line += 1 + cells.reduce(0) { $0 + $1.utf8.count { $0 == UInt8(ascii: "\n") } }
    }
  }

  private static func isMissing(_ cell: String) -> Bool {
    let text = cell.drop { $0 == " " }
    return ["", "NA", "nan"].contains(text)
  }
}
