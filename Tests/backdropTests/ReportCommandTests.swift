import Testing

@Suite struct ReportCommandTests {
  @Test func pageGoesToStandardOutputOrToAFileThatIsNotThere() throws {
    let scratch = try ScratchFolder()
    try scratch.run("$BACKDROP train $EXAMPLES/iris.csv --set training.epochs=3 -q")
    let page = try scratch.run("$BACKDROP report iris").output
    #expect(page.hasPrefix("<!doctype html>\n<html lang=\"en\">"))
    for text in ["<bdi>iris</bdi></h1>", "Permutation importance", "The layers"] {
      #expect(page.contains(text), "\(text)")
    }
    try scratch.run("$BACKDROP report iris -o iris.html && $BACKDROP report iris | cmp - iris.html")
    let refusal = try scratch.run("$BACKDROP report iris -o iris.html", expecting: 73)
    #expect(refusal.messages.contains("iris.html exists"))
    try scratch.run("$BACKDROP report iris -o iris.html --force")
    let run = try scratch.run("sqlite3 -readonly pipeline/runs.sqlite 'select run from v_runs'")
    let id = run.output.split(separator: "\n")[0]
    #expect(try scratch.run("$BACKDROP report \(id)").output == page)
    #expect(try scratch.run("$BACKDROP report \(id.dropLast(2))").output == page)
    let missing = try scratch.run("$BACKDROP report nothing", expecting: 66)
    #expect(missing.output.isEmpty && missing.messages.contains("nothing"))
  }
}
