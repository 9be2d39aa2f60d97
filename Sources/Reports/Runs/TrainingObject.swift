package import RunLog

/// What `backdrop train --json` prints: the run (of a study, the best one) with all its runs beside
/// it.
package struct TrainingObject: Encodable, Sendable {
  private let best: RunObject
  private let runs: [RunObject]?
  private let duplicateOf: String?
  private let notes: [String]
  private let conclusions: [String]?

  private enum CodingKeys: String, CodingKey {
    case runs, notes, conclusions
    case duplicateOf = "duplicate_of"
  }

  /// Describes the answer of one job.
  ///
  /// - Parameters:
  ///   - results: the runs in their order; their epochs are not shown.
  ///   - best: the run whose model is current.
  ///   - duplicateOf: the earlier job, where nothing was trained now.
  package init(
    _ results: [RunResult], best: String, duplicateOf: String?, notes: [String]
  ) throws {
    let objects = try RunObject.objects(
      results.map { result in
        var withoutEpochs = result
        withoutEpochs.epochs = []
        return withoutEpochs
      })
    guard let index = results.firstIndex(where: { $0.run.id == best }) else {
      preconditionFailure("the best run is one of the runs")
    }
    self.best = objects[index]
    runs = objects.count > 1 ? objects : nil
    self.duplicateOf = duplicateOf
    self.notes = notes
    conclusions = try StudySentences(results)?.sentences
  }

  package func encode(to encoder: any Encoder) throws {
    try best.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(runs, forKey: .runs)
    try container.encodeIfPresent(duplicateOf, forKey: .duplicateOf)
    try container.encode(notes, forKey: .notes)
    try container.encodeIfPresent(conclusions, forKey: .conclusions)
  }
}
