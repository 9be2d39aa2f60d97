import Testing

/// `backdrop status --follow` in terminals of several sizes.
@Suite struct FollowTests {
  @Test func showsAllRunningJobsWithinTheTerminal() throws {
    let scratch = try ScratchFolder()
    try scratch.run(
      """
      $BACKDROP init . -q
      cat > config <<'END'
      { network: { hidden: [16, 16] },
        training: { epochs: 1000000, tolerance: 0, patience: 1000000, batch_size: 8 },
        study: { grid: { "training.learning_rate": [0.01, 0.001] } } }
      END
      for name in first "a name that is longer than most terminals are wide, said twice over"; do
        cp $EXAMPLES/iris.csv "pipeline/inbox/$name.csv" && cp config "pipeline/inbox/$name.json"
        # Another dataset each, for the same would be a duplicate.
        echo 5.1,3.5,1.4,0.2,setosa >> pipeline/inbox/first.csv
      done
      """)
    let check = try scratch.python("$PYTHON $ORACLE/check_follow.py $BACKDROP .")
    #expect(check.output.contains("a pipe gets no colours"), "\(check.output)\(check.messages)")
  }
}
