import Experiments
import FoundationEssentials
import JSON
import Models
import Perceptron
import Testing

/// What SciPy says about random figures; `make_statistics.py` writes it.
private struct Statistics: Decodable {
  struct Pair: Decodable {
    let first, second: [Double]
    let p: Double
  }
  struct Ranks: Decodable {
    let x, y: [Double]
    let coefficient, p: Double
  }
  struct Holm: Decodable {
    let p, corrected: [Double]
  }
  let paired, folds: [Pair]
  let ranks: [Ranks]
  let holm: [Holm]

  static func golden() throws -> Statistics {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Goldens/statistics.json")
    return try JSONDecoder().decode(Statistics.self, from: Data(contentsOf: file))
  }
}

@Suite struct StatisticTests {
  private func expectClose(_ found: Double, _ expected: Double) {
    #expect(abs(found - expected) <= 1e-9 * max(expected, 1e-3), "\(found) for \(expected)")
  }

  @Test func pairedTestsAreThoseOfSciPy() throws {
    let golden = try Statistics.golden()
    #expect(golden.paired.count == 15)
    for pair in golden.paired {
      let differences = zip(pair.first, pair.second).map { $0 - $1 }
      expectClose(try #require(PairedTest.seeds.p(differences)), pair.p)
    }
    for pair in golden.folds {
      let differences = zip(pair.first, pair.second).map { $0 - $1 }
      expectClose(try #require(PairedTest.folds.p(differences)), pair.p)
    }
  }

  @Test func equalDifferencesLeaveNoNoise() {
    #expect(PairedTest.seeds.p([0.1]) == nil)
    #expect(PairedTest.seeds.p([0, 0, 0]) == 1)
    #expect(PairedTest.seeds.p([0.1, 0.1, 0.1]) == 0)
  }

  @Test func rankCorrelationIsThatOfSciPy() throws {
    let golden = try Statistics.golden()
    #expect(golden.ranks.count > 6)
    for ranks in golden.ranks {
      let found = try #require(RankCorrelation(ranks.x, ranks.y))
      expectClose(found.coefficient, ranks.coefficient)
      expectClose(found.p, ranks.p)
    }
    #expect(RankCorrelation([1, 2], [1, 2]) == nil)
    #expect(RankCorrelation([1, 2, 3], [1, 1, 1]) == nil)
  }

  @Test func correctionIsThatOfHolm() throws {
    for holm in try Statistics.golden().holm {
      #expect(HolmCorrection.corrected(holm.p) == holm.corrected)
    }
  }
}

@Suite struct ConclusionTests {
  /// The conclusions of a study in which each run has the figure that a closure gives it.
  private func conclusions(
    _ text: String, state: (Study.Trial) -> StudyRun.State = { _ in .done },
    _ figure: (Study.Trial) -> Double?
  ) throws -> StudyConclusions {
    let study = try Study(
      reading: Array("{ study: \(text) }".utf8), file: "a.json", stem: "a")
    let runs = study.trials.enumerated().map { index, trial in
      StudyRun(
        id: "r\(index)", trial: trial, state: state(trial), figure: figure(trial), loss: 0.5,
        epochs: 10, seconds: 1)
    }
    return StudyConclusions(
      study, runs: runs, metric: .accuracy, part: "validation", chosen: (0, "r0"))
  }

  @Test func valueThatIsBetterWithEverySeedBeats() throws {
    let found = try conclusions(
      "{ grid: { \"training.learning_rate\": [0.01, 0.1], \"network.hidden\": [[4], [8]] }, seeds: 5 }"
    ) { trial in
      // The learning rate is worth half; the layers are worth nothing but noise.
      let noise = Double((trial.seedIndex * 7 + trial.setting % 2 * 3) % 5) / 100
      return (trial.config.training.learningRate == 0.1 ? 0.95 : 0.45) + noise
    }
    let sentences = found.sentences
    #expect(
      sentences.contains("learning_rate 0.1 beats 0.01 (accuracy +50.0 points, 5 of 5 seeds)"),
      "\(sentences)")
    #expect(
      sentences.contains { $0.contains(" ties with ") && $0.contains("within seed noise") },
      "\(sentences)")
    let json = found.finding.value
    #expect(json["test"]?["source"] == .string("Student 1908"))
    #expect(json["repeats"]?["kind"] == .string("seeds"))
    guard case .array(let settings)? = json["settings"], case .array(let axes)? = json["axes"]
    else {
      Issue.record("no settings")
      return
    }
    #expect(settings.count == 4 && axes.count == 2)
    #expect(settings[0]["count"] == .number(5))
  }

  @Test func oneRunEachCannotTellNoiseFromEffect() throws {
    let found = try conclusions("{ one_at_a_time: { \"training.epochs\": [5, 9] } }") {
      Double($0.setting) / 10
    }
    #expect(found.sentences.contains { $0.contains("cannot tell noise from effect") })
    #expect(!found.sentences.contains { $0.contains("beats") || $0.contains("ties") })
    #expect(
      found.sentences.contains(
        "epochs 9 came to accuracy +20.0 points against 200, in one run each"),
      "\(found.sentences)")
    #expect(found.finding.value["test"] == .null)
  }

  @Test func foldsAreComparedByTheCorrectedTest() throws {
    // In both cases every fold but one agrees; by the corrected test only the first is beyond noise.
    let differences = [0.02, 0.03, 0.04, 0.05, 0.06]
    let found = try conclusions(
      "{ runs: [{ name: \"a\" }, { name: \"b\", \"seed\": 1 }], folds: 5 }"
    ) {
      $0.setting == 0 ? 0.9 : 0.9 + differences[$0.fold ?? 0]
    }
    let p = try #require(PairedTest.folds.p(differences))
    #expect(p < 0.05)
    #expect(
      found.sentences.contains("b beats a (accuracy +4.0 points, 5 of 5 folds)"),
      "\(found.sentences)")
    let noisy = try conclusions(
      "{ runs: [{ name: \"a\" }, { name: \"b\", \"seed\": 1 }], folds: 5 }"
    ) {
      $0.setting == 0 ? 0.9 : 0.9 + [0.0, 0.02, 0.04, 0.06, 0.08][$0.fold ?? 0]
    }
    #expect(
      noisy.sentences.contains { $0.hasPrefix("b ties with a: difference within fold noise") },
      "\(noisy.sentences)")
  }

  @Test func randomSettingsAreNeverComparedInPairs() throws {
    let study = """
      { random: { "training.learning_rate": { log_uniform: [0.0001, 0.1] },
        "network.hidden": { choice: [[4], [8]] }, "training.l2": { uniform: [0, 1] } }, trials: 40 }
      """
    let found = try conclusions(
      study, state: { $0.setting == 7 ? .discarded : $0.setting == 8 ? .diverged : .done }
    ) { trial in
      trial.setting == 8 ? nil : trial.config.training.learningRate
    }
    let sentences = found.sentences
    #expect(
      sentences.contains {
        $0.hasPrefix("learning_rate: higher values went with higher accuracy (Spearman's ρ 1.00")
          && $0.hasSuffix("38 settings)")
      }, "\(sentences)")
    #expect(sentences.contains { $0.hasPrefix("hidden: median accuracy ") }, "\(sentences)")
    #expect(sentences.contains { $0.hasPrefix("1 of 40 settings was given up early") })
    #expect(!sentences.contains { $0.contains("beats") || $0.contains("ties with") })
  }

  @Test func valuesThatTellNothingAreSaidToTellNothing() throws {
    let study = """
      { random: { "training.learning_rate": { log_uniform: [0.0001, 0.1] },
        "network.hidden": { choice: [[4], [8]] }, "training.l2": { uniform: [0, 1] } }, trials: 8 }
      """
    let sentences = try conclusions(study) { $0.config.training.learningRate }.sentences
    #expect(
      sentences.contains {
        $0.hasPrefix("l2: no relation with accuracy to be seen (Spearman's ρ ")
          && $0.hasSuffix("8 settings)")
      }, "\(sentences)")
  }

  @Test func saysHowTheRunWasChosen() throws {
    let byTest = try conclusions("{ select_by: \"test\" }") { _ in 1 }
    #expect(!byTest.selectionSentence.isEmpty)
    let byFolds = try conclusions("{ folds: 4 }") { _ in 1 }
    #expect(byFolds.selectionSentence.contains("4 folds of the training rows"))
    #expect(byFolds.finding.value["selection"]?["by"] == .string("folds"))
  }
}
