import Experiments
import FoundationEssentials
import JSON
import Models
import Perceptron
import Tabular
import Testing

@Suite struct FindingTests {
  private func table(_ text: String, _ study: Study) throws -> Table {
    try Table.read(
      ByteSource(bytes: Array(text.utf8), name: "a.csv"), choices: study.shared.columns)
  }

  private func study(_ config: String) throws -> Study {
    try Study(reading: Array(config.utf8), file: "a.json", stem: "a")
  }

  private func prepared(_ text: String, _ config: String) throws -> (PreparedData, Study) {
    let study = try study(config)
    let shared = study.shared
    let data = try PreparedData(
      try table(text, study), task: shared.task, positive: shared.positive, split: shared.split,
      sha256: "abc")
    return (data, study)
  }

  private func train(_ text: String, _ config: String) throws -> ExperimentOutcome {
    let (data, study) = try prepared(text, config)
    let experiment = Experiment(study.trials[0], data: data, threads: 1)
    let outcome = try experiment.run(
      on: try experiment.encode(), random: RandomStart(seed: study.shared.seed)
    ) { _, _ in .goOn }
    return try #require(outcome)
  }

  private func finding(_ name: String, _ text: String, _ config: String) throws -> JSONValue {
    let (data, study) = try prepared(text, config)
    let plan = try Experiment(study.trials[0], data: data, threads: 1).check()
    return try #require(data.findings(plan.encoder).first { $0.name == name }).value
  }

  private static let people = """
    id,name,age,member,team,weight,died
    1,Ann,22,true,a,1.5,no
    2,Bob,,false,a,1.5,yes
    3,Cy,26,true,b,1.5,yes
    4,Bob,35,,b,1.5,no

    """

  @Test func describesEveryColumn() throws {
    let data = try finding(
      "data", Self.people,
      """
      { columns: { id: ["id"], ignore: ["weight"] }, split: { method: "group", column: "team",
        test_fraction: 0.5 }, preprocess: { missing: "median", missing_indicator: true } }
      """)
    #expect(data["file"] == .string("a.csv") && data["sha256"] == .string("abc"))
    #expect(data["rows"] == .integer(4) && data["split"] == .string("group"))
    #expect(data["train_rows"] == .integer(2) && data["test_rows"] == .integer(2))
    #expect(data["validation_rows"] == .integer(0))
    #expect(data["classes"] == .array([.string("no"), .string("yes")]))
    #expect(data["positive"] == .string("yes"))
    #expect(
      data["class_counts"]
        == .object([
          "train": .array([.integer(1), .integer(1)]), "test": .array([.integer(1), .integer(1)]),
        ]))
    guard case .array(let columns)? = data["columns"] else { throw Missing() }
    #expect(
      columns.map { $0["name"] }
        == ["id", "name", "age", "member", "team", "weight", "died"]
        .map { .string($0) })
    #expect(
      columns.map { $0["role"] }
        == [
          "id", "feature", "feature", "feature", "group", "ignored",
          "target",
        ].map { .string($0) })
    #expect(
      columns.map { $0["kind"] }
        == [
          "text", "categorical", "numeric", "boolean", "categorical",
          "text", "categorical",
        ].map { .string($0) })
    #expect(
      columns.map { $0["missing"] } == [
        .null, .integer(0), .integer(1), .integer(1),
        .integer(0), .null, .integer(0),
      ])
    #expect(
      columns.map { $0["distinct"] } == [
        .null, .integer(3), .integer(3), .integer(2),
        .integer(2), .null, .integer(2),
      ])
    #expect(
      columns.map { $0["example"] }
        == ["1", "Ann", "22", "true", "a", "1.5", "no"]
        .map { .string($0) })
    #expect(columns[2]["minimum"] == .number(22) && columns[2]["maximum"] == .number(35))
    #expect(columns[2]["mean"] == .number((22 + 26 + 35) / 3))
  }

  @Test func listsTheWarnings() throws {
    let rows = (0..<100).map { "\($0),\($0 % 3),\($0 < 90 ? 0 : 1),7,\($0 < 90 ? "a" : "b")\n" }
    let text = "id,x,leak,same,y\n" + rows.joined() + "100,0,1,7,b\n"
    let honesty = try finding(
      "honesty", text,
      "{ columns: { id: [\"id\"] }, split: { method: \"ordered\", test_fraction: 0.005 } }")
    guard case .array(let warnings)? = honesty["warnings"] else { throw Missing() }
    let codes = ["single-feature", "duplicate-rows", "few-rows-of-class", "constant-column"]
    #expect(warnings.map { $0["code"] } == codes.map { .string($0) })
    #expect(
      warnings.map { $0["message"] }[1]
        == .string(
          "1 of 1 test rows stand in the training part too, such as line 102 (line 92): "
            + "the test figures flatter the model"))
    #expect(honesty["duplicate_rows"] == .integer(1))
    #expect(honesty["duplicate_examples"] == .array([.array([.integer(92), .integer(102)])]))
    #expect(honesty["class_minimum"] == .integer(10))
    #expect(honesty["identifier_columns"] == .array([]))
    let leak: JSONValue = .object([
      "column": .string("leak"), "metric": .string("accuracy"), "value": .number(1),
    ])
    #expect(honesty["single_feature"] == .array([leak]))
  }

  @Test func computesTheBaselineOfClasses() throws {
    let text = "x,y\n1,a\n2,b\n3,b\n4,b\n5,a\n6,a\n7,b\n8,a\n"
    let baseline = try finding("baseline", text, "{ split: { method: \"ordered\" } }")
    #expect(baseline["kind"] == .string("majority_class"))
    // Six training rows, three of each: the first class wins.
    #expect(baseline["prediction"] == .string("a"))
    #expect(baseline["train"]?["accuracy"] == .number(0.5))
    #expect(baseline["test"]?["accuracy"] == .number(0.5))
    guard case .number(let loss)? = baseline["test"]?["loss"] else { throw Missing() }
    #expect(abs(loss - 0.6931471805599453) < 1e-15)
  }

  @Test func computesTheBaselineOfValues() throws {
    let text = "x,y\n1,1.5\n2,2.5\n3,5\n4,3.5\n"
    let baseline = try finding("baseline", text, "{ split: { method: \"ordered\" } }")
    #expect(baseline["kind"] == .string("mean"))
    #expect(baseline["prediction"] == .number(3))
    #expect(baseline["train"]?["r2"] == .number(0))
    // (1.5² + 0.5² + 2²) / 3 / 2
    #expect(baseline["train"]?["loss"] == .number(6.5 / 6))
    #expect(
      baseline["test"]
        == .object([
          "rows": .integer(1), "loss": .number(0.125), "mae": .number(0.5), "r2": .number(0),
        ]))
  }

  /// What the check says comes from the same code: a training has the same findings.
  @Test func aTrainingHasTheFindingsOfACheck() throws {
    let config = "{ training: { epochs: 2 } }"
    let (data, study) = try prepared(Self.people, config)
    let plan = try Experiment(study.trials[0], data: data, threads: 1).check()
    let findings = try train(Self.people, config).findings
    let checked = data.findings(plan.encoder)
    for finding in checked { #expect(findings.contains(finding), "\(finding.name)") }
    #expect(checked.map(\.name) == ["data", "honesty", "baseline"])
  }

  @Test(arguments: [
    ["0", "1"], ["a", "b"], ["No", "Yes"], ["false", "true"], ["-1", "1"], ["2", "10"],
  ])
  func anyTwoLabelsGiveTheSameModel(_ labels: [String]) throws {
    func text(_ labels: [String]) -> String {
      "x,z,y\n"
        + (0..<60).map { "\($0 * 37 % 60),\($0 % 7),\(labels[$0 * $0 % 5 < 2 ? 0 : 1])\n" }
        .joined()
    }
    for method in ["random", "stratified"] {
      let config = "{ split: { method: \"\(method)\" }, training: { epochs: 5 } }"
      let base = try train(text(["0", "1"]), config)
      let other = try train(text(labels), config)
      #expect(other.network.weightsSHA256 == base.network.weightsSHA256)
      #expect(other.testMetrics == base.testMetrics)
    }
  }

  @Test func thePositiveClassDoesNotChangeTheSplit() throws {
    let text = "x,y\n" + (0..<50).map { "\($0),\($0 % 3 == 0 ? "a" : "b")\n" }.joined()
    let (plain, _) = try prepared(text, "{ split: { method: \"stratified\" } }")
    let (chosen, _) = try prepared(text, "{ positive: \"a\", split: { method: \"stratified\" } }")
    #expect(plain.split == chosen.split)
    #expect(plain.target.positive == "b" && chosen.target.positive == "a")
  }

  @Test func watchesTheRowsThatTheDataMarkForValidation() throws {
    let text =
      "x,p,y\n"
      + (0..<40).map { row in
        "\(row * 7 % 40),\(row < 20 ? "train" : row < 30 ? "validation" : "test"),\(row % 2)\n"
      }.joined()
    let config = "{ split: { method: \"column\", column: \"p\" }, training: { epochs: 3 } }"
    let outcome = try train(text, config)
    #expect(outcome.validationMetrics?.rows == 10)
    #expect(outcome.epochs.allSatisfy { $0.validationLoss != nil })
    // The loss after the last epoch is the final network's.
    let last = try #require(outcome.epochs.last?.validationLoss)
    #expect(abs(last - (outcome.validationMetrics?.loss ?? 0)) < 1e-6)
    let stopped = try train(
      text,
      "{ split: { method: \"column\", column: \"p\" }, training: { epochs: 3, early_stopping: true } }"
    )
    // No further rows are held back: the training loss is the same.
    #expect(stopped.epochs.map(\.trainLoss) == outcome.epochs.map(\.trainLoss))
    #expect(stopped.epochs.allSatisfy { $0.validationScore != nil })
  }

  private struct Missing: Error {}
}
