import Testing

/// `backdrop runs backup` and `vacuum`, and run logs of other versions.
@Suite struct RunLogFileTests {
  private func root() throws -> ScratchFolder {
    let scratch = try ScratchFolder()
    try scratch.run("$BACKDROP train $EXAMPLES/iris.csv --set training.epochs=3 -q")
    return scratch
  }

  @Test func backupIsWholeAndNeverReplaces() throws {
    let scratch = try root()
    let log = "pipeline/runs.sqlite"
    try scratch.run("$BACKDROP runs backup copy.sqlite -q")
    try scratch.run("sqlite3 \(log) .dump > a && sqlite3 copy.sqlite .dump > b && cmp a b")
    let refused = try scratch.run("$BACKDROP runs backup copy.sqlite", expecting: 73)
    #expect(refused.messages.contains("copy.sqlite: exists already"))
    try scratch.run("$BACKDROP runs backup none/copy.sqlite", expecting: 73)
    #expect(try scratch.run("ls").output == "a\nb\ncopy.sqlite\nmodels\npipeline\n")
    let json = try scratch.run("$BACKDROP runs backup other.sqlite --json").output
    #expect(json.contains("\"bytes\" : ") && json.contains("\"file\" : \"other.sqlite\""))
  }

  @Test func backupsWhileRunsAreWrittenAreConsistent() throws {
    let scratch = try root()
    try scratch.run(
      """
      $BACKDROP train $EXAMPLES/iris.csv -q --set training.epochs=20 --force > /dev/null
      (for i in 1 2 3 4 5 6; do
        $BACKDROP train $EXAMPLES/iris.csv -q --set training.epochs=20 --set seed=$i > /dev/null
      done) &
      for i in 1 2 3 4 5 6 7 8; do $BACKDROP runs backup $i.sqlite -q || exit 1; done
      wait
      """)
    for number in 1...8 {
      // A run that is done has all its epochs and metrics, whatever moment the copy shows.
      let torn = try scratch.run(
        """
        sqlite3 -readonly \(number).sqlite "pragma integrity_check; select count(*) from v_runs
        where state = 'done' and (epochs_run <> (select count(*) from v_epochs as e
          where e.run = v_runs.run) or test_accuracy is null)"
        """)
      #expect(torn.output == "ok\n0\n")
    }
  }

  @Test func vacuumGivesRoomBack() throws {
    let scratch = try root()
    try scratch.run(
      "sqlite3 pipeline/runs.sqlite 'create table filler (x blob) strict; "
        + "insert into filler values (zeroblob(3000000)); drop table filler'")
    let before = try scratch.run("$BACKDROP runs list --json").output
    let json = try scratch.run("$BACKDROP runs vacuum --json").output
    #expect(json.contains("\"bytes_before\" : 3"))
    try scratch.run("test $(stat -c %s pipeline/runs.sqlite) -lt 500000")
    #expect(try scratch.run("$BACKDROP runs list --json").output == before)
    try scratch.run("cd / && $BACKDROP runs vacuum --root /nonexistent", expecting: 66)
  }

  @Test func anOldRunLogIsBroughtUpToDateByTheFirstCommand() throws {
    let scratch = try ScratchFolder()
    let fixture = CommandLineProcess.packageRoot + "/Tests/RunLogTests/Goldens/schema-1.sql"
    try scratch.run("mkdir pipeline && sqlite3 pipeline/runs.sqlite < '\(fixture)'")
    let backup = try scratch.run("$BACKDROP runs backup old.sqlite")
    #expect(backup.messages.contains("a backup of"))
    let list = try scratch.run("$BACKDROP runs list --limit 2")
    #expect(list.messages.contains("brought from version 1 to "))
    #expect(list.output.split(separator: "\n").count == 3)
    #expect(try scratch.run("$BACKDROP runs list --limit 0").messages.isEmpty)
    #expect(
      try scratch.run("sqlite3 old.sqlite 'pragma user_version'").output == "1\n")
  }

  @Test(arguments: [
    "runs list", "runs show x", "runs compare", "runs log", "runs replay x", "runs backup b",
    "runs vacuum", "train $EXAMPLES/iris.csv", "watch --once",
  ])
  func aNewerRunLogIsRefused(_ command: String) throws {
    let scratch = try root()
    try scratch.run("sqlite3 pipeline/runs.sqlite 'pragma user_version = 999'")
    let before = try scratch.run("sha256sum pipeline/runs.sqlite").output
    let process = try scratch.run("$BACKDROP \(command)", expecting: 65)
    #expect(process.messages.contains("the run log has version 999, written by a newer backdrop"))
    #expect(try scratch.run("sha256sum pipeline/runs.sqlite").output == before)
  }
}
