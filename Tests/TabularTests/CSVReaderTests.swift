import Tabular
import Testing

struct CSVReaderTests {
  struct Case: Sendable {
    var text: String
    var rows: [[String]]
  }

  static let accepted = [
    Case(text: "a,b\n1,2\n", rows: [["a", "b"], ["1", "2"]]),
    Case(text: "a,b\n1,2", rows: [["a", "b"], ["1", "2"]]),
    Case(text: "a,b\r\n1,2\n3,4\r\n", rows: [["a", "b"], ["1", "2"], ["3", "4"]]),
    Case(text: "\u{feff}a,b\n1,2\n", rows: [["a", "b"], ["1", "2"]]),
    Case(text: "a\n\"x,y\"\n", rows: [["a"], ["x,y"]]),
    Case(text: "a\n\"x\"\"y\"\n\"\"\"\"\n\"\"", rows: [["a"], ["x\"y"], ["\""], [""]]),
    Case(text: "a,b\n\"l\n2\",\"\r\n\"\n", rows: [["a", "b"], ["l\n2", "\r\n"]]),
    Case(text: "a,b\n,\n", rows: [["a", "b"], ["", ""]]),
    Case(text: "a,b\n1,2\n\n\r\n", rows: [["a", "b"], ["1", "2"]]),
    Case(text: "", rows: []),
    Case(text: "\u{feff}", rows: []),
    Case(text: "a,é\n 1 ,😀\n", rows: [["a", "é"], [" 1 ", "😀"]]),
    Case(text: "a,b\n\"\",\"\"\"a\"\"\"\n", rows: [["a", "b"], ["", "\"a\""]]),
  ]

  @Test(arguments: accepted)
  func readsRecords(_ example: Case) throws {
    #expect(try records(Array(example.text.utf8)) == example.rows)
  }

  @Test func stripsOnlyTheFirstByteOrderMark() throws {
    #expect(try records(Array("\u{feff}\u{feff}a\n".utf8)) == [["\u{feff}a"]])
  }

  @Test(arguments: [";", "\t", "|"])
  func readsOtherDelimiters(_ delimiter: String) throws {
    let format = CSVFormat(delimiter: Array(delimiter.utf8)[0])
    let text = "a\(delimiter)b,c\n\"1\(delimiter)\"\(delimiter)2\n"
    #expect(try records(Array(text.utf8), format) == [["a", "b,c"], ["1\(delimiter)", "2"]])
  }

  /// Fields of every length around the 64 bytes that are looked at together, across blocks of a
  /// pipe.
  @Test func readsFieldsOfEveryLength() throws {
    var text = "name,value\n"
    var expected = [["name", "value"]]
    for length in 0..<300 {
      let plain = String(repeating: "x", count: length) + "y"
      let quoted = String(repeating: "\"", count: length % 7) + plain + ",\n"
      text +=
        plain + ",\""
        + quoted.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") + "\"\n"
      expected.append([plain, quoted])
    }
    #expect(try records(Array(text.utf8)) == expected)
  }

  @Test func readsRecordsThatSpanBlocks() throws {
    // 3 MiB of records of odd lengths, so that blocks of 1 MiB cut them everywhere.
    var text = "id,text\n"
    var count = 0
    while text.utf8.count < 3 << 20 {
      text += "\(count),\"" + String(repeating: "line\n,", count: count % 977) + "\"\n"
      count += 1
    }
    let reader = CSVReader(source(text))
    #expect(try reader.next())
    var rows = 0
    while try reader.next() {
      #expect(reader.value(0).elementsEqual("\(rows)".utf8))
      #expect(reader.value(1).count == rows % 977 * 6)
      rows += 1
    }
    #expect(rows == count)
  }

  @Test func givesTheBytesOfAFieldUnchanged() throws {
    let reader = CSVReader(source("a,b\n\"x\"\"y\", z \n"))
    #expect(try reader.next())
    #expect(try reader.next())
    #expect(String(decoding: reader.raw(0), as: UTF8.self) == "\"x\"\"y\"")
    #expect(String(decoding: reader.raw(1), as: UTF8.self) == " z ")
    #expect(String(decoding: reader.value(0), as: UTF8.self) == "x\"y")
  }

  /// Python's csv and float as the oracle, 100,000 files in a soak. Python's csv is laxer in some
  /// ways, each an error of its own here; `SoupCase.allows` lists them.
  @Test func agreesWithPythonsReader() throws {
    let count = caseCount(5000, soak: 100_000)
    let cases = try SoupCase.parse(try runGolden("make_csv_soup.py", "\(count) 5"))
    #expect(cases.count == count)
    for example in cases {
      do throws(TabularError) {
        let rows = try records(Array(example.text.utf8), example.format)
        let expected = example.rows.map { rows in
          // Blank lines at the end are no records.
          Array(rows.reversed().drop { $0.isEmpty }.reversed())
        }
        if rows != expected { Issue.record("other rows: \(example.text.debugDescription)") }
        compareNumbers(example)
      } catch {
        if !example.allows(error.code) {
          Issue.record("\(error) in \(example.text.debugDescription)")
        }
      }
    }
  }

  private func compareNumbers(_ example: SoupCase) {
    for (cells, numbers) in zip(example.rows ?? [], example.numbers ?? []) {
      for (cell, number) in zip(cells, numbers) {
        let bits = number.flatMap { UInt64($0, radix: 16) }
        let ours = DecimalNumber.double(cell)?.bitPattern
        if ours == bits { continue }
        guard ours == nil, let bits, SoupCase.mayRefuse(cell, bits: bits) else {
          Issue.record("\(cell.debugDescription) is \(ours ?? 0), Python's \(bits ?? 0)")
          continue
        }
      }
    }
  }
}
