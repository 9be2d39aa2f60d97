import Tabular

/// The columns `status` and `reason` of one row after the other.
struct VerdictText {
  /// The names of the two columns.
  static let columns = ["status", "reason"]
  /// Columns that a reason names of one kind.
  private static let listed = 10

  private let names: [String]
  private let statuses: [RowWriter.PreparedText]
  private let ok: RowWriter.PreparedText
  private let noReason: RowWriter.PreparedText

  /// Prepares for the columns of a model.
  ///
  /// - Parameter names: the columns in the order of the encoder, then the target.
  init(_ names: [String], for writer: RowWriter) {
    self.names = names
    statuses = RowConcern.Kind.allCases.map { writer.prepared($0.status) }
    ok = writer.prepared("ok")
    noReason = writer.prepared("")
  }

  /// Writes both cells of a row.
  ///
  /// - Parameters:
  ///   - concerns: the row's.
  ///   - loss: why it is no row, if so.
  func write(_ concerns: ArraySlice<RowConcern>, loss: RowLoss?, to writer: RowWriter) {
    if let loss {
      writer.text(statuses[RowConcern.Kind.unparsable.rawValue])
      return writer.text("unparsable: \(loss.reason)")
    }
    guard let worst = concerns.max(by: { $0.kind < $1.kind })?.kind else {
      writer.text(ok)
      return writer.text(noReason)
    }
    writer.text(statuses[worst.rawValue])
    var parts: [String] = []
    for kind in RowConcern.Kind.allCases.reversed() {
      let found = concerns.filter { $0.kind == kind }
      if found.isEmpty { continue }
      let columns = found.prefix(Self.listed).map { concern in
        names[concern.column] + (concern.text.map { "=\($0)" } ?? "")
      }
      let rest = found.count - columns.count
      parts.append(
        "\(kind.reason): \(columns.joined(separator: ", "))"
          + (rest > 0 ? " and \(rest) more" : ""))
    }
    writer.text(parts.joined(separator: "; "))
  }
}

extension RowConcern.Kind {
  /// The row's status when this is the worst of its concerns.
  var status: String {
    switch self {
    case .imputed: "imputed"
    case .outOfRange: "out of range"
    case .unseen: "unseen category"
    case .unparsable, .missing, .unknownTarget: "unparsable"
    }
  }

  /// What stands before the columns in the reason.
  fileprivate var reason: String {
    switch self {
    case .imputed: "imputed"
    case .outOfRange: "out of training range"
    case .unseen: "unseen category"
    case .unparsable: "unparsable"
    case .missing: "missing"
    case .unknownTarget: "unknown class"
    }
  }
}

extension RowLoss {
  fileprivate var reason: String {
    switch self {
    case .fields(let expected, let found): "\(found) fields instead of \(expected)"
    case .invalidUTF8: "not valid UTF-8"
    case .nulByte: "a NUL byte"
    }
  }
}
