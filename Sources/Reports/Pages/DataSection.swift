import JSON
import RunLog

/// What a run was trained on: the file, its split, its columns and classes, and whether the figures
/// can be believed.
struct DataSection {
  let result: RunResult

  /// The section.
  var html: HTML {
    guard let data = result.finding("data") else { return .nothing }
    return .section("data", "Data", [warnings, facts(data), classes(data), columns(data)])
  }

  private var warnings: HTML {
    let messages = RunWarnings(result).messages
    guard !messages.isEmpty else {
      guard result.finding("honesty") != nil else { return .nothing }
      return .paragraph(
        """
        Nothing was found that makes the figures doubtful: no test row stands in the training \
        part too, no single column gives the target away.
        """)
    }
    return .note(
      [.element("strong", [], "Before you believe the figures")]
        + [.list(messages.map { .text($0) })])
  }

  private func facts(_ data: JSONTree) -> HTML {
    let parts = [
      ("training", data["train_rows"]?.integer), ("validation", data["validation_rows"]?.integer),
      ("test", data["test_rows"]?.integer),
    ].compactMap { name, rows -> HTML? in
      guard let rows, rows > 0 else { return nil }
      return "\(NumberText.count(rows)) for \(name)"
    }
    let columns = data["columns"]?.list ?? []
    let features = columns.filter { $0["role"]?.string == "feature" }
    let kinds = Dictionary(grouping: features) { $0["kind"]?.string ?? "" }.mapValues(\.count)
      .sorted { $0.key < $1.key }.map { HTML.text("\($0.value) \($0.key)") }
    let duplicates = result.finding("honesty")?["duplicate_rows"]?.integer
    return .facts([
      ("File", data["file"]?.string.map { .name($0) }),
      ("SHA-256", data["sha256"]?.string.map { .code($0) }),
      ("Rows", data["rows"]?.integer.map { "\(NumberText.count($0)): " + .enumeration(parts) }),
      ("Split", data["split"]?.string.map { .text(split($0)) }),
      (
        "Columns",
        columns.isEmpty
          ? nil
          : "\(columns.count), of which \(PageNumber.rows(features.count, "feature")) ("
            + .enumeration(kinds) + ")"
      ),
      ("Test rows seen in training", duplicates.map { .text(NumberText.count($0)) }),
    ])
  }

  private func split(_ method: String) -> String {
    let seed = result.parameter("split.seed")
    return switch method {
    case "random": "rows drawn at random" + (seed.map { ", seed \($0)" } ?? "")
    case "stratified":
      "rows drawn at random, each class with the same share in every part"
        + (seed.map { ", seed \($0)" } ?? "")
    case "ordered": "in the order of the file: the last rows are the test part"
    case "group":
      "whole groups drawn at random" + (seed.map { ", seed \($0)" } ?? "")
    case "column": "as a column of the file says"
    case "none": "none: there is no test part"
    default: method
    }
  }

  private func classes(_ data: JSONTree) -> HTML {
    let names = (data["classes"]?.list ?? []).compactMap(\.string)
    let parts = ["train", "validation", "test"].compactMap { part in
      (data["class_counts"]?[part]?.list).map { (part, $0.map { $0.integer ?? 0 }) }
    }
    guard !names.isEmpty, !parts.isEmpty else { return .nothing }
    let positive = data["positive"]?.string
    var table = HTMLTable(
      "Rows of each class",
      [HTMLTable.Column("class")]
        + parts.flatMap { part in
          [
            HTMLTable.Column("\(part.0)", isNumeric: true),
            HTMLTable.Column("share", isNumeric: true),
          ]
        })
    for (index, name) in names.prefix(Self.classLimit).enumerated() {
      let cells = parts.flatMap { _, counts -> [HTMLTable.Cell] in
        let count = counts.indices.contains(index) ? counts[index] : 0
        let total = max(1, counts.reduce(0, +))
        return [
          "\(NumberText.count(count))",
          "\(NumberText.fixed(100 * Double(count) / Double(total), decimals: 1)) %",
        ]
      }
      table.append(
        [HTMLTable.Cell(.name(name) + (name == positive ? " (positive)" : ""))] + cells)
    }
    let left = names.count - Self.classLimit
    return table.html(id: "class-rows")
      + (left > 0 ? .paragraph("… and \(left) more classes.", style: "soft") : .nothing)
  }

  /// Classes and columns beyond which a table would fill the page.
  private static let classLimit = 50
  private static let columnLimit = 200

  private func columns(_ data: JSONTree) -> HTML {
    let columns = data["columns"]?.list ?? []
    guard !columns.isEmpty else { return .nothing }
    var table = HTMLTable(
      "The columns of the file, in their order, over all rows",
      [
        HTMLTable.Column("column"), HTMLTable.Column("kind"), HTMLTable.Column("role"),
        HTMLTable.Column("missing", isNumeric: true),
        HTMLTable.Column("distinct", isNumeric: true),
        HTMLTable.Column("least", isNumeric: true), HTMLTable.Column("mean", isNumeric: true),
        HTMLTable.Column("most", isNumeric: true), HTMLTable.Column("what is done with it"),
      ])
    for column in columns.prefix(Self.columnLimit) {
      let role = column["role"]?.string ?? none
      table.append([
        HTMLTable.Cell(.name(column["name"]?.string ?? none), isBold: role == "target"),
        "\(column["kind"]?.string ?? none)", "\(String(role.map { $0 == "_" ? " " : $0 }))",
        "\(PageNumber.count(column["missing"]?.integer))",
        "\(PageNumber.count(column["distinct"]?.integer))",
        "\(PageNumber.short(column["minimum"]?.number))",
        "\(PageNumber.short(column["mean"]?.number))",
        "\(PageNumber.short(column["maximum"]?.number))", "\(column["use"]?.string ?? none)",
      ])
    }
    let left = columns.count - Self.columnLimit
    return .details(
      "All \(columns.count) columns",
      [
        table.html(id: "columns"),
        left > 0 ? .paragraph("… and \(left) more columns.", style: "soft") : .nothing,
      ])
  }
}

extension RunResult {
  /// A setting's JSON text without the quotes around a string; nil where the run has none.
  func parameter(_ key: String) -> String? {
    parameters.first { $0.key == key }.map { SettingText.plain($0.value) }
  }
}
