import Testing

/// What a supervisor and a monitor see of the real program.
@Suite struct ServiceTests {
  private static let drop = """
    "$BACKDROP" init . -q && cp "$EXAMPLES/iris.csv" pipeline/inbox/ \
    && echo '{ training: { epochs: 3 } }' > pipeline/inbox/iris.json \
    && printf 'x,y\\n1\\n' > pipeline/inbox/bad.csv
    """

  @Test func metricsFileIsReadByPrometheusAndObeysItsNamingRules() throws {
    let folder = try ScratchFolder()
    try folder.run(Self.drop)
    try folder.run(#""$BACKDROP" watch --once --poll 0.05 --metrics m.prom"#, expecting: 65)
    let read = try folder.python(#""$PYTHON" "$ORACLE/check_metrics.py" m.prom"#)
    let lines = Set(read.output.split(separator: "\n").map(String.init))
    let expected: Set = [
      "backdrop_jobs_total{outcome=done} 1.000", "backdrop_jobs_total{outcome=failed} 1.000",
      "backdrop_jobs_total{outcome=duplicate} 0.000", "backdrop_queue_files{} 0.000",
    ]
    #expect(expected.subtracting(lines) == [], "\(read.output)")
    let now = try folder.run("date +%s").output.split(separator: "\n").first.flatMap { Double($0) }
    for name in ["last_poll", "last_success", "start"] {
      let prefix = "backdrop_\(name)_timestamp_seconds{} "
      let line = try #require(lines.first { $0.hasPrefix(prefix) })
      let time = try #require(Double(line.dropFirst(prefix.count)))
      #expect(abs(try #require(now) - time) < 600)
    }
  }

  @Test func metricsFileThatCannotBeWrittenEndsTheStart() throws {
    let folder = try ScratchFolder()
    let run = try folder.run(
      #""$BACKDROP" watch --once --metrics nowhere/m.prom"#, expecting: 73)
    #expect(run.messages.contains("nowhere/m.prom"))
  }

  @Test func linesCarryTheirPriorityIntoTheJournalAndNowhereElse() throws {
    let folder = try ScratchFolder()
    try folder.run(Self.drop)
    let watch = #""$BACKDROP" watch --once --poll 0.05 2>>log"#
    try folder.run(
      #": > log && JOURNAL_STREAM=$(stat -c %d:%i log) && export JOURNAL_STREAM && \#(watch)"#,
      expecting: 65)
    let lines = try folder.run("cat log").output.split(separator: "\n")
    #expect(!lines.isEmpty)
    for line in lines {
      let priority = line.contains("failed:") ? "<3>" : "<6>"
      #expect(line.hasPrefix(priority), "\(line)")
    }
    try folder.run(": > log && cp \"$EXAMPLES/iris.csv\" pipeline/inbox/x.csv")
    try folder.run(#"JOURNAL_STREAM=1:1 && export JOURNAL_STREAM && \#(watch)"#)
    #expect(try !folder.run("cat log").output.contains("<"))
  }
}
