extension RunLogQueries {
  /// Which versions of a model were current, oldest first.
  package func promotions(of model: String) throws(RunLogError) -> [PromotionRecord] {
    try database.rows(
      """
      SELECT \(PromotionRecord.columns) FROM promotions WHERE model = ? ORDER BY number
      """, [.text(model)]
    ) { row throws(RunLogError) in try PromotionRecord(row: &row) }
  }
}

extension RunLog {
  /// Makes a version current, and keeps in mind when and why; the history keeps the earlier ones.
  package func makeCurrent(
    _ model: ModelRecord, cause: PromotionCause = .promote
  ) throws(RunLogError) {
    var current = model
    current.isCurrent = true
    try database.transaction { () throws(RunLogError) in
      try write(current)
      try record(current, cause: cause)
    }
  }

  /// Writes the row of a version that became current.
  func record(_ model: ModelRecord, cause: PromotionCause) throws(RunLogError) {
    try database.run(
      "INSERT INTO promotions (at, model, run, cause) VALUES (?, ?, ?, ?)",
      [
        SQLiteValue(model.createdAt), .text(model.model), .text(model.run),
        .text(cause.rawValue),
      ])
  }
}
