import Testing

/// `backdrop runs export`, opened by the real MLflow and TensorBoard, and by Python's csv and json.
@Suite struct ExportTests {
  /// A study with hostile names, a run that failed, a run with a validation part, NaN and infinity.
  private func root() throws -> ScratchFolder {
    let scratch = try ScratchFolder()
    try scratch.run(
      #"""
      $BACKDROP train $EXAMPLES/iris.csv -q --set training.epochs=7 > out
      printf '{"model": "hostile", "training": {"epochs": 3, "early_stopping": true},
        "study": {"runs": [{"name": "=HYPERLINK(\\"x\\")"},
        {"name": "a: \\u001b[31m{red}\\u202e\\n  - \\"b\\" #\\\\ é😀\\u0085\\u2028"},
        {"name": "-1+1", "network.hidden": []}]}}' > h.json
      { echo 'x,y,kind'; seq 40 | awk '{ print $1 "," $1 % 7 "," ($1 % 3 ? "no" : "yes") }'; } > h.csv
      $BACKDROP train h.csv --config h.json -q > out
      $BACKDROP train $EXAMPLES/iris.csv -q --set training.optimizer=sgd --set target=petal_width \
        --set training.learning_rate=1000 --set 'columns.ignore=["species"]' \
        --set network.activation=identity --set model=broken 2> out && exit 1
      sqlite3 pipeline/runs.sqlite "update metrics set value = null, not_finite = 1 where run = 2
        and name = 'loss'; update metrics set value = 9e999, not_finite = 1 where run = 3
        and name = 'loss'; update epochs set train_loss = null, not_finite = 1 where run = 2
        and epoch = 3"
      """#)
    return scratch
  }

  @Test func isOpenedByTheRealMLflowAndTensorBoard() throws {
    let scratch = try root()
    for line in [
      "-f mlflow -o 'ml runs%'", "-f tensorboard -o logs", "-o runs.csv", "-f epochs > epochs.csv",
      "-f jsonl -o runs.jsonl.gz && gunzip runs.jsonl.gz",
    ] {
      try scratch.run("$BACKDROP runs export -q \(line)")
    }
    let oracle = try scratch.python(
      "PYTHON=$($SCRIPTS/python-env scripts/requirements-exports.txt) "
        + "&& $PYTHON $ORACLE/check_exports.py . 'ml runs%' logs runs.csv epochs.csv runs.jsonl")
    #expect(oracle.output.hasPrefix("5 runs and "), "\(oracle.messages)")
  }

  @Test func choosesRuns() throws {
    let scratch = try root()
    func count(_ options: String) throws -> Int {
      try scratch.run("$BACKDROP runs export -f jsonl \(options)").output.split(separator: "\n")
        .count
    }
    #expect(try count("") == 5)
    #expect(try count("hostile") == 3)
    #expect(try count("--model iris") == 1)
    #expect(try count("--where 'state = failed'") == 1)
    #expect(try count("hostile iris --where 'epochs = 3'") == 3)
    #expect(try scratch.run("$BACKDROP runs export --where 'seed = 0'").output.hasPrefix("run,job"))
  }

  @Test func leavesWhatIsThereAlone() throws {
    let scratch = try root()
    try scratch.run("mkdir logs && echo mine > logs/mine && echo mine > runs.csv && mkdir locked")
    try scratch.run("$BACKDROP runs export -f mlflow -o logs", expecting: 73)
    try scratch.run("$BACKDROP runs export -f tensorboard -o logs/", expecting: 73)
    try scratch.run("$BACKDROP runs export -o runs.csv", expecting: 73)
    try scratch.run("$BACKDROP runs export -f mlflow", expecting: 64)
    try scratch.run("$BACKDROP runs export -f mlflow -o none/there", expecting: 73)
    #expect(try scratch.run("cat runs.csv logs/mine && ls -A logs").output == "mine\nmine\nmine\n")
    #expect(try scratch.run("ls -A | grep part || true").output.isEmpty)
    try scratch.run("$BACKDROP runs export -o runs.csv --force && grep -q weights_sha256 runs.csv")
  }

  @Test func exportsOfTheSameRunsAreTheSame() throws {
    let scratch = try root()
    for format in ["mlflow", "tensorboard"] {
      try scratch.run("$BACKDROP runs export -q -f \(format) -o a && mv a b")
      try scratch.run("$BACKDROP runs export -q -f \(format) -o a && diff -r a b && rm -r a b")
    }
  }
}
