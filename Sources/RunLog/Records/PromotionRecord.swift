/// Why a version of a model became current; the raw values are those of the table.
package enum PromotionCause: String, CaseIterable, Hashable, Sendable {
  /// The job that trained it chose it.
  case job
  /// Somebody promoted it.
  case promote
  /// Somebody rolled back to it.
  case rollback
}

/// One row of `promotions`: a version that became current.
package struct PromotionRecord: Hashable, Sendable {
  /// When.
  package var at: Timestamp
  /// The model's name in the store.
  package var model: String
  /// The version: the run that trained it.
  package var run: String
  /// Why.
  package var cause: PromotionCause

  /// What `init(row:)` reads, in its order.
  static let columns = "at, model, run, cause"

  /// Reads a row of `columns`.
  init(row: inout Row) throws(RunLogError) {
    at = try row.time()
    model = try row.text()
    run = try row.text()
    cause = try row.choice()
  }
}

extension [PromotionRecord] {
  /// The version that was current before the last one, where the records are those of one model,
  /// oldest first: each rollback takes back one change.
  package var previous: String? {
    var versions: [String] = []
    for record in self {
      if record.cause == .rollback, versions.count > 1 {
        versions.removeLast()
      } else if versions.last != record.run {
        versions.append(record.run)
      }
    }
    return versions.dropLast().last
  }
}
