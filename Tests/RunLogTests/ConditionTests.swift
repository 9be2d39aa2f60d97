import RunLog
import Testing

/// Conditions against hand-written SQL over the documented views.
@Suite struct ConditionTests {
  let folder: ScratchFolder
  let log: RunLog

  init() throws {
    folder = try ScratchFolder()
    log = try RunLog(path: folder.file("runs.sqlite"))
    try fill(log, runs: 200, epochs: 2)
    try give(log, "network.hidden", "CASE number % 3 WHEN 0 THEN '[8,4]' ELSE '[8]' END")
    try give(log, "training.shuffle", "CASE number % 5 WHEN 0 THEN 'false' ELSE 'true' END")
    try give(
      log, "positive", #"CASE number % 2 WHEN 0 THEN '"1"' ELSE '"it''s, \"yes\""' END"#,
      where: "number % 7 = 0")
    try give(log, "split.seed", "'42'")
    try give(log, "seed", "number % 4")
    try log.database.execute(
      """
      INSERT INTO metrics (run, part, name, value)
      SELECT number, 'validation', 'loss', 0.5 FROM runs WHERE ordinal = 3;
      UPDATE metrics SET value = NULL, not_finite = 1
      WHERE run % 50 = 0 AND part = 'test' AND name = 'loss';
      """)
  }

  private static let setting = "(SELECT value FROM v_parameters AS p WHERE p.run = r.run AND key = "

  @Test(arguments: [
    ("test_accuracy > 0.9", "test_accuracy > 0.9"),
    ("test.accuracy >= 0.9 AND train_loss<0.5", "test_accuracy >= 0.9 AND train_loss < 0.5"),
    ("test_accuracy<=.25 or test_accuracy>=7.5e-1", "test_accuracy NOT BETWEEN 0.2501 AND 0.7499"),
    ("test_loss = nan", "test_loss IS NULL"),
    ("test_loss != nan", "test_loss IS NOT NULL"),
    ("not test_loss > 0.5", "test_loss IS NULL OR test_loss <= 0.5"),
    ("test_loss != 0.5", "test_loss IS NULL OR test_loss <> 0.5"),
    ("validation_loss = null", "ordinal <> 3"), ("validation_loss != null", "ordinal = 3"),
    ("model = notebook", "model = 'notebook'"), ("model<>'notebook'", "model <> 'notebook'"),
    ("name ~ 'TRIAL 3'", "name = 'trial 3'"),
    ("state = failed", "state = 'failed'"),
    ("seconds > 10 and ordinal = 3", "seconds > 10 AND ordinal = 3"),
    ("is_best = true", "is_best = 1"), ("is_best = 0", "is_best = 0"),
    ("checkpoint = null", "checkpoint IS NULL"), ("dataset != null", "dataset IS NOT NULL"),
    ("started_at > 2026-09-21T14:15", "started_at > '2026-09-21T14:15'"),
    ("training.learning_rate = 0.1", setting + "'training.learning_rate') = '0.1'"),
    ("learning_rate < 0.1", setting + "'training.learning_rate') = '0.01'"),
    ("learning_rate != 1e-1", setting + "'training.learning_rate') = '0.01'"),
    ("activation = tanh", "true"), ("activation = \"tanh\"", "true"), ("activation > u", "false"),
    ("activation ~ AN", "true"),
    ("hidden = [8, 4]", setting + "'network.hidden') = '[8,4]'"),
    ("hidden != [8,4]", setting + "'network.hidden') = '[8]'"),
    ("hidden ~ 4", setting + "'network.hidden') = '[8,4]'"),
    ("shuffle = FALSE", setting + "'training.shuffle') = 'false'"),
    ("positive = 1", setting + "'positive') = '\"1\"'"),
    (#"positive = "it's, ""yes""""#, setting + #"'positive') LIKE '%yes%'"#),
    ("positive = null", setting + "'positive') IS NULL"),
    ("seed = 3", setting + "'seed') = '3'"), ("split.seed = 42", "true"),
    (
      "(state = done or state = failed) and not (seed = 1 or seed = 2)",
      setting + "'seed') IN ('0', '3')"
    ),
    ("run = run-000007 or run = \"run-000008\"", "run IN ('run-000007', 'run-000008')"),
    ("name = '''; DROP TABLE runs; --'", "false"), ("model = 'x'' OR ''1''=''1'", "false"),
  ])
  func findsWhatSQLFinds(_ text: String, _ sql: String) throws {
    let expected = try log.database.rows("SELECT run FROM v_runs AS r WHERE \(sql)") {
      row throws(RunLogError) in try row.text()
    }
    let filter = RunFilter(condition: try log.condition(text))
    #expect(try log.runs(filter: filter, sort: .oldest).map(\.id) == expected)
    #expect(try log.runs(filter: filter, sort: .newest, limit: 3).count == min(3, expected.count))
  }

  @Test(
    arguments: [
      (
        "",
        .expected("the name of a metric, a setting or a column of v_runs", position: 1, found: nil)
      ),
      ("seed", .expected("= != < <= > >= or ~", position: 5, found: nil)),
      ("seed ! 3", .expected("= != < <= > >= or ~", position: 6, found: "!")),
      ("seed =", .expected("a value", position: 7, found: nil)),
      ("seed = (3)", .expected("a value", position: 8, found: "(")),
      ("seed = 3 seed = 4", .expected("\"and\", \"or\" or the end", position: 10, found: "seed")),
      ("(seed = 3", .expected("\")\"", position: 10, found: nil)),
      ("seed = 3)", .expected("\"and\", \"or\" or the end", position: 9, found: ")")),
      (
        "'seed' = 3",
        .expected(
          "the name of a metric, a setting or a column of v_runs", position: 1, found: "seed")
      ),
      ("name = 'x", .unclosed("'", position: 8)), ("hidden = [8", .unclosed("[", position: 10)),
      (
        "test_loss ~ 3",
        .unfit(field: "test_loss", expected: "a comparison of numbers", found: "~ 3")
      ),
      ("test_loss = good", .unfit(field: "test_loss", expected: "a number", found: "= good")),
      ("test_loss < 0x10", .unfit(field: "test_loss", expected: "a number", found: "< 0x10")),
      ("test_loss < 1e999", .unfit(field: "test_loss", expected: "a number", found: "< 1e999")),
      ("test_loss < inf", .unfit(field: "test_loss", expected: "a number", found: "< inf")),
      (
        "test_loss < nan",
        .unfit(field: "test_loss", expected: "= or != before nan", found: "< nan")
      ),
      ("seconds = soon", .unfit(field: "seconds", expected: "a number", found: "= soon")),
      ("hidden < [8]", .unfit(field: "hidden", expected: "= or != before [8]", found: "< [8]")),
    ] as [(String, RunConditionError)])
  func refuses(_ text: String, _ expected: RunConditionError) {
    #expect(throws: expected) { try log.condition(text) }
    #expect(!expected.description.isEmpty)
  }

  @Test(arguments: ["tset_accuracy", "test_acuracy", "rate", "runs.id", "1=1;--", "x\u{0}y"])
  func refusesAnUnknownName(_ name: String) throws {
    let error = #expect(throws: RunConditionError.self) { try log.condition("\"\" = 1 and x = 1") }
    #expect(error != nil)
    let found = #expect(throws: RunLogError.self) { try log.field(name) }
    guard case .noSuchField(name, let known) = found else {
      Issue.record("\(String(describing: found))")
      return
    }
    #expect(known.contains("test_accuracy") && known.contains("network.hidden"))
    #expect(known.contains("started_at"))
  }

  @Test func refusesWhatIsTooLarge() {
    let deep = String(repeating: "(", count: 5000) + "seed = 1"
    #expect(throws: RunConditionError.tooLarge) { try log.condition(deep) }
    #expect(throws: RunConditionError.tooLarge) {
      try log.condition(String(repeating: "not ", count: 2400) + "seed = 1")
    }
    #expect(throws: RunConditionError.tooLarge) {
      try log.condition(String(repeating: "x", count: 10_001))
    }
  }

  @Test func knowsWhatOnlyAnOldRunHas() throws {
    try log.database.execute(
      "INSERT INTO metrics (run, part, name, value) VALUES (1, 'test', 'brier', 0.25)")
    try give(log, "training.old", "'7'", where: "number = 2")
    #expect(
      try log.runs(filter: RunFilter(condition: log.condition("test_brier < 1"))).map(\.id)
        == ["run-000000"])
    #expect(
      try log.runs(filter: RunFilter(condition: log.condition("training.old = 7"))).map(\.id)
        == ["run-000001"])
  }

  @Test(
    arguments: [
      ("seconds", true, "seconds DESC"), ("name", false, "name ASC"),
      ("learning_rate", false, setting + "'training.learning_rate') ASC"),
      ("positive", true, setting + "'positive') IS NULL, " + setting + "'positive') DESC"),
    ] as [(String, Bool, String)])
  func sorts(_ name: String, _ descending: Bool, _ order: String) throws {
    let expected = try log.database.rows("SELECT run FROM v_runs AS r ORDER BY \(order), run DESC")
    {
      row throws(RunLogError) in try row.text()
    }
    let sort = RunSort.field(try log.field(name), descending: descending)
    #expect(try log.runs(sort: sort).map(\.id) == expected)
    #expect(try log.runs(sort: sort, limit: 5).map(\.id) == Array(expected.prefix(5)))
  }
}
