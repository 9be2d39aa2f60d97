import FoundationEssentials
import Testing

/// What people do with the folder besides dropping files: look, submit, retry, let score.
@Suite struct FolderTests {
  /// `backdrop status --json`, as far as scripts rely on it.
  private struct Status: Decodable {
    struct Waiting: Decodable {
      struct File: Decodable { let name, reason, sentence: String }
      let count: Int
      let files: [File]
    }
    struct Job: Decodable {
      struct Progress: Decodable { let epoch, epochs: Int? }
      let job, name, state: String
      let error_code: String?
      let progress: Progress?
    }
    let process: Int?
    let waiting: Waiting
    let counts: [String: Int]
    let unfinished, settled: [Job]
  }

  /// A root whose daemon claims whatever the disk says.
  private func root() throws -> ScratchFolder {
    let scratch = try ScratchFolder()
    try scratch.run(
      """
      $BACKDROP init . -q
      echo '{pause_below_bytes: 0, pause_below_percent: 0, poll_seconds: 0.05}' > pipeline/daemon.json
      """)
    return scratch
  }

  @Test func statusWithoutADaemonSaysWhatEachFileWaitsFor() throws {
    let scratch = try root()
    try scratch.run("$BACKDROP status", expecting: 66)
    try scratch.run("$BACKDROP watch --once -q")
    try scratch.run(
      """
      set -e
      echo '{data: "none.csv"}' > pipeline/inbox/a.json
      cp $EXAMPLES/iris.csv pipeline/inbox/b.csv
      (while :; do echo 1,2; sleep 0.01; done > pipeline/inbox/c.csv) & writer=$!
      n=0; until test -s pipeline/inbox/c.csv; do n=$((n+1)); test $n -lt 600; sleep 0.1; done
      $BACKDROP status --json > status.json; $BACKDROP status --why > why
      kill $writer
      """)
    let status = try scratch.json(Status.self, "cat status.json")
    #expect(status.process == nil)
    let reasons = status.waiting.files.sorted { $0.name < $1.name }.map { [$0.name, $0.reason] }
    #expect(reasons == [["a.json", "no-data"], ["b.csv", "paused"], ["c.csv", "growing"]])
    let text = try scratch.run("cat why").output
    #expect(text.contains("not running"))
    #expect(text.contains("a.json waits for its data: drop none.csv into the inbox"))
    #expect(text.contains("no daemon runs"))
    #expect(text.contains("c.csv waits until it holds still"))
  }

  @Test func statusBesideADaemonShowsItsProcessAndItsProgress() throws {
    let scratch = try root()
    try scratch.run(
      """
      set -e
      $BACKDROP watch 2> log & daemon=$!
      echo '{training: {epochs: 1000000, tolerance: 0, patience: 1000000}, network: {hidden: [256]}}' \
        > pipeline/iris.json
      cp $EXAMPLES/iris.csv pipeline/iris.csv
      mv pipeline/iris.json pipeline/iris.csv pipeline/inbox/
      n=0; until $BACKDROP status --json 2>/dev/null > status.json && grep -Eq '"epoch" *:' status.json; do
        n=$((n+1)); test $n -lt 600; sleep 0.1; done
      $BACKDROP status > text
      kill -TERM $daemon; wait $daemon; echo $daemon > process
      """)
    let status = try scratch.json(Status.self, "cat status.json")
    #expect(try scratch.run("cat process").output == "\(status.process ?? 0)\n")
    let job = try #require(status.unfinished.first)
    #expect(job.state == "running" && job.name == "iris.csv")
    #expect(job.progress?.epochs == 1_000_000 && (job.progress?.epoch ?? 0) > 0)
    #expect(try scratch.run("cat text").output.contains(" of 1,000,000"))
    // Its report goes with it.
    let after = try scratch.json(Status.self, "$BACKDROP status --json")
    #expect(after.process == nil)
    #expect(after.unfinished.map(\.job) == [job.job])
  }

  @Test func retryPutsTheFilesBackAndReplacesNothing() throws {
    let scratch = try root()
    try scratch.run(
      """
      set -e
      printf 'x,y\\n1,2\\n3\\n' > pipeline/inbox/a.csv
      echo '{}' > pipeline/inbox/a.json
      code=0; $BACKDROP watch --once -q || code=$?; test $code = 65
      """)
    let job = try scratch.run("ls pipeline/failed").output.dropLast()
    let receipt = try scratch.run("cat pipeline/failed/*/receipt.txt").output
    for part in ["code       ragged-row", "line 3", "sha256 ", "backdrop retry \(job)"] {
      #expect(receipt.contains(part), "\(receipt)")
    }
    try scratch.run("touch pipeline/inbox/a.json && $BACKDROP retry \(job)", expecting: 73)
    try scratch.run("test ! -e pipeline/inbox/a.csv && rm pipeline/inbox/a.json")
    try scratch.run("$BACKDROP retry \(job.prefix(15))")
    try scratch.run(
      "ls pipeline/inbox/a.csv pipeline/inbox/a.json && ls pipeline/failed/*/receipt.json")
    try scratch.run("$BACKDROP retry \(job)", expecting: 66)
    try scratch.run("$BACKDROP retry nonsense", expecting: 66)
    try scratch.run("$BACKDROP watch --once -q", expecting: 65)
    #expect(try scratch.run("ls pipeline/failed | wc -l").output.trimmed == "2")
  }

  @Test func submitDropsAPairThatBelongsTogether() throws {
    let scratch = try root()
    try scratch.run("echo '{training: {epochs: 3}}' > other.json && cp $EXAMPLES/iris.csv .")
    try scratch.run("$BACKDROP submit iris.csv other.json")
    #expect(
      try scratch.run("ls -A pipeline/inbox").output == "iris.csv\niris.json\n")
    try scratch.run("$BACKDROP submit iris.csv other.json", expecting: 73)
    try scratch.run("$BACKDROP watch --once -q && cmp iris.csv pipeline/done/*/iris.csv")
    try scratch.run(
      "echo '{data: \"b.csv\"}' > b.json; $BACKDROP submit iris.csv b.json", expecting: 78)
    try scratch.run("$BACKDROP submit b.json", expecting: 65)
    try scratch.run("$BACKDROP submit none.csv", expecting: 66)
    #expect(try scratch.run("ls -A pipeline/inbox").output == "")
    try scratch.run("$BACKDROP submit iris.csv other.json && $BACKDROP watch --once -q")
    let status = try scratch.json(Status.self, "$BACKDROP status --json")
    #expect(status.counts == ["done": 1, "duplicate": 1])
    #expect(status.settled.map(\.state) == ["duplicate", "done"])
  }

  @Test func filesInAModelsScoreFolderAreScoredAsPredictDoes() throws {
    let scratch = try root()
    try scratch.run(
      """
      set -e
      $BACKDROP train $EXAMPLES/iris.csv --set training.epochs=5 -q
      mkdir -p pipeline/score/iris pipeline/score/none
      cut -d, -f1-4 $EXAMPLES/iris.csv > new.csv
      cp new.csv pipeline/score/iris/
      gzip -c new.csv > pipeline/score/iris/packed.csv.gz
      printf 'sepal_length\\n1\\n' > pipeline/score/iris/bad.csv
      cp new.csv pipeline/score/none/
      code=0; $BACKDROP watch --once -q || code=$?; test $code = 65
      $BACKDROP predict iris new.csv -q > expected.csv
      cmp expected.csv pipeline/scored/iris/new.csv
      cmp expected.csv pipeline/scored/iris/packed.csv
      grep -Eq '"rows" *: *150' pipeline/scored/iris/new.receipt.json
      cmp pipeline/scored/iris/new.receipt.json $(dirname pipeline/done/*/new.csv)/receipt.json
      grep -q 'missing-columns' pipeline/failed/*/receipt.txt
      ls pipeline/score/none/new.csv && test -z "$(ls pipeline/score/iris)"
      """)
    // The same name again keeps both.
    try scratch.run(
      """
      set -e
      head -50 new.csv > pipeline/score/iris/new.csv
      $BACKDROP watch --once -q
      cmp expected.csv pipeline/scored/iris/new.csv
      test $(ls pipeline/scored/iris/new.*.csv | wc -l) = 1
      test $(cat pipeline/scored/iris/new.*.csv | wc -l) = 50
      """)
    let status = try scratch.json(Status.self, "$BACKDROP status --json --why")
    #expect(status.counts["done"] == 4)
  }
}

extension String {
  fileprivate var trimmed: String { String(filter { !$0.isWhitespace }) }
}
