import Testing

/// The founding notebook, from the dropped files through the daemon, read out of the run log by
/// Python's `sqlite3`.
@Suite struct NotebookTests {
  @Test(arguments: [false, true])
  func droppedFilesGiveEveryPrintedNumber(correctDerivative: Bool) throws {
    let scratch = try ScratchFolder()
    try scratch.run("$BACKDROP init . && $BACKDROP example notebook pipeline/inbox")
    if correctDerivative {
      try scratch.run(
        "sed -i 's/, \"network.tanh_derivative\": \"notebook\"//; s/\"network.tanh_derivative\": \"notebook\",//' "
          + "pipeline/inbox/notebook.json && ! grep tanh_derivative pipeline/inbox/notebook.json")
    }
    try scratch.run("$BACKDROP watch --once --poll 0.05")
    let expected =
      CommandLineProcess.packageRoot
      + "/Tests/backdropTests/Goldens/notebook-expected.json"
    let check = try scratch.python(
      "$PYTHON $ORACLE/check_notebook.py pipeline/runs.sqlite '\(expected)' "
        + "--data pipeline/done/*/notebook.csv\(correctDerivative ? " --correct-derivative" : "")")
    // 70 losses, 6 test losses, 6 accuracies, and the first five x.
    #expect(check.output.contains("87"), "\(check.output)")
  }

  @Test func comparisonShowsWhatTheNotebookPrinted() throws {
    let scratch = try ScratchFolder()
    try scratch.run("$BACKDROP init . && cp $EXAMPLES/notebook.* pipeline/inbox")
    try scratch.run("$BACKDROP watch --once --poll 0.05")
    let table = try scratch.run("$BACKDROP runs compare notebook").output
    for number in [
      "0.6936", "47.60 %", "0.6888", "61.20 %", "0.1188", "98.80 %", "0.0352", "99.60 %",
    ] {
      #expect(table.contains(number), "\(number) is not in\n\(table)")
    }
  }
}
