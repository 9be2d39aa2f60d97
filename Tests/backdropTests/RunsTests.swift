import FoundationEssentials
import Testing

/// What `backdrop runs list`, `show`, `compare` and `log` say about real runs.
@Suite struct RunsTests {
  private struct List: Decodable {
    struct Run: Decodable { let run, name, model: String }
    let runs: [Run]
  }

  /// A root with the runs of two studies and of one plain training, hostile names among them.
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
    try scratch.run(
      "$BACKDROP init . -q && cp $EXAMPLES/notebook.* $EXAMPLES/iris.* pipeline/inbox/ "
        + "&& $BACKDROP watch --once -q")
    try scratch.run(
      #"""
      printf '{"model": "hostile", "training": {"epochs": 2}, "study": {"runs": [
        {"name": "\\u001b[31mred\\u202e\\nline"}, {"name": "=cmd", "seed": 7}]}}' > h.json
      printf 'a,<b>\033[2J,y\n' > h.csv
      for i in 1 2 3 4 5 6 7 8; do echo "$i,$i.5,$((i % 2))" >> h.csv; done
      $BACKDROP train h.csv --config h.json -q > train.txt
      """#)
  }

  private func names(_ options: String) throws -> [String] {
    try scratch.json(List.self, "$BACKDROP runs list --json -q \(options)").runs
      .map(\.name)
  }

  @Test func listsEndWithTheNewest() throws {
    #expect(try names("").count == 9)
    #expect(try names("--limit 2") == ["\u{1b}[31mred\u{202e}\nline", "=cmd"])
    #expect(try names("--limit 1 --sort newest") == ["=cmd"])
    let cut = try scratch.run("$BACKDROP runs list --limit 8")
    #expect(cut.messages == "there are more runs: --limit 0 lists them all\n")
    #expect(try scratch.run("$BACKDROP runs list --limit 9").messages.isEmpty)
  }

  @Test func choosesByConditions() throws {
    for (options, count) in [
      ("--model notebook --where 'test_accuracy > 0.9'", 3),
      ("--where 'test_accuracy>0.9' --where 'activation = tanh and model = notebook'", 2),
      ("--where 'hidden = [8] or epochs = 2000'", 2), ("--where 'not model ~ note'", 3),
      ("--state failed", 0), ("--state done --where 'epochs_run = 72'", 1),
      ("--where \"name = ' OR 1=1; --'\"", 0),
    ] {
      #expect(try names(options).count == count, "\(options)")
    }
  }

  @Test func sortsByMetricsBestFirst() throws {
    let byLoss = try names("--model notebook --sort test_loss")
    #expect(byLoss.prefix(2) == ["tanh, learning rate 0.1", "learning rate 0.1"])
    #expect(try names("--model notebook --sort test_loss --reverse") == byLoss.reversed())
    #expect(
      try names("--model notebook --sort test_accuracy --limit 1") == ["tanh, learning rate 0.1"])
    #expect(try names("--sort oldest --limit 1") == ["baseline"])
    #expect(try names("--sort epochs --reverse --limit 1") == ["2000 epochs"])
  }

  @Test func refusesWhatItDoesNotUnderstand() throws {
    for (options, message) in [
      ("--where 'tset_loss < 1'", "did you mean \"test_loss\"?"),
      ("--where 'lerning_rate < 1'", "did you mean \"learning_rate\"?"),
      ("--where 'test_loss <'", "expected a value at character 12, found the end"),
      ("--where 'test_loss = good'", "test_loss needs a number"),
      ("--where 'name = \"x'", "is never closed"),
      ("--sort losss", "--sort: no run has a metric or a setting \"losss\""),
      ("--state over", "one of running done failed"),
    ] {
      let process = try scratch.run("$BACKDROP runs list \(options)", expecting: 64)
      #expect(process.output.isEmpty)
      #expect(process.messages.contains(message), "\(process.messages)")
    }
  }

  @Test func hostileNamesReachNoTerminal() throws {
    let newest = "$(sqlite3 -readonly pipeline/runs.sqlite 'select max(run) from v_runs')"
    for command in [
      "list", "list --json", "compare hostile", "compare hostile --json", "log", "log --json",
      "show \(newest)", "show --json \(newest)",
    ] {
      let process = try scratch.run("$BACKDROP runs \(command)")
      let unsafe = (process.output + process.messages).unicodeScalars.filter {
        $0 != "\n" && ($0.value < 0x20 || (0x7f..<0xa0).contains($0.value))
      }
      #expect(unsafe.isEmpty, "\(process.output)")
      if !command.contains("json") {
        #expect(!process.output.unicodeScalars.contains("\u{202e}"))
      }
    }
    #expect(!(try scratch.run("cat train.txt").output.unicodeScalars.contains("\u{1b}")))
  }

  @Test func comparesWithCurvesOnOneScale() throws {
    let process = try scratch.run("$BACKDROP runs compare notebook")
    #expect(process.output.contains("losses from 0.03"))
    #expect(process.output.contains("\n2000 epochs "))
    let lines = process.output.split(separator: "\n").suffix(6).map { line in
      line.count { "▁▂▃▄▅▆▇█".contains($0) }
    }
    // The run of twice the epochs is twice as wide.
    #expect(lines.max() == lines[1] && abs(lines[1] - 2 * lines[0]) <= 1)
  }

  @Test func logsTheWayOfAJob() throws {
    let job = try scratch.run(
      "sqlite3 -readonly pipeline/runs.sqlite \"select job from v_runs where model = 'iris'\"")
    let name = job.output.split(separator: "\n").first.map(String.init) ?? ""
    let log = try scratch.run("$BACKDROP runs log \(name)").output
    let codes = log.split(separator: "\n").map { line in
      line.split(separator: " ").dropFirst(4).first.map { String($0.dropLast()) }
    }
    #expect(codes == ["received", "claimed", "started", "run-begun", "run-done", "done"], "\(log)")
    try scratch.run("$BACKDROP runs log nobody", expecting: 66)
  }

  @Test func showsEverythingAsJSON() throws {
    struct Show: Decodable {
      struct Data: Decodable { let name: String, rows: Int, archive: String? }
      struct Finding: Decodable {}
      let data: Data
      let findings: [String: Finding]
      let epochs: [Finding]
      let is_current: Bool
    }
    let show = try scratch.json(
      Show.self,
      "$BACKDROP runs show --json $($BACKDROP runs list --model iris --json | "
        + "sed -n 's/.*\"run\" : \"\\(.*\\)\".*/\\1/p')")
    #expect(show.data.name == "iris.csv" && show.data.rows == 150 && show.is_current)
    #expect(show.data.archive?.hasPrefix("pipeline/done/") == true)
    #expect(show.epochs.count == 72)
    #expect(
      Set(show.findings.keys).isSuperset(of: ["data", "honesty", "baseline", "evaluation"]))
  }
}
