import Reports
import Testing

struct HTMLTests {
  static let hostile: [(text: String, markup: String)] = [
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("\" onload=\"x", "&quot; onload=&quot;x"), ("' & '", "&#39; &amp; &#39;"),
    ("a\u{1b}[31mred", "a\\u{1b}[31mred"), ("line\nline\r\t", "line\\nline\\r\\t"),
    ("\u{202e}cte", "\\u{202e}cte"), ("\u{2028}", "\\u{2028}"), ("\0", "\\u{0}"),
    ("&lt;", "&amp;lt;"), ("ünï 海 🐢", "ünï 海 🐢"),
  ]

  @Test(arguments: hostile)
  func escapesTextAndAttributesAlike(text: String, markup: String) {
    #expect(HTML.text(text).markup == markup)
    #expect(("\(text)" as HTML).markup == markup)
    #expect(HTML.name(text).markup == "<bdi>\(markup)</bdi>")
    #expect(
      HTML.element("p", [HTML.Attribute("title", text)], "x").markup
        == "<p title=\"\(markup)\">x</p>")
    #expect(HTML.codeBlock("a\nb").markup == "<pre><code>a\nb</code></pre>")
  }

  @Test func tableHasHeadersForColumnsAndRows() {
    var table = HTMLTable(
      "what", [HTMLTable.Column("name"), HTMLTable.Column("n", isNumeric: true)])
    #expect(table.html(id: "t") == .nothing)
    table.append(["<a>", "\(1)"])
    let markup = table.html(id: "t").markup
    #expect(markup.contains("<th scope=\"col\">name</th><th scope=\"col\" class=\"r\">n</th>"))
    #expect(markup.contains("<th scope=\"row\">&lt;a&gt;</th><td class=\"r\">1</td>"))
    #expect(markup.contains("<caption id=\"t\">what</caption>"))
  }

  @Test func emptySectionLeavesNoHeading() {
    #expect(HTML.section("a", "A", [.nothing, .nothing]) == .nothing)
    #expect(HTML.section("a", "A", ["x"]).markup.contains("<h2 id=\"a\">A</h2>x"))
  }

  @Test(arguments: [
    (0.0, "0"), (-0.001, "0"), (1.5, "1.5"), (12.345, "12.35"), (-3.1, "-3.1"), (0.05, "0.05"),
    (.nan, "0"), (.infinity, "0"), (1e300, "10000000"), (-7, "-7"),
  ])
  func writesCoordinatesInTwoDecimals(value: Double, text: String) {
    #expect(Coordinate.text(value) == text)
  }

  @Test(arguments: [
    ("pipeline/done/1/iris.csv", "pipeline/done/1/iris.csv"), ("a b", "'a b'"),
    ("it's", "'it'\\''s'"), ("", "''"), ("-rf", "./-rf"), ("$(x)", "'$(x)'"),
    ("a\nb\u{1b}", "$'a\\012b\\033'"), ("\u{202e}x'\\", "$'\\342\\200\\256x\\'\\\\'"),
  ])
  func quotesWordsForTheShell(word: String, quoted: String) {
    #expect(ShellText.quoted(word) == quoted)
  }
}
