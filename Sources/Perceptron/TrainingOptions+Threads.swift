extension TrainingOptions {
  /// Floating-point operations of one batch for which one more thread pays.
  ///
  /// Measured on two cores: 6 million operations a batch ran slower on two threads than on one, 400
  /// million 1.5 times as fast.
  private static let operationsPerThread = 16_000_000

  /// How many of the threads allowed are worth starting; no result depends on it.
  ///
  /// - Parameters:
  ///   - allowed: the most threads there may be.
  ///   - rows: the rows of the training part.
  package func usefulThreads(
    of allowed: Int, for architecture: Architecture, rows: Int
  ) -> Int {
    // Forward, backward and the gradient each multiply and add once a weight and row.
    let operations = 6 * architecture.parameterCount * batchRows(of: rows)
    return max(1, min(allowed, operations / Self.operationsPerThread))
  }
}
