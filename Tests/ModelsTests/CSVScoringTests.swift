import Models
import Numerics
import Perceptron
import Tabular
import Testing

struct CSVScoringTests {
  /// What scoring gave: the lines, the scoring after its end, and its summary.
  private func score(
    _ model: Model, _ csv: String, threads: Int = 1,
    _ change: (inout ScoringOptions) -> Void = { _ in }
  ) throws -> (lines: [String], scoring: CSVScoring, summary: ScoringSummary) {
    var options = ScoringOptions()
    change(&options)
    let scoring = try CSVScoring(
      model, source: ByteSource(bytes: Array(csv.utf8), name: "new.csv"), options: options)
    nonisolated(unsafe) var bytes: [UInt8] = []
    let summary = try scoring.run(threads: threads) { bytes.append(contentsOf: $0) }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    return (lines, scoring, summary)
  }

  /// The CSV without its last column, which is the target.
  private func withoutTarget(_ csv: String) -> String {
    csv.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
      .map { $0.dropLast().joined(separator: ",") + "\n" }.joined()
  }

  @Test(arguments: Sample.Kind.allCases, Precision.allCases)
  func agreesWithPlainLoops(kind: Sample.Kind, precision: Precision) throws {
    let sample = try Sample(kind, precision)
    let rows: Matrix<Double> = try sample.model.document.encoder.encode(sample.table)
    let (lines, _, summary) = try score(sample.model, sample.csv)
    #expect(lines.count == rows.rows + 1)
    #expect(summary.rows == rows.rows && summary.metrics?.rows == rows.rows)
    let classes = sample.model.document.targetEncoder.classes
    let tolerance = precision == .float32 ? 1e-5 : 1e-13
    for row in 0..<rows.rows {
      let cells = lines[row + 1].split(separator: ",").map(String.init)
      let inputs = (0..<rows.columns).map { rows[row, $0] }
      let expected: [Double]
      switch sample.model.network {
      case .float32(let network): expected = naiveScores(network, inputs)
      case .float64(let network): expected = naiveScores(network, inputs)
      }
      let found = cells.suffix(expected.count).compactMap(Double.init)
      #expect(found.count == expected.count)
      for (one, other) in zip(found, expected) {
        #expect(abs(one - other) <= tolerance * max(1, abs(other)))
      }
      switch kind {
      case .regression: #expect(cells.count == 1)
      case .binary: #expect(cells[0] == classes[expected[0] >= 0.5 ? 1 : 0])
      case .multiclass:
        let best = expected.indices.max { expected[$0] < expected[$1] } ?? 0
        let name = classes[best].hasPrefix("=") ? "\"'\(classes[best])\"" : classes[best]
        #expect(cells[0] == name)
      }
    }
  }

  @Test(arguments: [
    (Sample.Kind.binary, "prediction,probability_yes"),
    (.multiclass, "prediction,probability_=cat,probability_ant,probability_bee"),
    (.regression, "prediction"),
  ])
  func namesItsColumns(kind: Sample.Kind, header: String) throws {
    let sample = try Sample(kind)
    #expect(try score(sample.model, sample.csv).lines[0] == header)
  }

  @Test(arguments: [Sample.Kind.multiclass, .regression], [2, 3, 5])
  func doesNotDependOnThreads(kind: Sample.Kind, threads: Int) throws {
    let sample = try Sample(kind, .float32)
    // More than two blocks of 256 KiB.
    let csv = Sample.csv(kind, rows: 20_000)
    #expect(csv.utf8.count > 700_000)
    let one = try score(sample.model, csv) { $0.keep = .named(["a"]) }
    let many = try score(sample.model, csv, threads: threads) { $0.keep = .named(["a"]) }
    #expect(one.lines.count == 20_001)
    #expect(many.lines == one.lines)
    #expect(many.summary.metrics == one.summary.metrics)
    #expect(many.summary.shift == one.summary.shift)
    let order = csv.split(separator: "\n").map { $0.prefix { $0 != "," } }
    #expect(one.lines.map { $0.prefix { $0 != "," } } == order)
  }

  @Test(arguments: Sample.Kind.allCases, Precision.allCases)
  func measuresWhatTrainingMeasured(kind: Sample.Kind, precision: Precision) throws {
    let sample = try Sample(kind, precision)
    let metrics = try score(sample.model, sample.csv).summary.metrics
    #expect(metrics == sample.model.document.metrics.train)
  }

  @Test func scoresTheSameWithoutTheTarget() throws {
    let sample = try Sample(.regression)
    let (lines, scoring, summary) = try score(sample.model, withoutTarget(sample.csv))
    #expect(lines == (try score(sample.model, sample.csv)).lines)
    #expect(!scoring.hasTarget && summary.metrics == nil && summary.confusion == nil)
  }

  @Test func matchesColumnsByNameAndPassesOverOthers() throws {
    let sample = try Sample(.binary)
    let (lines, scoring, _) = try score(
      sample.model, "more,colour,b,a\nx,red,12,1\ny,green,,-1\n")
    #expect(scoring.extraColumns == ["more"])
    #expect(lines == (try score(sample.model, "a,b,colour\n1,12,red\n-1,,green\n")).lines)
  }

  @Test func keepsColumnsBeforeTheScores() throws {
    let sample = try Sample(.binary)
    let csv = "id,a,b,colour\n\"x, 1\",1,12,red\n2,-1,13,green\n"
    let lines = try score(sample.model, csv) { $0.keep = .named(["id", "a"]) }.lines
    #expect(lines[0] == "id,a,prediction,probability_yes")
    #expect(lines[1].hasPrefix("\"x, 1\",1,"))
    #expect(lines[2].hasPrefix("2,-1,"))
  }

  @Test func evaluatesOnlyRowsWithATarget() throws {
    let sample = try Sample(.binary)
    let (lines, _, summary) = try score(
      sample.model, "a,b,colour,y\n1,12,red,yes\n2,13,red,\n3,14,red,no\n")
    #expect(lines.count == 4)
    #expect(summary.rows == 3 && summary.metrics?.rows == 2)
    let known = try score(sample.model, "a,b,colour,y\n1,12,red,yes\n3,14,red,no\n")
    #expect(summary.metrics == known.summary.metrics)
    #expect(summary.confusion?.counts.reduce(0, +) == 2)
  }

  /// The error that scoring a text throws, and what was written before.
  private func refusal(
    _ model: Model, _ csv: String, threads: Int = 1,
    _ change: (inout ScoringOptions) -> Void = { _ in }
  ) throws -> TabularError {
    do { _ = try score(model, csv, threads: threads, change) } catch let error as TabularError {
      return error
    }
    return try #require(nil, "nothing was refused")
  }

  @Test func refusesClassesThatTrainingDidNotSee() throws {
    let sample = try Sample(.binary)
    let error = try refusal(sample.model, "a,b,colour,y\n1,12,red,perhaps\n")
    #expect(error.code == "unknown-class" && error.line == 2)
  }

  @Test(arguments: [1, 3])
  func listsTheFirstTenBadRowsAndCountsAll(threads: Int) throws {
    let sample = try Sample(.binary)
    var csv = "a,b,colour\n"
    for row in 0..<80_000 {
      csv += row % 1000 == 500 ? (row % 2000 == 500 ? "x,1,red\n" : "1\n") : "1,12,red\n"
    }
    let error = try refusal(sample.model, csv, threads: threads)
    guard case .badRows(let errors, let total) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(total == 80)
    #expect(errors.map(\.line) == (0..<10).map { 502 + 1000 * $0 })
    #expect(errors.map(\.code).prefix(2) == ["not-a-number", "ragged-row"])
  }

  @Test func countsAnErrorThatEndsTheFileAmongTheBadRows() throws {
    let sample = try Sample(.binary)
    let error = try refusal(sample.model, "a,b,colour\nx,1,red\n1,2,\"red\n")
    guard case .badRows(let errors, total: 2) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(errors.map(\.code) == ["not-a-number", "unterminated-quote"])
  }

  @Test(arguments: ["a,b,colour\n", "a,b,colour\n\n\n"])
  func refusesAFileWithoutRows(csv: String) throws {
    #expect(try refusal(try Sample(.binary).model, csv).code == "no-rows")
  }

  @Test func refusesBlankLinesBetweenRows() throws {
    let error = try refusal(try Sample(.binary).model, "a,b,colour\n1,2,red\n\n1,2,red\n")
    #expect(error == .blankLine(Place("new.csv", line: 3), expected: 3))
  }

  @Test func refusesToKeepAColumnNamedLikeAScore() throws {
    let error = try refusal(try Sample(.binary).model, "a,b,colour,prediction\n1,2,red,x\n") {
      $0.keep = .all
    }
    #expect(error.code == "column-chosen-twice")
  }

  @Test func givesAVerdictOnEachRow() throws {
    let sample = try Sample(.binary)
    let csv =
      "id,a,b,colour,y\n1,1,12,red,yes\n2,,12,pink,no\n3,99,,red,no\n4,zero,12,red,no\n5,1\n"
      + "\n6,1,12,red,perhaps\n7,1,12,green,\n"
    let (lines, scoring, summary) = try score(sample.model, csv) {
      $0.verdict = true
      $0.keep = .named(["id"])
    }
    #expect(scoring.columnNames == ["id", "prediction", "probability_yes", "status", "reason"])
    #expect(lines.count == 8)
    let cells = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(cells.map { $0[0] } == ["id", "1", "2", "3", "4", "5", "6", "7"])
    #expect(
      cells.map { $0[3] } == [
        "status", "ok", "unseen category", "out of range", "unparsable", "unparsable", "unparsable",
        "ok",
      ])
    #expect(
      cells.map { $0[4...].joined(separator: ",") } == [
        "reason", "", "unseen category: colour=pink; imputed: a",
        "out of training range: a; imputed: b",
        "unparsable: a", "unparsable: 2 fields instead of 5", "unknown class: y=perhaps", "",
      ])
    #expect(cells[5][1].isEmpty && cells[5][2].isEmpty)
    #expect(cells.enumerated().allSatisfy { $0.offset == 5 || !$0.element[2].isEmpty })
    #expect(summary.rows == 7 && summary.emptyRows == 1 && summary.badRows == 3)
    #expect(summary.metrics?.rows == 4)
    // A cell that is no number is scored like a missing one.
    let missing = try score(sample.model, "a,b,colour\n,12,red\n").lines[1]
    #expect(cells[4][1...2].joined(separator: ",") == missing)
  }

  @Test func writesObjectsWithNullWhereThereIsNoScore() throws {
    let sample = try Sample(.regression)
    let lines = try score(sample.model, "a,b,colour\n1,12,red\n1\n") {
      $0.verdict = true
      $0.rowFormat = .jsonLines
    }.lines
    let value = try score(sample.model, "a,b,colour\n1,12,red\n").lines[1]
    #expect(
      lines == [
        #"{"prediction":\#(value),"status":"ok","reason":""}"#,
        #"{"prediction":null,"status":"unparsable","reason":"unparsable: 1 fields instead of 3"}"#,
      ])
  }

  @Test func predictsByTheThreshold() throws {
    let sample = try Sample(.binary, .float32)
    let half = try score(sample.model, sample.csv)
    let probabilities = half.lines.dropFirst().compactMap {
      $0.split(separator: ",").last.flatMap { Double($0) }
    }
    let threshold = probabilities.sorted()[30]
    let high = try score(sample.model, sample.csv) { $0.threshold = threshold }
    #expect(high.lines.count { $0.hasPrefix("yes") } == probabilities.count { $0 >= threshold })
    #expect(
      high.summary.confusion.map { $0[0, 1] + $0[1, 1] } == probabilities.count { $0 >= threshold })
    #expect(high.summary.metrics?.areaUnderROC == half.summary.metrics?.areaUnderROC)
  }

  @Test func handsOutLongBlocksInParts() throws {
    // Some 4000 short rows a block, and 2 kB for each as an object.
    let sample = try Sample(.binary)
    let names = (0..<20).map { "\($0)" + String(repeating: "k", count: 100) }
    var csv = "a,b,colour,\(names.joined(separator: ","))\n"
    for _ in 0..<8000 { csv += "1,12,red" + String(repeating: ",", count: 20) + "\n" }
    nonisolated(unsafe) var sizes: [Int] = []
    var options = ScoringOptions()
    options.rowFormat = .jsonLines
    options.keep = .named(names)
    let scoring = try CSVScoring(
      sample.model, source: ByteSource(bytes: Array(csv.utf8), name: "a.csv"), options: options)
    _ = try scoring.run(threads: 2) { sizes.append($0.count) }
    #expect(sizes.count > 3 && sizes.allSatisfy { $0 < 3 << 20 })
  }

  private struct Full: Error {}

  @Test(arguments: [1, 4])
  func stopsWhenTheSinkFails(threads: Int) throws {
    let sample = try Sample(.binary)
    nonisolated(unsafe) var calls = 0
    let scoring = try CSVScoring(
      sample.model,
      source: ByteSource(bytes: Array(Sample.csv(.binary, rows: 30_000).utf8), name: "a.csv"),
      options: ScoringOptions())
    #expect(throws: Full.self) {
      _ = try scoring.run(threads: threads) { _ in
        calls += 1
        if calls == 2 { throw Full() }
      }
    }
    #expect(calls == 2)
  }

  @Test func takesOneHalfForThePositiveClass() throws {
    let sample = try Sample(.binary, hidden: [])
    guard case .float64(var network) = sample.model.network else { return }
    let weight = network.layers[0].weight
    network.layers[0] = Layer(
      weight: Matrix(rows: weight.rows, columns: weight.columns), bias: [0])
    let model = Model(
      document: sample.model.document, network: .float64(network), inputs: sample.model.probe)
    #expect(try score(model, "a,b,colour\n1,12,red\n").lines[1] == "yes,0.5")
  }
}
