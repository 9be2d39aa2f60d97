import Testing

/// A study in the real program, killed and taken up again.
@Suite struct StudyKillTests {
  /// The first run is over at once; the others take long enough to be killed in.
  private static let config = """
    { "target": "species", "network": { "hidden": [16] },
      "training": { "batch_size": 4, "epochs": 1500, "patience": 1000000 },
      "study": { "runs": [ { "name": "short", "training.epochs": 1 },
        { "name": "a" }, { "name": "b", "seed": 7 } ] } }
    """
  private static let weights =
    "sqlite3 -readonly pipeline/runs.sqlite \"SELECT name, weights_sha256 FROM v_runs WHERE state = 'done' ORDER BY ordinal\""

  @Test func killedStudyGoesOnWithTheRunsThatAreLeft() throws {
    let whole = try ScratchFolder()
    try whole.run("$BACKDROP init . && cp $EXAMPLES/iris.csv pipeline/inbox")
    try whole.run("cat > pipeline/inbox/iris.json <<'END'\n\(Self.config)\nEND")
    try whole.run("$BACKDROP watch --once --poll 0.05 --threads 2 -q")
    let expected = try whole.run(Self.weights).output

    let killed = try ScratchFolder()
    try killed.run("$BACKDROP init . && cp $EXAMPLES/iris.csv pipeline/inbox")
    try killed.run("cat > pipeline/inbox/iris.json <<'END'\n\(Self.config)\nEND")
    // Waits for a committed run, however long that takes on a loaded machine.
    try killed.run(
      """
      set -u
      $BACKDROP watch --once --poll 0.05 --threads 1 -q & pid=$!
      until [ "$(\(Self.weights) 2>/dev/null | wc -l)" -ge 1 ]; do
        kill -0 $pid || exit 9
      done
      kill -9 $pid; wait $pid; [ $? -eq 137 ]
      """)
    let kept = try killed.run(Self.weights).output
    #expect(kept.split(separator: "\n").count < 3, "the study was over before it was killed")
    try killed.run("$BACKDROP watch --once --poll 0.05 --threads 2 -q")
    #expect(try killed.run(Self.weights).output == expected)
    #expect(expected.split(separator: "\n").count == 3)
    try killed.run("[ ! -e pipeline/done/*/.resume ] && [ -z \"$(ls pipeline/work)\" ]")
    let runs = try killed.run(
      "sqlite3 -readonly pipeline/runs.sqlite 'SELECT count(*), count(DISTINCT ordinal) FROM runs'")
    #expect(runs.output == "3|3\n")
  }

  /// Twelve settings of which two looks give up nine.
  private static let halving = """
    { "target": "species", "network": { "hidden": [8] },
      "training": { "batch_size": 4, "epochs": 9000, "patience": 1000000 },
      "study": { "random": { "training.learning_rate": { "log_uniform": [0.00001, 0.1] } },
        "trials": 12, "early_discard": { "factor": 3 } } }
    """
  private static let ends =
    "sqlite3 -readonly pipeline/runs.sqlite \"SELECT ordinal, epochs_run, stop_reason, "
    + "weights_sha256, is_best FROM v_runs WHERE state = 'done' ORDER BY ordinal\""

  @Test func killedHalvingGivesUpAndChoosesTheSame() throws {
    let whole = try ScratchFolder()
    let drop =
      "$BACKDROP init . && cp $EXAMPLES/iris.csv pipeline/inbox && "
      + "cat > pipeline/inbox/iris.json <<'END'\n\(Self.halving)\nEND"
    try whole.run(drop)
    try whole.run("$BACKDROP watch --once --poll 0.05 --threads 2 -q")
    let expected = try whole.run(Self.ends).output
    let reasons = expected.split(separator: "\n").map { $0.split(separator: "|")[2] }
    #expect(reasons.count == 12 && reasons.count { $0 == "discarded" } == 11)

    let killed = try ScratchFolder()
    try killed.run(drop)
    // Once before any setting was given up, while runs wait at the first look; then when the first
    // has been given up and the others go on.
    for moment in [
      "[ -e pipeline/work/*/.resume/0.npz ]",
      "[ \"$(\(Self.ends) 2>/dev/null | grep -c discarded)\" -ge 1 ]",
    ] {
      try killed.run(
        """
        set -u
        $BACKDROP watch --once --poll 0.05 --threads 1 -q & pid=$!
        until \(moment); do kill -0 $pid || exit 9; done
        kill -9 $pid; wait $pid; [ $? -eq 137 ]
        """)
    }
    // What a kill leaves in the middle of a transaction is undone by the next who writes.
    let kept = try killed.run(Self.ends.replacing("-readonly ", with: "")).output
    #expect((1..<12).contains(kept.split(separator: "\n").count), "\(kept)")
    try killed.run("$BACKDROP watch --once --poll 0.05 --threads 2 -q")
    #expect(try killed.run(Self.ends).output == expected)
    let runs = try killed.run(
      "sqlite3 -readonly pipeline/runs.sqlite 'SELECT count(*), count(DISTINCT ordinal) FROM runs'")
    #expect(runs.output == "12|12\n")
  }

  @Test func trainingInTheForegroundEndsInGoodOrderWhenAsked() throws {
    let scratch = try ScratchFolder()
    try scratch.run(
      """
      set -u
      $BACKDROP train $EXAMPLES/iris.csv --set training.epochs=1000000 \
        --set training.patience=1000000 --set training.tolerance=0 -q & pid=$!
      until [ "$(sqlite3 -readonly pipeline/runs.sqlite \
        "SELECT count(*) FROM runs" 2>/dev/null)" = 1 ]; do kill -0 $pid || exit 9; done
      kill -TERM $pid; wait $pid; [ $? -eq 75 ]
      """)
    let job = try scratch.run(
      "sqlite3 -readonly pipeline/runs.sqlite 'SELECT state, error_code FROM jobs'")
    #expect(job.output == "failed|stopped\n")
    try scratch.run("[ -z \"$(ls -A pipeline/.train)\" ]")
  }
}
