import FoundationEssentials
import Testing

/// What `backdrop train --json` prints, as far as scripts rely on it.
private struct TrainingAnswer: Decodable {
  struct Seconds: Decodable { let read, split, train, save, total: Double }
  let run, model, checkpoint, weights_sha256: String
  let metrics: [String: [String: Double]]
  let epochs_run, threads: Int
  let seconds: Seconds
  let samples_per_second: Double
  let runs: [Run]?
  let duplicate_of: String?
  let conclusions: [String]?

  struct Run: Decodable {
    let name, weights_sha256, checkpoint: String
    let metrics: [String: [String: Double]]
  }
}

@Suite struct MainJobTests {
  @Test func trainPrintsTheRunAsOneObject() throws {
    let scratch = try ScratchFolder()
    let answer = try scratch.json(
      TrainingAnswer.self,
      "$BACKDROP train $EXAMPLES/iris.csv --config $EXAMPLES/iris.json --threads 1 --json --quiet")
    #expect(answer.model == "iris")
    #expect(answer.threads == 1)
    // As scikit-learn 1.9.1 stops on these data with these settings and seeds.
    #expect(answer.epochs_run == 72)
    #expect(answer.metrics["test"]?["accuracy"] == 1)
    #expect(answer.metrics["train"]?["loss"] != nil)
    #expect(answer.weights_sha256.count == 64)
    #expect(answer.seconds.total >= answer.seconds.train)
    try scratch.run("test -f \(answer.checkpoint) && unzip -tqq \(answer.checkpoint)")
  }

  @Test func sameJobIsKnownAndForceTrainsItAgainToTheSameBits() throws {
    let scratch = try ScratchFolder()
    // Large enough for a second thread to be used.
    let line =
      "$BACKDROP train $EXAMPLES/iris.csv --set training.epochs=3 "
      + "--set 'network.hidden=[512,512]' --json --quiet"
    let first = try scratch.json(TrainingAnswer.self, line)
    let known = try scratch.json(TrainingAnswer.self, line)
    let again = try scratch.json(TrainingAnswer.self, line + " --force --threads 3")
    #expect(first.duplicate_of == nil)
    #expect(known.duplicate_of != nil && known.run == first.run)
    #expect(again.duplicate_of == nil && again.run != first.run)
    #expect(again.weights_sha256 == first.weights_sha256)
    let other = try scratch.json(TrainingAnswer.self, line + " --set training.learning_rate=0.1")
    #expect(other.weights_sha256 != first.weights_sha256)
  }

  @Test(arguments: ["adam", "lbfgs"]) func anyNumberOfThreadsGivesTheSameBits(optimizer: String)
    throws
  {
    let scratch = try ScratchFolder()
    // Large enough for seven threads to be used.
    let line =
      "$BACKDROP train $EXAMPLES/breast_cancer.csv --set training.epochs=2 --force --quiet --json "
      + "--set 'network.hidden=[512,200]' --set training.optimizer=\(optimizer) --threads "
    let hashes = try [1, 2, 3, 4, 7].map {
      try scratch.json(TrainingAnswer.self, line + "\($0)").weights_sha256
    }
    #expect(Set(hashes).count == 1)
  }

  /// On a processor without AVX-512 both are the same kernels.
  @Test(arguments: ["float32", "float64"], ["tanh", "sigmoid", "relu"])
  func anyLengthOfVectorsGivesTheSameBits(precision: String, activation: String) throws {
    let scratch = try ScratchFolder()
    // Widths that no tile divides, and a network that takes one pass: over one group of rows, and over
    // several of which the last is not whole; the last one takes small batches at once.
    for (hidden, batch) in [("[67,29]", "200"), ("[5]", "200"), ("[5]", "full"), ("[70]", "50")] {
      let line =
        "$BACKDROP train $EXAMPLES/breast_cancer.csv --set training.epochs=3 --force --quiet "
        + "--json --set 'network.hidden=\(hidden)' --set network.activation=\(activation) "
        + "--set training.precision=\(precision) --set training.batch_size=\(batch)"
      let wide = try scratch.json(TrainingAnswer.self, line).weights_sha256
      let narrow = try scratch.json(TrainingAnswer.self, "BACKDROP_VECTORS=256 " + line)
      #expect(wide == narrow.weights_sha256, "\(hidden) \(batch)")
    }
  }

  /// A network whose hidden layers lie in rows: few and many classes, and a number to predict.
  @Test(arguments: ["k3", "k12", "z"])
  func anyOutputsGiveTheSameBitsWithAnyLengthOfVectors(target: String) throws {
    let scratch = try ScratchFolder()
    _ = try scratch.run(
      "awk 'BEGIN { print \"a,b,c,\(target)\"; for (i = 0; i < 700; i++) { a = i * 37 % 701; b = i * 91 % 703; "
        + "k3 = \"k\" int((a + b) / 469); k12 = \"k\" (a + b) % 12; z = a / 9 - b / 7; "
        + "print a / 100 \",\" b / 50 \",\" i % 19 \",\" \(target) } }' > rows.csv")
    let line =
      "$BACKDROP train rows.csv --set target=\(target) --force --quiet --json "
      + "--set 'network.hidden=[48,64,32]' --set training.batch_size=256 --set training.epochs=3"
    let hashes = try ["", "BACKDROP_VECTORS=256 "].flatMap { vectors in
      try [1, 2, 3].map {
        try scratch.json(TrainingAnswer.self, vectors + line + " --threads \($0)").weights_sha256
      }
    }
    #expect(Set(hashes).count == 1)
  }

  /// One input is read where it lies, and what bounds the logistic units is known before the pass: with
  /// small weights, with such as saturate them, with tiny ones that stay near 0 or leave it, and with
  /// rows that do not all count the same.
  @Test(arguments: ["float32", "float64"], ["tanh", "sigmoid"])
  func oneInputGivesTheSameBitsWithAnyLengthOfVectors(precision: String, activation: String) throws
  {
    let scratch = try ScratchFolder()
    _ = try scratch.run(
      "awk 'BEGIN { print \"x,y\"; for (i = 0; i < 750; i++) print (i * 37 % 750) / 180 - 2 \",\" (i % 3 < 1) }'"
        + " > one.csv")
    for change in [
      "training.learning_rate=0.01", "training.learning_rate=300", "training.class_weight=balanced",
      "training.learning_rate=0.01 --set 'network.initial_weights={normal: 0.01}'",
      "training.learning_rate=10 --set 'network.initial_weights={normal: 0.01}'",
      "training.class_weight=balanced --set 'network.initial_weights={normal: 0.01}'",
    ] {
      let line =
        "$BACKDROP train one.csv --set target=y --set training.epochs=4 --force --quiet --json "
        + "--set 'network.hidden=[5]' --set training.optimizer=sgd --set preprocess.scale=none "
        + "--set network.activation=\(activation) --set training.precision=\(precision) "
        + "--set training.batch_size=full --set \(change)"
      let wide = try scratch.json(TrainingAnswer.self, line).weights_sha256
      let narrow = try scratch.json(TrainingAnswer.self, "BACKDROP_VECTORS=256 " + line)
      #expect(wide == narrow.weights_sha256, "\(change)")
    }
  }

  @Test func studyPrintsItsRuns() throws {
    let scratch = try ScratchFolder()
    let answer = try scratch.json(
      TrainingAnswer.self,
      "$BACKDROP train $EXAMPLES/breast_cancer.csv --config $EXAMPLES/breast_cancer.json --json --quiet"
    )
    let runs = try #require(answer.runs)
    #expect(runs.count == 5)
    let best = runs.compactMap { $0.metrics["validation"]?["loss"] }.min()
    #expect(answer.metrics["validation"]?["loss"] == best)
    // The test rows are for the chosen run alone.
    #expect(runs.filter { $0.metrics["test"] != nil }.count == 1)
    #expect((answer.metrics["test"]?["accuracy"] ?? 0) > 0.9)
    #expect(answer.conclusions?.contains { $0.contains("cannot tell noise from effect") } == true)
    #expect(Set(runs.map(\.checkpoint)).count == 5)
  }

  @Test func regressionIsMeasuredByR2AndMAE() throws {
    let scratch = try ScratchFolder()
    try scratch.run(
      "awk 'BEGIN { print \"a,kind,y\"; for (i = 0; i < 300; i++) { a = (i * 7919 % 300) / 100; "
        + "printf \"%s,%s,%.4f\\n\", (i % 50 ? a : \"\"), (i % 2 ? \"odd\" : \"even\"), 3 * a + i % 2 } }' > line.csv"
    )
    let answer = try scratch.json(
      TrainingAnswer.self,
      "$BACKDROP train line.csv --set training.epochs=300 --set training.learning_rate=0.01 --json --quiet"
    )
    let test = try #require(answer.metrics["test"])
    #expect((test["r2"] ?? 0) > 0.9)
    #expect((test["mae"] ?? 9) < 1)
    #expect(test["accuracy"] == nil)
    let scores = try scratch.run("$BACKDROP predict line line.csv -q").output
    #expect(scores.hasPrefix("prediction\n"))
    #expect(scores.split(separator: "\n").count == 301)
  }

  @Test func predictReadsAFileOrAStreamAndWritesTheSame() throws {
    let scratch = try ScratchFolder()
    try scratch.run("$BACKDROP train $EXAMPLES/iris.csv --config $EXAMPLES/iris.json -q")
    try scratch.run("cut -d, -f1-4 $EXAMPLES/iris.csv > new.csv")
    try scratch.run(
      "awk -F, '{ print \"x,\" $3 \",\" $1 \",\" $4 \",\" $2 }' new.csv > shuffled.csv")
    try scratch.run("sed -i '1s/^x/extra/' shuffled.csv && gzip -k new.csv")
    let withTarget = try scratch.run("$BACKDROP predict iris $EXAMPLES/iris.csv")
    #expect(withTarget.messages.contains("accuracy 98.67 %"), "\(withTarget.messages)")
    let lines = withTarget.output.split(separator: "\n")
    #expect(lines.count == 151)
    #expect(
      lines[0] == "prediction,probability_setosa,probability_versicolor,probability_virginica")
    for line in [
      "$BACKDROP predict iris new.csv", "$BACKDROP predict iris < new.csv",
      "$BACKDROP predict iris - < new.csv", "$BACKDROP predict iris new.csv.gz",
      "$BACKDROP predict iris shuffled.csv", "$BACKDROP predict models/iris/current.npz new.csv",
      "$BACKDROP predict iris@$(basename $(readlink models/iris/current.npz) .npz) new.csv",
      "rm -rf pipeline && $BACKDROP predict iris new.csv",
      "$BACKDROP predict iris new.csv -o out.csv && cat out.csv",
    ] {
      #expect(try scratch.run(line).output == withTarget.output, "\(line)")
    }
    try scratch.run("$BACKDROP predict iris new.csv -o out.csv", expecting: 73)
    let oracle = try scratch.python(
      "$PYTHON $ORACLE/score_checkpoint.py models/iris/current.npz $EXAMPLES/iris.csv out.csv")
    #expect(oracle.output.contains("150 rows agree"))
    // A reader that has enough is no error.
    try scratch.run("set -e; $BACKDROP predict iris new.csv -q | head -n 1 > first")
  }

  @Test func readsAnotherDelimiterWhenToldSoAndHintsAtItWhenNot() throws {
    let scratch = try ScratchFolder()
    try scratch.run("tr , ';' < $EXAMPLES/iris.csv > semi.csv")
    let refusal = try scratch.run("$BACKDROP train semi.csv", expecting: 65)
    #expect(refusal.messages.contains("the delimiter seems to be \";\": set `delimiter`"))
    try scratch.run("$BACKDROP train semi.csv --set delimiter=';' --set training.epochs=1 -q")
    let scores = try scratch.run("$BACKDROP predict semi semi.csv --delimiter ';' -q").output
    let commas = try scratch.run("$BACKDROP predict semi $EXAMPLES/iris.csv -q").output
    #expect(commas.split(separator: ",").joined(separator: ";") == scores)
    try scratch.run("$BACKDROP predict semi semi.csv --delimiter x", expecting: 64)
  }

  @Test func damagedModelIsRefused() throws {
    let scratch = try ScratchFolder()
    try scratch.run(
      "$BACKDROP train $EXAMPLES/iris.csv --set training.epochs=1 -q && cp -L models/iris/current.npz m.npz"
    )
    try scratch.run("head -c 1000 m.npz > cut.npz && cp m.npz long.npz && printf x >> long.npz")
    try scratch.run(
      "cp m.npz bit.npz && printf '\\377' | dd of=bit.npz bs=1 seek=700 conv=notrunc 2>/dev/null")
    for file in ["cut.npz", "long.npz", "bit.npz"] {
      let process = try scratch.run("$BACKDROP predict \(file) $EXAMPLES/iris.csv", expecting: 65)
      #expect(process.output.isEmpty)
      #expect(process.messages.contains(file))
    }
  }

  @Test func watchOnceExitsWith65WhenAnyJobFailed() throws {
    let scratch = try ScratchFolder()
    try scratch.run(
      "$BACKDROP init . && cp $EXAMPLES/iris.* pipeline/inbox && echo x > pipeline/inbox/bad.csv")
    let process = try scratch.run("$BACKDROP watch --once --poll 0.05", expecting: 65)
    #expect(process.messages.contains("failed: "))
    #expect(process.messages.contains("iris: test"))
    let rows = try scratch.run(
      "sqlite3 -readonly pipeline/runs.sqlite 'select model, state, test_accuracy from v_runs'")
    #expect(rows.output == "iris|done|1.0\n")
    try scratch.run("ls pipeline/failed/*/receipt.json pipeline/failed/*/bad.csv")
  }

  static let failures: [(line: String, code: Int32, message: String)] = [
    ("$BACKDROP train missing.csv", 66, "missing.csv"),
    ("$BACKDROP train $EXAMPLES/iris.csv --config missing.json", 66, "missing.json"),
    ("$BACKDROP train $EXAMPLES/iris.csv --set training.epoch=1", 78, "did you mean \"epochs\"?"),
    ("$BACKDROP train $EXAMPLES/iris.csv --set target=specis", 78, "species"),
    ("$BACKDROP train $EXAMPLES/iris.csv --sett a=b", 64, "did you mean"),
    ("printf 'a,b\\n1,2\\n3\\n' > r.csv; $BACKDROP train r.csv", 65, "r.csv:3"),
    ("$BACKDROP predict iris $EXAMPLES/iris.csv", 66, "iris"),
    ("$BACKDROP runs list", 66, "runs.sqlite"),
    ("$BACKDROP trian", 64, "did you mean \"train\"?"),
    (
      "$BACKDROP train $EXAMPLES/iris.csv --set training.optimizer=sgd "
        + "--set training.learning_rate=1000 --set target=petal_width "
        + "--set columns.ignore='[\"species\"]' --set network.activation=identity", 65, "diverged"
    ),
  ]

  @Test(arguments: failures)
  func failsWithTheRightCode(line: String, code: Int32, message: String) throws {
    let scratch = try ScratchFolder()
    let process = try scratch.run(line, expecting: code)
    #expect(process.output.isEmpty)
    #expect(process.messages.contains(message), "\(process.messages)")
  }
}
