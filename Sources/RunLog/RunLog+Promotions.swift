extension RunLogQueries {
  /// Which versions of a model were current, oldest first.
  ///
  /// - Parameter limit: at most so many, the newest; nil for all.
  package func promotions(
    of model: String, limit: Int? = nil
  ) throws(RunLogError) -> [PromotionRecord] {
    try database.rows(
      """
      SELECT \(PromotionRecord.columns) FROM promotions WHERE model = ?
      ORDER BY number DESC LIMIT ?
      """, [.text(model), SQLiteValue(limit ?? -1)]
    ) { row throws(RunLogError) in try PromotionRecord(row: &row) }.reversed()
  }

  /// The number of a model's versions: runs that were ever current.
  package func versionCount(of model: String) throws(RunLogError) -> Int {
    // Counting distinct runs would keep them all in memory.
    try database.integer(
      """
      SELECT count(*) FROM models AS version WHERE model = ?1 AND NOT EXISTS (
        SELECT 1 FROM models WHERE run = version.run AND model = ?1 AND number < version.number)
      """, [.text(model)])
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
