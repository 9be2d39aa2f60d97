extension TrainingOptions {
  /// Floating-point operations of one batch for which one more thread pays.
  ///
  /// Measured on two cores: 4 million operations a batch ran 1.4 times as fast on two threads.
  private static let operationsPerThread = 1_500_000

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
