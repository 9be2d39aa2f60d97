import FoundationEssentials
import Testing

/// `backdrop models` in the real program.
@Suite struct ModelsCommandTests {
  private struct Listed: Decodable {
    struct Model: Decodable {
      let model: String
      let current: String?
      let versions: Int
      let metrics: [String: Double]
    }
    let models: [Model]
  }
  private struct Shown: Decodable {
    struct Version: Decodable {
      let run: String
      let current: Bool
    }
    struct Change: Decodable {
      let run, cause: String
    }
    let versions: [Version]
    let other_runs: Int
    let history: [Change]
  }

  private static func train(_ seed: Int) -> String {
    "$BACKDROP train $EXAMPLES/iris.csv --set training.epochs=2 --set seed=\(seed) -q"
  }

  private func current(_ scratch: ScratchFolder) throws -> String {
    let link = try scratch.run("basename $(readlink models/iris/current.npz) .npz").output
    let logged = try scratch.run(
      "sqlite3 -readonly pipeline/runs.sqlite \"SELECT run FROM models WHERE is_current\""
    ).output
    #expect(link == logged)
    return String(link.dropLast())
  }

  @Test func promotesAndRollsBack() throws {
    let scratch = try ScratchFolder()
    for seed in 1...3 { try scratch.run(Self.train(seed)) }
    let third = try current(scratch)
    let shown = try scratch.json(Shown.self, "$BACKDROP models show iris --json")
    #expect(shown.versions.count == 3)
    #expect(shown.history.map(\.cause) == ["job", "job", "job"])
    let runs = shown.history.map(\.run)
    #expect(runs[2] == third)
    try scratch.run("$BACKDROP models promote iris@\(runs[0])")
    #expect(try current(scratch) == runs[0])
    // Each rollback takes back one change.
    for expected in [runs[2], runs[1], runs[0]] {
      try scratch.run("$BACKDROP models rollback iris")
      #expect(try current(scratch) == expected)
    }
    let refused = try scratch.run("$BACKDROP models rollback iris", expecting: 66)
    #expect(refused.messages.contains("no version of iris was current before this one"))
    let history = try scratch.json(Shown.self, "$BACKDROP models show iris --json").history
    #expect(
      history.map(\.cause) == ["job", "job", "job", "promote", "rollback", "rollback", "rollback"])
    let list = try scratch.json(Listed.self, "$BACKDROP models list --json")
    #expect(list.models.map(\.current) == [runs[0]])
    #expect(list.models[0].versions == 3 && list.models[0].metrics["accuracy"] != nil)
    #expect(try scratch.run("$BACKDROP models list").output.contains(runs[0]))
    #expect(try scratch.run("$BACKDROP models show iris").output.contains("petal_width"))
  }

  @Test func nextWriterSetsRightWhatAKillHasLeft() throws {
    let scratch = try ScratchFolder()
    for seed in 1...2 { try scratch.run(Self.train(seed)) }
    let second = try current(scratch)
    // The run log was changed, and the link was not.
    let first = try scratch.run("ls models/iris | grep -v current | grep -v \(second)").output
      .split(separator: ".")[0]
    try scratch.run("ln -sf \(first).npz models/iris/current.npz")
    let verify = try scratch.run("$BACKDROP models verify", expecting: 65)
    #expect(verify.output.contains("is current in the run log"))
    try scratch.run("$BACKDROP models promote iris@\(second)")
    #expect(try current(scratch) == second)
  }

  /// The calls by which a promotion changes something, each of them once the last.
  @Test func killedPromotionIsWholeOrNotAtAllAfterTheNextStart() throws {
    let scratch = try ScratchFolder()
    for seed in 1...2 { try scratch.run(Self.train(seed)) }
    var versions = try scratch.json(Shown.self, "$BACKDROP models show iris --json").history
      .map(\.run)
    var outcomes: Set<Int> = []
    for call in 1...60 {
      let before = try promotions(scratch)
      let calls =
        "write,pwrite64,fsync,fdatasync,rename,renameat2,unlink,symlinkat,symlink,ftruncate"
      let code = try scratch.run(
        """
        strace -f -qq -o /dev/null -e trace=\(calls) \
          -e inject=\(calls):signal=SIGKILL:when=\(call) \
          $BACKDROP models promote iris@\(versions[0]) -q 2>/dev/null; echo $?
        """
      ).output
      // The daemon's start settles what the kill has left, and finds nothing to do.
      try scratch.run("$BACKDROP watch --once --poll 0.05 -q")
      let now = try current(scratch)
      let gained = try promotions(scratch) - before
      #expect(gained == (now == versions[0] ? 1 : 0), "killed at call \(call)")
      #expect(try scratch.run("$BACKDROP models verify -q").output.contains("2 files, 0 damaged"))
      outcomes.insert(gained)
      if gained == 1 { versions.reverse() }
      if code.hasSuffix("0\n") { break }
      #expect(call < 60, "the command never came to its end")
    }
    // Some kills came before the commit and some after it.
    #expect(outcomes == [0, 1])
  }

  private func promotions(_ scratch: ScratchFolder) throws -> Int {
    let count = try scratch.run("sqlite3 pipeline/runs.sqlite 'SELECT count(*) FROM promotions'")
    return Int(count.output.dropLast()) ?? -1
  }

  @Test func onlyChosenAndPromotedRunsAreVersions() throws {
    let scratch = try ScratchFolder()
    try scratch.run(
      """
      cat > s.json <<'END'
      { training: { epochs: 2 }, model: "iris",
        study: { grid: { "training.learning_rate": [0.01, 0.1] }, folds: 2 } }
      END
      $BACKDROP train $EXAMPLES/iris.csv --config s.json -q
      """)
    func shown() throws -> Shown {
      try scratch.json(Shown.self, "$BACKDROP models show iris --json")
    }
    let chosen = try current(scratch)
    #expect(try shown().versions.map(\.run) == [chosen])
    #expect(try shown().other_runs == 4)
    let text = try scratch.run("$BACKDROP models show iris").output
    #expect(text.contains("4 other runs of its studies"))
    let other = try scratch.run("ls models/iris | grep -v current | grep -v \(chosen) | head -1")
      .output.split(separator: ".")[0]
    try scratch.run("$BACKDROP models promote iris@\(other)")
    #expect(Set(try shown().versions.map(\.run)) == [chosen, String(other)])
    #expect(try shown().other_runs == 3)
    let list = try scratch.json(Listed.self, "$BACKDROP models list --json")
    #expect(list.models.map(\.versions) == [2])
    #expect(try scratch.run("$BACKDROP models verify").output == "5 files, 0 damaged\n")
  }

  @Test func damagedVersionIsFoundAndNotPromoted() throws {
    let scratch = try ScratchFolder()
    for seed in 1...2 { try scratch.run(Self.train(seed)) }
    #expect(try scratch.run("$BACKDROP models verify").output == "2 files, 0 damaged\n")
    let second = try current(scratch)
    let first = try scratch.run("ls models/iris | grep -v current | grep -v \(second)").output
      .split(separator: ".")[0]
    try scratch.run(
      "printf '\\377' | dd of=models/iris/\(first).npz bs=1 seek=700 conv=notrunc 2>/dev/null")
    let verify = try scratch.run("$BACKDROP models verify iris", expecting: 65)
    #expect(verify.output.contains("iris@\(first): ") && verify.output.contains("1 damaged"))
    try scratch.run("$BACKDROP models promote iris@\(first)", expecting: 65)
    #expect(try current(scratch) == second)
    try scratch.run("$BACKDROP models show nothing", expecting: 66)
  }

  /// Missing numbers and texts, rare and unknown levels, booleans, both precisions, every output.
  static let exports: [(config: String, tolerance: Double)] = [
    ("target: 'kind', network: { hidden: [5, 3] }", 2e-6),
    ("target: 'flag', training: { precision: 'float64' }, network: { activation: 'relu' }", 1e-12),
    ("target: 'y', preprocess: { missing_indicator: true, scale: 'minmax' }", 2e-5),
    (
      "target: 'kind', preprocess: { missing: 'most_frequent', max_categories: 3 }, "
        + "network: { hidden: [], activation: 'sigmoid' }", 2e-6
    ),
  ]

  @Test(arguments: exports)
  func onnxRuntimeGivesTheSameScores(config: String, tolerance: Double) throws {
    let scratch = try ScratchFolder()
    try scratch.run(
      "awk 'BEGIN { srand(1); print \"a,colour,flag,kind,y\"; for (i = 0; i < 200; i++) "
        + "printf \"%s,%s,%s,%s,%.4f\\n\", (i % 9 ? rand() * 10 : \"\"), "
        + "(i % 7 ? substr(\"redblueteal\", 1 + i % 5, 3) : \"\"), (i % 2 ? \"true\" : \"false\"), "
        + "substr(\"xyz\", 1 + i % 3, 1), rand() + i / 50 }' > d.csv")
    try scratch.run("cat > d.json <<'END'\n{ \(config), model: 'd', split: { seed: 1 } }\nEND")
    try scratch.run("$BACKDROP train d.csv --config d.json --set training.epochs=3 -q")
    // Levels that the training did not see.
    try scratch.run("sed 's/,red,/,pink,/' d.csv > new.csv")
    try scratch.run("$BACKDROP predict d new.csv -q -o scores.csv")
    try scratch.run("$BACKDROP models export d -o d.onnx")
    try scratch.run("$BACKDROP models export d -o d.onnx", expecting: 73)
    let check = try scratch.python(
      "$PYTHON $ORACLE/check_onnx.py d.onnx new.csv scores.csv \(tolerance)")
    #expect(check.output.contains("200 rows agree"), "\(check.output)\(check.messages)")
    let json = try scratch.run("$BACKDROP models export d --format json").output
    #expect(json.contains("\"format\":\"backdrop-model-json\"") && json.contains("\"layers\":[{"))
  }
}
