import Files
import Models
import Reports
import Tabular

/// What `backdrop predict` says besides the scores.
struct PredictReport {
  /// Columns that a line of the summary names.
  private static let listed = 10

  let model: Model
  let scoring: CSVScoring
  let summary: ScoringSummary
  let options: ScoringOptions

  /// The report as lines for a person.
  var lines: [String] {
    var lines: [String] = []
    let extra = scoring.extraColumns.map { displayedText(of: $0) }
    if !extra.isEmpty {
      lines.append("columns that the model does not use: \(Self.list(extra))")
    }
    lines += unusual
    if summary.badRows > 0 {
      let empty =
        summary.emptyRows > 0
        ? ", \(NumberText.count(summary.emptyRows)) of them without a score" : ""
      lines.append("bad rows: \(NumberText.count(summary.badRows))\(empty)")
    }
    var facts = ["\(NumberText.count(summary.rows)) rows scored with \(model.document.name)"]
    if let metrics = summary.metrics {
      facts += metrics.named.map { "\($0.name) \(NumberText.metric($0.name, $0.value))" }
    }
    lines.append(facts.joined(separator: ", "))
    return lines
  }

  /// A line for each kind of unusual values, with the columns that have them and in how many rows.
  private var unusual: [String] {
    let kinds: [(name: String, count: (ShiftSummary.ColumnShift) -> Int)] = [
      ("imputed", { $0.missing }), ("unseen category", { $0.unseen }),
      ("out of training range", { $0.outOfRange }), ("unparsable", { $0.unparsable }),
    ]
    return kinds.compactMap { kind in
      let columns = summary.shift.columns.filter { kind.count($0) > 0 }
        .sorted { kind.count($0) > kind.count($1) }
      if columns.isEmpty { return nil }
      let texts = columns.map {
        "\(displayedText(of: $0.name)) (\(NumberText.count(kind.count($0))))"
      }
      return "\(kind.name): \(Self.list(texts))"
    }
  }

  private static func list(_ texts: [String]) -> String {
    texts.prefix(listed).joined(separator: ", ")
      + (texts.count > listed ? " and \(texts.count - listed) more" : "")
  }

  /// The report as one JSON object.
  func json() throws -> String {
    let classes = model.document.targetEncoder.classes
    let confusion = summary.confusion.map { matrix in
      PredictObject.Confusion(
        classes: classes,
        counts: classes.indices.map { truth in classes.indices.map { matrix[truth, $0] } })
    }
    return try JSONText.encoded(
      PredictObject(
        model: model.document.name, run: model.document.run, rows: summary.rows,
        bad_rows: summary.badRows, empty_rows: summary.emptyRows,
        extra_columns: scoring.extraColumns,
        threshold: classes.count == 2 ? options.threshold : nil,
        metrics: summary.metrics.map { Dictionary($0.named, uniquingKeysWith: { $1 }) },
        evaluated_rows: summary.metrics?.rows ?? 0,
        rounded_ranking: summary.hasRoundedRanking ? true : nil,
        confusion: classes.count <= 100 ? confusion : nil,
        shift: PredictObject.Shift(summary.shift)))
  }
}

/// What `backdrop predict --json` prints.
private struct PredictObject: Encodable {
  struct Confusion: Encodable {
    let classes: [String]
    let counts: [[Int]]
  }

  struct Shift: Encodable {
    struct Column: Encodable {
      let name: String
      let missing, unseen, out_of_range, unparsable: Double
      let mean_shift: Double?
    }

    let rows: Int
    let columns: [Column]

    init(_ summary: ShiftSummary) {
      rows = summary.rows
      let count = Double(max(1, summary.rows))
      columns = summary.columns.map {
        Column(
          name: $0.name, missing: Double($0.missing) / count, unseen: Double($0.unseen) / count,
          out_of_range: Double($0.outOfRange) / count, unparsable: Double($0.unparsable) / count,
          mean_shift: $0.meanShift)
      }
    }
  }

  let model, run: String
  let rows, bad_rows, empty_rows: Int
  let extra_columns: [String]
  let threshold: Double?
  let metrics: [String: Double]?
  let evaluated_rows: Int
  let rounded_ranking: Bool?
  let confusion: Confusion?
  let shift: Shift
}
