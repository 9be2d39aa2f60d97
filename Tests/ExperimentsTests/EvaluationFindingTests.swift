import Experiments
import FoundationEssentials
import JSON
import Models
import Perceptron
import Tabular
import Testing

@Suite struct EvaluationFindingTests {
  private func train(_ text: String, _ config: String) throws -> ExperimentOutcome {
    let study = try Study(reading: Array(config.utf8), file: "a.json", stem: "a")
    let shared = study.shared
    let table = try Table.read(
      ByteSource(bytes: Array(text.utf8), name: "a.csv"), choices: shared.columns)
    let data = try PreparedData(
      table, task: shared.task, positive: shared.positive, split: shared.split, sha256: "abc")
    let experiment = Experiment(study.trials[0], data: data, threads: 1)
    let outcome = try experiment.run(
      on: try experiment.encode(), random: RandomStart(seed: study.shared.seed)
    ) { _, _ in .goOn }
    return try #require(outcome)
  }

  private func value(_ name: String, _ outcome: ExperimentOutcome) throws -> JSONValue {
    try #require(outcome.findings.first { $0.name == name }).value
  }

  /// y follows from a; b and kind say nothing.
  private func text(classes: [String], rows: Int = 400) -> String {
    "a,b,kind,y\n"
      + (0..<rows).map { row in
        let a = row * 7919 % rows
        let place = (a + (row % 9 == 0 ? rows / 3 : 0)) % rows * classes.count / rows
        return
          "\(a),\(row * 104_729 % 83),k\(row % 3),\(classes[place])\n"
      }.joined()
  }

  private func array(_ value: JSONValue?) -> [JSONValue] {
    guard case .array(let values)? = value else { return [] }
    return values
  }

  private func number(_ value: JSONValue?) -> Double? {
    if case .number(let number)? = value { number } else { nil }
  }

  private func numbers(_ value: JSONValue?) -> [Double?] { array(value).map(number) }

  private static let config = "{ target: \"y\", training: { epochs: 60, learning_rate: 0.01 } }"

  @Test func describesTwoClasses() throws {
    let outcome = try train(text(classes: ["no", "yes"]), Self.config)
    let finding = try value("evaluation", outcome)
    let metrics = try #require(outcome.testMetrics)
    let counts = array(finding["confusion"]?["counts"]).map { numbers($0).compactMap { $0 } }
    #expect(finding["confusion"]?["classes"] == .array([.string("no"), .string("yes")]))
    #expect(counts.flatMap { $0 }.reduce(0, +) == 100)
    #expect((counts[0][0] + counts[1][1]) / 100 == metrics.accuracy)
    let positives = counts[1].reduce(0, +)

    let curve = try #require(array(finding["curves"]).first)
    #expect(array(finding["curves"]).count == 1 && curve["class"] == .string("yes"))
    #expect(number(curve["area"]) == metrics.areaUnderROC)
    #expect(number(curve["average_precision"]) == metrics.averagePrecision)
    let negatives = 100 - positives
    #expect(number(curve["positives"]) == positives && number(curve["negatives"]) == negatives)
    let points = array(curve["points"]).map { numbers($0).compactMap { $0 } }
    #expect(points.last?.dropFirst() == [positives, negatives])
    // The trapezoids under the ROC curve are the area, since no point of so few was left out; and the
    // precisions, weighted by the recall that each threshold adds, are the average precision.
    var (area, precision) = (0.0, 0.0)
    for (last, next) in zip([[1, 0, 0]] + points, points) {
      area += (next[2] - last[2]) / negatives * (next[1] + last[1]) / positives / 2
      precision += (next[1] - last[1]) / positives * next[1] / (next[1] + next[2])
    }
    #expect(abs(area - (metrics.areaUnderROC ?? 0)) < 1e-12)
    #expect(abs(precision - (metrics.averagePrecision ?? 0)) < 1e-12)
    #expect(number(finding["calibration"]?["error"]) == metrics.calibrationError)
    let bins = array(finding["calibration"]?["bins"])
    #expect(bins.reduce(0) { $0 + (number($1["count"]) ?? 0) } == 100)

    let thresholds = array(finding["thresholds"])
    #expect(thresholds.count == 19)
    #expect(thresholds.map { numbers($0)[0] } == (1...19).map { Double($0) / 20 })
    #expect(numbers(thresholds[9]) == [0.5, counts[1][1], counts[0][1]])
  }

  @Test func describesEachOfMoreClasses() throws {
    let outcome = try train(text(classes: ["x", "y", "z"]), Self.config)
    let finding = try value("evaluation", outcome)
    #expect(array(finding["curves"]).map { $0["class"] } == ["x", "y", "z"].map { .string($0) })
    let areas = array(finding["curves"]).compactMap { number($0["area"]) }
    #expect(abs(areas.reduce(0, +) / 3 - (outcome.testMetrics?.areaUnderROC ?? 0)) < 1e-15)
    #expect(finding["thresholds"] == nil)
  }

  @Test func thinsLongCurvesAndKeepsTheirEnds() throws {
    let outcome = try train(
      text(classes: ["no", "yes"], rows: 4000), "{ target: \"y\", training: { epochs: 3 } }")
    let finding = try value("evaluation", outcome)
    let curve = try #require(array(finding["curves"]).first)
    let points = array(curve["points"]).map { numbers($0).compactMap { $0 } }
    #expect(points.count == 200)
    #expect(points.last?[1] == number(curve["positives"]))
    #expect(points.last?[2] == number(curve["negatives"]))
    let thresholds = points.map { -$0[0] }
    #expect(thresholds == thresholds.sorted())
  }

  @Test func describesValues() throws {
    let text = "a,y\n" + (0..<4000).map { "\($0),\(Double($0) * 0.5)\n" }.joined()
    let outcome = try train(text, "{ training: { epochs: 3 } }")
    let finding = try value("evaluation", outcome)
    let points = array(finding["points"]).map(numbers)
    #expect(points.count == 500 && points.allSatisfy { $0.count == 2 })
    let counts = numbers(finding["residuals"]?["counts"]).compactMap { $0 }
    let edges = numbers(finding["residuals"]?["edges"]).compactMap { $0 }
    #expect(counts.count == 20 && edges.count == 21 && counts.reduce(0, +) == 1000)
    #expect(edges == edges.sorted())
    for point in points {
      let residual = (point[0] ?? 0) - (point[1] ?? 0)
      #expect(residual >= edges[0] && residual <= edges[20])
    }
  }

  @Test func findsTheColumnThatMatters() throws {
    let outcome = try train(text(classes: ["no", "yes"]), Self.config)
    let importance = try value("importance", outcome)
    #expect(importance["part"] == .string("test") && importance["metric"] == .string("loss"))
    #expect(importance["rows"] == .integer(100) && importance["repeats"] == .integer(5))
    let columns = array(importance["columns"])
    #expect(columns.map { $0["name"] } == ["a", "b", "kind"].map { .string($0) })
    let means = columns.compactMap { number($0["mean"]) }
    #expect(means[0] > 0.05 && means[0] > 3 * abs(means[1]))
    #expect(columns.allSatisfy { (number($0["deviation"]) ?? -1) >= 0 })
    #expect(
      try value("importance", train(text(classes: ["no", "yes"]), Self.config)) == importance)
  }

  @Test func hasNoneWithoutTestRows() throws {
    let outcome = try train(
      text(classes: ["no", "yes"]),
      "{ target: \"y\", split: { method: \"none\" }, training: { epochs: 1 } }")
    #expect(outcome.findings.allSatisfy { $0.name != "evaluation" && $0.name != "importance" })
  }

  /// Many columns, a large network and one epoch: measuring would take longer than training.
  @Test func sparesTheImportanceWhereItIsDear() throws {
    let names = (0..<300).map { "c\($0)" }
    var text = names.joined(separator: ",") + ",y\n"
    for row in 0..<60 {
      text += names.indices.map { "\((row + 1) * ($0 + 3) % 101)" }.joined(separator: ",")
      text += ",\(row % 2)\n"
    }
    let outcome = try train(text, "{ network: { hidden: [512] }, training: { epochs: 1 } }")
    #expect(outcome.findings.contains { $0.name == "evaluation" })
    #expect(!outcome.findings.contains { $0.name == "importance" })
  }
}
