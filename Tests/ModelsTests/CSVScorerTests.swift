import Models
import Numerics
import Perceptron
import Tabular
import Testing

struct CSVScorerTests {
  /// What scoring gave: the CSV and the scorer after its end.
  private func score(
    _ model: Model, _ csv: String, chunkRows: Int = 8192, keep: KeptColumns = .none
  ) throws(TabularError) -> (lines: [String], scorer: CSVScorer) {
    let scorer = try CSVScorer(
      model, source: ByteSource(bytes: Array(csv.utf8), name: "new.csv"), chunkRows: chunkRows,
      keep: keep)
    nonisolated(unsafe) var bytes: [UInt8] = []
    let writer = CSVWriter<TabularError> { bytes.append(contentsOf: $0) }
    try scorer.writeHeader(to: writer)
    while let chunk = try scorer.next() { try chunk.write(to: writer) }
    try writer.flush()
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    return (lines, scorer)
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
    let (lines, scorer) = try score(sample.model, sample.csv)
    #expect(lines.count == rows.rows + 1)
    #expect(scorer.rows == rows.rows && scorer.evaluatedRows == rows.rows)
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

  @Test(arguments: [1, 7, 39])
  func doesNotDependOnChunks(rows: Int) throws {
    let sample = try Sample(.multiclass, .float32)
    let whole = try score(sample.model, sample.csv)
    let parts = try score(sample.model, sample.csv, chunkRows: rows)
    #expect(parts.lines == whole.lines)
    #expect(parts.scorer.metrics == whole.scorer.metrics)
  }

  @Test(arguments: Sample.Kind.allCases, Precision.allCases)
  func measuresWhatTrainingMeasured(kind: Sample.Kind, precision: Precision) throws {
    let sample = try Sample(kind, precision)
    let metrics = try score(sample.model, sample.csv).scorer.metrics
    #expect(metrics == sample.model.document.metrics.train)
  }

  @Test func scoresTheSameWithoutTheTarget() throws {
    let sample = try Sample(.regression)
    let (lines, scorer) = try score(sample.model, withoutTarget(sample.csv))
    #expect(lines == (try score(sample.model, sample.csv)).lines)
    #expect(!scorer.hasTarget && scorer.metrics == nil && scorer.evaluatedRows == 0)
  }

  @Test func matchesColumnsByNameAndPassesOverOthers() throws {
    let sample = try Sample(.binary)
    let (lines, scorer) = try score(
      sample.model, "more,colour,b,a\nx,red,12,1\ny,green,,-1\n")
    #expect(scorer.extraColumns == ["more"])
    #expect(lines == (try score(sample.model, "a,b,colour\n1,12,red\n-1,,green\n")).lines)
  }

  @Test func keepsColumnsBeforeTheScores() throws {
    let sample = try Sample(.binary)
    let csv = "id,a,b,colour\n\"x, 1\",1,12,red\n2,-1,13,green\n"
    let lines = try score(sample.model, csv, keep: .named(["id", "a"])).lines
    #expect(lines[0] == "id,a,prediction,probability_yes")
    #expect(lines[1].hasPrefix("\"x, 1\",1,"))
    #expect(lines[2].hasPrefix("2,-1,"))
  }

  @Test func evaluatesOnlyRowsWithATarget() throws {
    let sample = try Sample(.binary)
    let (lines, scorer) = try score(
      sample.model, "a,b,colour,y\n1,12,red,yes\n2,13,red,\n3,14,red,no\n")
    #expect(lines.count == 4)
    #expect(scorer.rows == 3 && scorer.evaluatedRows == 2)
    let known = try score(sample.model, "a,b,colour,y\n1,12,red,yes\n3,14,red,no\n")
    #expect(scorer.metrics == known.scorer.metrics)
  }

  @Test func refusesClassesThatTrainingDidNotSee() throws {
    let sample = try Sample(.binary)
    #expect {
      _ = try score(sample.model, "a,b,colour,y\n1,12,red,perhaps\n")
    } throws: { error in
      (error as? TabularError)?.code == "unknown-class"
    }
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
