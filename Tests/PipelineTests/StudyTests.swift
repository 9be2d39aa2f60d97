import Experiments
import Files
import Models
import Pipeline
import RunLog
import Testing

@Suite struct StudySelectionTests {
  private static func config(_ study: String, _ training: String = "epochs: 30") -> String {
    """
    { training: { \(training), batch_size: 16, learning_rate: 0.01 }, network: { hidden: [4] },
      study: \(study) }
    """
  }

  private func parts(_ result: RunResult) -> Set<MetricPart> { Set(result.metrics.map(\.part)) }

  @Test func onlyTheChosenRunSeesTheTestRows() throws {
    let journey = try Journey(
      Self.config("{ grid: { \"training.learning_rate\": [0.0001, 0.01] }, seeds: 2 }"))
    let answer = try journey.travel(threads: 2)
    let stored = try journey.log.runs(filter: RunFilter(job: "j"), sort: .oldest)
      .map { try journey.log.result(of: $0) }
    #expect(stored.count == 4)
    for result in stored {
      let isBest = result.run.id == answer.best
      #expect(parts(result) == (isBest ? [.train, .validation, .test] : [.train, .validation]))
      #expect(result.findings.contains { $0.name == "study" } == isBest)
      // The others show what they do on the rows by which they could have been chosen.
      let part = "\"part\":\"\(isBest ? "test" : "validation")\""
      for name in ["evaluation", "importance"] {
        let found = result.findings.filter { $0.name == name }
        #expect(found.count == 1 && found[0].value.contains(part), "\(found)")
      }
      #expect(
        try journey.log.models(named: "points").map(\.run) == [answer.best],
        "only the chosen run is a version")
    }
    let losses = stored.map { result in
      result.metrics.first { $0.part == .validation && $0.name == "loss" }?.value ?? .infinity
    }
    let means = [losses[0] + losses[1], losses[2] + losses[3]]
    let setting = means[0] < means[1] ? 0 : 1
    let chosen = losses[2 * setting] < losses[2 * setting + 1] ? 2 * setting : 2 * setting + 1
    #expect(answer.best == stored[chosen].run.id)
    // The saved model knows its test figures too.
    let model = try Model(
      file: journey.scratch.root.models.appending("points").appending("current.npz"))
    #expect(model.document.run == answer.best)
    #expect(model.document.metrics.test != nil)
    #expect(model.document.split.trainRows == 36)
    #expect(model.document.split.validationRows == 9)
  }

  @Test func foldsAreLeftOutInTurnAndTheChosenSettingIsTrainedOnAllRows() throws {
    let study = "{ grid: { \"training.learning_rate\": [0.0001, 0.01] }, folds: 3 }"
    let journey = try Journey(Self.config(study))
    let answer = try journey.travel(threads: 2)
    #expect(answer.results.count == 7)
    let last = try #require(answer.results.last)
    #expect(answer.best == last.run.id)
    #expect(last.run.name == "learning_rate 0.01, all training rows")
    #expect(parts(last) == [.train, .test])
    for result in answer.results.dropLast() { #expect(parts(result) == [.train, .validation]) }
    // The last run is the one that the setting gives alone.
    let alone = try Journey(
      "{ training: { epochs: 30, batch_size: 16, learning_rate: 0.01 }, network: { hidden: [4] } }"
    ).travel()
    #expect(last.run.weightsSHA256 == alone.results[0].run.weightsSHA256)
    let broken = try Journey(Self.config(study))
    let (resumed, stops) = try broken.travelWithStops(threads: 2)
    #expect(stops > 0)
    #expect(resumed.results.map(\.run.weightsSHA256) == answer.results.map(\.run.weightsSHA256))
  }

  @Test func settingsThatAreBehindAreGivenUpAndMarked() throws {
    let study = """
      { random: { "training.learning_rate": { log_uniform: [0.00001, 0.1] } }, trials: 9,
        early_discard: true }
      """
    let journey = try Journey(Self.config(study, "epochs: 18, patience: 100"))
    let answer = try journey.travel(threads: 2)
    let epochs = answer.results.map(\.run.epochsRun)
    let reasons = answer.results.map(\.run.stopReason)
    // Nine settings: three go on after 2 epochs, one after 6.
    #expect(epochs.filter { $0 == 2 }.count == 6)
    #expect(epochs.filter { $0 == 6 }.count == 2)
    #expect(epochs.filter { $0 == 18 }.count == 1)
    #expect(reasons.filter { $0 == "discarded" }.count == 8)
    #expect(answer.results.allSatisfy { $0.run.state == .done })
    let best = try #require(answer.results.first { $0.run.id == answer.best })
    #expect(best.run.epochsRun == 18)
    // It has the bits of the same setting without looks.
    let plain = try Journey(
      Self.config(
        study.replacing("early_discard: true", with: "early_discard: false"),
        "epochs: 18, patience: 100")
    ).travel()
    #expect(
      plain.results[best.run.ordinal].run.weightsSHA256 == best.run.weightsSHA256)
    let broken = try Journey(Self.config(study, "epochs: 18, patience: 100"))
    let (resumed, _) = try broken.travelWithStops(threads: 1)
    #expect(resumed.results.map(\.run.weightsSHA256) == answer.results.map(\.run.weightsSHA256))
    #expect(resumed.results.map(\.run.stopReason) == reasons)
  }

  @Test func estimatesTheTimeOfTheStudy() throws {
    let journey = try Journey(Self.config("{ grid: { seed: [1, 2, 3, 4] } }"))
    var seen: [StudyProgress] = []
    _ = try journey.travel { seen.append($0.study) }
    #expect(seen.allSatisfy { $0.secondsLeft != nil && $0.share >= 0 && $0.share <= 1 })
    // Two runs before the last one may not be saved yet when the last one trains.
    #expect([1, 2, 3].contains(seen.last?.ended))
    #expect(try journey.log.events(job: "j").contains { $0.code == "study-estimate" })
  }
}
