import Glibc
import Reports
import Testing

@Suite struct TerminalTests {
  /// Made with Python's wcwidth, which takes its widths from Unicode's own tables.
  @Test func measuresTextAsWcwidthDoes() throws {
    let lines = try #require(golden("widths.tsv")).split(separator: "\n")
    #expect(lines.count > 40)
    for line in lines {
      let fields = line.split(separator: "\t")
      let text = try fields[1].split(separator: " ").map {
        try #require(UInt32($0, radix: 16).flatMap(Unicode.Scalar.init))
      }.reduce(into: "") { $0.unicodeScalars.append($1) }
      #expect(TerminalText.width(of: text) == Int(fields[0]), "\(fields[1])")
    }
  }

  @Test(arguments: [
    ("plain, ąę 海", "plain, ąę 海"), ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
    ("\u{1b}[31m", "\\u{1b}[31m"), ("\u{9b}2J", "\\u{9b}2J"), ("\u{0}\u{7f}", "\\u{0}\\u{7f}"),
    ("a\u{202e}b\u{2028}", "a\\u{202e}b\\u{2028}"), ("\u{1f468}\u{200d}\u{1f469}", "👨‍👩"),
    ("\r\n", "\\r\\n"),
  ])
  func escapes(_ text: String, _ expected: String) {
    #expect(TerminalText.escaped(text) == expected)
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("海海海", 5, "海海…"), ("海海海", 4, "海…"),
    ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"), ("abc", 1, "…"), ("abc", 0, ""), ("", 0, ""),
  ])
  func cuts(_ text: String, _ width: Int, _ expected: String) {
    let cut = TerminalText.cut(text, to: width)
    #expect(cut == expected)
    #expect(TerminalText.width(of: cut) <= width)
  }

  @Test(
    arguments: [
      (true, ["TERM": "xterm"], TerminalStyle(isTerminal: true, usesColour: true, width: 80)),
      (true, ["TERM": "xterm", "NO_COLOR": "1"], TerminalStyle(isTerminal: true, width: 80)),
      (
        true, ["TERM": "xterm", "NO_COLOR": ""],
        TerminalStyle(isTerminal: true, usesColour: true, width: 80)
      ),
      (true, ["TERM": "dumb"], TerminalStyle(width: 80)), (true, [:], TerminalStyle(width: 80)),
      (false, ["TERM": "xterm"], .plain),
    ] as [(Bool, [String: String], TerminalStyle)])
  func decidesByTheEnvironment(
    _ isTerminal: Bool, _ environment: [String: String], _ expected: TerminalStyle
  ) {
    let style = TerminalStyle(isTerminal: isTerminal, columns: 80) { environment[$0] }
    #expect(style == expected)
  }

  @Test func isPlainForAPipe() {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    #expect(TerminalStyle.of(fileDescriptor: ends[1]) == .plain)
    close(ends[0])
    close(ends[1])
  }

  @Test func alignsWithoutTrailingBlanks() {
    var table = TextTable([
      TextTable.Column("name"), TextTable.Column("n", .right), TextTable.Column("note"),
    ])
    table.append(["海", "7", ""])
    table.append(["", "1000", "x"])
    table.append(["abc ", "", "  "])
    #expect(
      table.rendered() == """
        name     n  note
        海       7
              1000  x
        abc

        """)
  }

  @Test(arguments: [57, 40, 28, 1])
  func staysWithinTheWidthWhereItCan(_ width: Int) {
    var table = TextTable([
      TextTable.Column("id", canShrink: false), TextTable.Column("a long header"),
      TextTable.Column("other"), TextTable.Column("n", .right),
    ])
    table.append(["123456", TextTable.Cell(String(repeating: "a", count: 40)), "bb", "9"])
    let lines = table.rendered(TerminalStyle(width: width)).split(separator: "\n")
    // The id, a column of eight cells, one of five, the number, and the blanks between them.
    let least = 6 + 8 + 5 + 1 + 3 * 2
    for line in lines { #expect(TerminalText.width(of: String(line)) <= max(width, least)) }
    #expect(lines[1].hasPrefix("123456  a") && lines[1].contains("…"))
    #expect(lines[1].hasSuffix("9"))
  }

  @Test func leavesOptionalColumnsOutWhereItMust() {
    var table = TextTable([
      TextTable.Column("a", canShrink: false), TextTable.Column("b", .right, isOptional: true),
      TextTable.Column("c", .right, isOptional: true), TextTable.Column("d", .right),
    ])
    table.append(["1111", "2222", "3333", "4444"])
    #expect(table.rendered(TerminalStyle(width: 22)).hasSuffix("1111  2222  3333  4444\n"))
    #expect(table.rendered(TerminalStyle(width: 21)).hasSuffix("1111  2222  4444\n"))
    #expect(table.rendered(TerminalStyle(width: 15)).hasSuffix("1111  4444\n"))
    #expect(table.rendered(TerminalStyle(width: 3)).hasSuffix("1111  4444\n"))
  }

  @Test func setsTheHeaderOffInColour() {
    var table = TextTable([TextTable.Column("a"), TextTable.Column("b")])
    table.append([TextTable.Cell("x", .red), "y"])
    #expect(
      table.rendered(TerminalStyle(usesColour: true))
        == "\u{1b}[1ma\u{1b}[0m  \u{1b}[1mb\u{1b}[0m\n\u{1b}[31mx\u{1b}[0m  y\n")
  }

  @Test(
    arguments: [
      ([], ""), ([1], "▁"), ([1, 1, 1], "▁▁▁"), ([1, 2, 3, 4, 5, 6, 7, 8], "▁▂▃▄▅▆▇█"),
      ([8, 1], "█▁"), ([1, .nan, 2], "▁×█"), ([.nan, .infinity], "××"),
      ([-1e308, 1e308], "▁█"),
    ] as [([Double], String)])
  func drawsTheCurve(_ values: [Double], _ expected: String) {
    #expect(Sparkline.rendered(values) == expected)
  }

  @Test func thinsALongCurve() {
    let line = Sparkline.rendered((0..<1000).map { 1 / Double($0 + 1) }, width: 10)
    #expect(line.count == 10)
    #expect(line.first == "█" && line.last == "▁")
  }
}
