import Testing

/// `backdrop runs replay`: the same weights from the archived data and the logged settings.
@Suite struct ReplayTests {
  private func root() throws -> ScratchFolder {
    let scratch = try ScratchFolder()
    try scratch.run(
      "$BACKDROP init . -q && cp $EXAMPLES/notebook.* $EXAMPLES/iris.* pipeline/inbox/ "
        + "&& $BACKDROP watch --once -q")
    return scratch
  }

  private func runs(_ scratch: ScratchFolder, _ condition: String) throws -> [String] {
    try scratch.run(
      "sqlite3 -readonly pipeline/runs.sqlite \"select run from v_runs where \(condition)\""
    ).output.split(separator: "\n").map(String.init)
  }

  @Test func everyRunOfADroppedStudyIsTheSameAgain() throws {
    let scratch = try root()
    let before = try scratch.run("sha256sum pipeline/runs.sqlite; ls -R models").output
    // The notebook's six runs draw from one stream.
    let runs = try runs(scratch, "true")
    #expect(runs.count == 7)
    for run in runs {
      let process = try scratch.run("$BACKDROP runs replay \(run) -q --threads 2")
      #expect(process.output.contains("run \(run): the same weights, bit for bit"))
      #expect(process.output.split(separator: "\n").count == 1, "\(process.output)")
    }
    #expect(try scratch.run("sha256sum pipeline/runs.sqlite; ls -R models").output == before)
  }

  @Test func runsThatWereGivenUpOrLeftAFoldOutAreTheSameAgain() throws {
    let scratch = try ScratchFolder()
    try scratch.run(
      """
      $BACKDROP init . -q && cp $EXAMPLES/iris.csv pipeline/inbox/ && cd pipeline/inbox
      cat > halved.json <<'END'
      { data: "iris.csv", training: { epochs: 12, early_stopping: true, patience: 50 },
        study: { grid: { "training.learning_rate": [0.0001, 0.001, 0.01, 0.1] },
          early_discard: { factor: 2 } } }
      END
      cat > folded.json <<'END'
      { data: "iris.csv", training: { epochs: 6 }, network: { hidden: [5] },
        study: { grid: { "training.learning_rate": [0.001, 0.01] }, folds: 3, seeds: 2 } }
      END
      cd ../.. && $BACKDROP watch --once -q
      """)
    let runs = try runs(scratch, "true")
    #expect(runs.count == 4 + 2 * 3 * 2 + 1)
    #expect(try self.runs(scratch, "stop_reason = 'discarded'").count == 3)
    for run in runs {
      let process = try scratch.run("$BACKDROP runs replay \(run) -q --threads 1")
      #expect(process.output.contains("run \(run): the same weights, bit for bit"))
      #expect(process.output.split(separator: "\n").count == 1, "\(process.output)")
    }
  }

  @Test func runsInTheForegroundNeedTheirData() throws {
    let scratch = try ScratchFolder()
    try scratch.run(
      "cp $EXAMPLES/iris.csv . && $BACKDROP train iris.csv -q --set training.max_seconds=30 "
        + "--set training.early_stopping=true --set training.epochs=30 --set seed=3 "
        + "--set preprocess.missing_indicator=true --set split.method=stratified "
        + "--set network.hidden='[]' --set training.optimizer=sgd --set target=species")
    let run = try runs(scratch, "true")[0]
    let refused = try scratch.run("$BACKDROP runs replay \(run)", expecting: 66)
    #expect(refused.messages.contains("--data"))
    let process = try scratch.run("$BACKDROP runs replay \(run) --data iris.csv --json -q")
    #expect(process.output.contains("\"equal\" : true"))
    try scratch.run("echo 1,2,3,4,setosa >> iris.csv")
    let other = try scratch.run(
      "$BACKDROP runs replay \(run) --data iris.csv", expecting: 65)
    #expect(other.output.contains("  data: was 9cc1c345"))
    try scratch.run("$BACKDROP runs replay \(run) --data none.csv", expecting: 66)
  }

  @Test func aWarmStartIsTheModelOfThatTime() throws {
    let scratch = try ScratchFolder()
    let train = "$BACKDROP train $EXAMPLES/iris.csv -q --set training.epochs=5 > out && "
    try scratch.run(
      train
        + "$BACKDROP train $EXAMPLES/iris.csv -q --set training.epochs=7 "
        + "--set training.warm_start=iris > out")
    // By now the model's name leads to the run that started from it.
    let run = try runs(scratch, "true")[1]
    let replay = "$BACKDROP runs replay \(run) --data $EXAMPLES/iris.csv -q"
    #expect(try scratch.run(replay).output.contains("the same weights, bit for bit"))
    try scratch.run(
      "rm models/iris/$(sqlite3 pipeline/runs.sqlite 'select run from v_runs limit 1').npz")
    let gone = try scratch.run(replay, expecting: 66)
    #expect(gone.messages.contains("started from the model iris"))
  }

  @Test func aRunByLBFGSOrWithWeightsIsTheSameAgain() throws {
    let scratch = try ScratchFolder()
    try scratch.run(
      "for set in training.optimizer=lbfgs training.class_weight=balanced; do "
        + "$BACKDROP train $EXAMPLES/iris.csv -q --set training.epochs=20 --set $set > out; done")
    for run in try runs(scratch, "true") {
      try scratch.run("$BACKDROP runs replay \(run) --data $EXAMPLES/iris.csv -q")
    }
  }

  @Test func namesWhatDiffers() throws {
    let scratch = try root()
    let run = try runs(scratch, "model = 'iris'")[0]
    let sqlite = "sqlite3 pipeline/runs.sqlite"
    try scratch.run("\(sqlite) \"update runs set engine_version = '0.0.1' where id = '\(run)'\"")
    let version = try scratch.run("$BACKDROP runs replay \(run) -q")
    #expect(version.output.contains("version: was 0.0.1, is "))
    let number = "(select number from runs where id = '\(run)')"
    try scratch.run(
      "\(sqlite) \"insert into settings (key, value, content) values ('seed', '43', 43);"
        + "update parameters set setting = last_insert_rowid() where run = \(number)"
        + " and setting in (select number from settings where key = 'seed')\"")
    let config = try scratch.run("$BACKDROP runs replay \(run) -q", expecting: 65)
    #expect(config.output.contains("other weights than in the run log"))
    #expect(config.output.contains("  config (seed): was 43, is 42 in the checkpoint"))
    #expect(config.output.contains("  losses (first in epoch 1): was "))
    #expect(config.output.contains("  weights: was "))
    try scratch.run(
      "\(sqlite) \"insert into settings (key, value, content) values ('training.magic', '1', 1);"
        + "insert into parameters select \(number), last_insert_rowid()\"")
    let unknown = try scratch.run("$BACKDROP runs replay \(run) -q", expecting: 65)
    #expect(unknown.output.contains("config (training.magic): was 1"), "\(unknown.output)")
    try scratch.run("rm pipeline/done/*/iris.csv")
    let gone = try scratch.run("$BACKDROP runs replay \(run)", expecting: 66)
    #expect(gone.messages.contains("no longer at"))
    try scratch.run("$BACKDROP runs replay nobody", expecting: 66)
  }

  @Test func aRunThatFailedLeftNothingToCompare() throws {
    let scratch = try ScratchFolder()
    try scratch.run(
      "$BACKDROP train $EXAMPLES/iris.csv --set training.optimizer=sgd "
        + "--set training.learning_rate=1000 --set target=petal_width "
        + "--set columns.ignore='[\"species\"]' --set network.activation=identity", expecting: 65)
    let run = try runs(scratch, "true")[0]
    let process = try scratch.run("$BACKDROP runs replay \(run)", expecting: 66)
    #expect(process.messages.contains("is failed: it left no weights"))
  }
}
