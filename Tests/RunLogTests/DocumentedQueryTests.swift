import RunLog
import Testing

/// Runs what `docs/run-log.md` tells people to run.
@Suite struct DocumentedQueryTests {
  let folder: ScratchFolder
  let reader: RunLogReader
  let page: String

  init() throws {
    folder = try ScratchFolder()
    try fill(RunLog(path: folder.file("runs.sqlite")), runs: 200, epochs: 110)
    reader = try RunLogReader(path: folder.file("runs.sqlite"))
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    page = String(decoding: try contents(of: "/\(root)/docs/run-log.md"), as: UTF8.self)
  }

  /// The fenced blocks of a language.
  private func blocks(_ language: String) -> [String] {
    var blocks: [String] = []
    var open: [Substring]?
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if let lines = open {
        if line == "```" {
          blocks.append(lines.joined(separator: "\n"))
          open = nil
        } else {
          open = lines + [line]
        }
      } else if line == "```" + language {
        open = []
      }
    }
    return blocks
  }

  @Test func givesRowsForEachQuery() throws {
    let queries = blocks("sql")
    #expect(queries.count == 10)
    for query in queries {
      let rows = try reader.database.rows(query) { row throws(RunLogError) in row.columnNames }
      #expect(!rows.isEmpty, "\(query)")
    }
  }

  @Test(arguments: ["v_runs", "v_epochs", "v_metrics", "v_parameters"])
  func namesEveryColumn(_ view: String) throws {
    let columns = try reader.database.rows(
      "SELECT name FROM pragma_table_info(?)", [.text(view)]
    ) { row throws(RunLogError) in try row.text() }
    #expect(!columns.isEmpty)
    for column in columns { #expect(page.contains("`\(column)`"), "\(view).\(column)") }
  }
}
