import FoundationEssentials
import Glibc
import Testing

/// What `backdrop predict --json` prints, as far as scripts rely on it.
private struct PredictAnswer: Decodable {
  struct Confusion: Decodable {
    let classes: [String]
    let counts: [[Int]]
  }

  struct Shift: Decodable {
    struct Column: Decodable {
      let name: String
      let missing, unseen, out_of_range, unparsable: Double
      let mean_shift: Double?
    }

    let rows: Int
    let columns: [Column]
  }

  let model, run: String
  let rows, bad_rows, empty_rows, evaluated_rows: Int
  let extra_columns: [String]
  let metrics: [String: Double]?
  let confusion: Confusion?
  let shift: Shift
}

@Suite struct PredictTests {
  /// A folder with a model `iris` of three classes and a model `sick` of two.
  private func folder() throws -> ScratchFolder {
    let scratch = try ScratchFolder()
    try scratch.run(
      "$BACKDROP train $EXAMPLES/iris.csv --set training.epochs=30 -q > /dev/null && "
        + "$BACKDROP train $EXAMPLES/breast_cancer.csv --set model=sick --set training.epochs=30 -q "
        + "> /dev/null && cut -d, -f1-4 $EXAMPLES/iris.csv > new.csv")
    return scratch
  }

  @Test func badRowsRefuseTheFileAndAreListedWithTheirNumber() throws {
    let scratch = try folder()
    try scratch.run(
      "awk 'NR > 1 && NR % 5 == 0 { print \"x,1,1,1\"; next } { print }' new.csv > bad.csv")
    let process = try scratch.run("$BACKDROP predict iris bad.csv -o out.csv", expecting: 65)
    let lines = process.messages.split(separator: "\n")
    #expect(lines.count == 11)
    #expect(lines[0].contains("bad.csv:5:1: expected a number, found \"x\""))
    #expect(lines[10] == "and 20 more bad rows")
    try scratch.run("test -z \"$(ls -A | grep -e out -e tmp)\"")
    // Of a stream, which may never end, only what has come.
    let stream = try scratch.run("cat bad.csv | $BACKDROP predict iris", expecting: 65)
    #expect(stream.messages.contains("standard input:5:1:"))
  }

  @Test func verdictsKeepEveryRowAndTheExitCodeTells() throws {
    let scratch = try folder()
    try scratch.run(
      "printf 'id,sepal_length,sepal_width,petal_length,petal_width\\n' > mixed.csv && "
        + "printf 'a,5,3,1.5,0.2\\nb,,3,1.5,0.2\\nc,5,3,150,0.2\\nd,5,3\\ne,5,inf,1.5,0.2\\n' >> mixed.csv"
    )
    let process = try scratch.run(
      "$BACKDROP predict iris mixed.csv --verdict --keep id", expecting: 65)
    let rows = process.output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(rows.map { $0[0] } == ["id", "a", "b", "c", "d", "e"])
    #expect(
      rows.map { $0[5...].joined(separator: ",") } == [
        "status,reason", "ok,", "imputed,imputed: sepal_length",
        "out of range,out of training range: petal_length",
        "unparsable,unparsable: 3 fields instead of 5", "unparsable,unparsable: sepal_width",
      ])
    #expect(rows[4][1...4] == ["", "", "", ""] && rows[5][1] != "")
    #expect(process.messages.contains("bad rows: 2, 1 of them without a score"))
    #expect(process.messages.contains("out of training range: petal_length (1)"))
    try scratch.run("$BACKDROP predict iris mixed.csv --verdict -o out.csv -q", expecting: 65)
    #expect(try scratch.run("wc -l < out.csv").output == "6\n")
    // Nothing is bad about a row with an imputed value.
    try scratch.run("head -n 4 mixed.csv | $BACKDROP predict iris --verdict -q")
  }

  @Test func jsonHasMetricsConfusionAndShift() throws {
    let scratch = try folder()
    let answer = try scratch.json(
      PredictAnswer.self,
      "sed '2,3s/^[^,]*,/,/; 4s/^[^,]*,/99,/' $EXAMPLES/iris.csv | sed 's/^/1,/; 1s/1/extra/' "
        + "| $BACKDROP predict iris - -o out.csv --json")
    #expect(answer.rows == 150 && answer.evaluated_rows == 150)
    #expect(answer.bad_rows == 0 && answer.empty_rows == 0)
    #expect(answer.extra_columns == ["extra"])
    let confusion = try #require(answer.confusion)
    #expect(confusion.classes == ["setosa", "versicolor", "virginica"])
    #expect(confusion.counts.map { $0.reduce(0, +) } == [50, 50, 50])
    let right = (0..<3).reduce(0) { $0 + confusion.counts[$1][$1] }
    #expect(answer.metrics?["accuracy"] == Double(right) / 150)
    #expect(
      Set((answer.metrics ?? [:]).keys) == [
        "loss", "accuracy", "roc_auc", "average_precision", "f1", "calibration_error",
      ])
    #expect(answer.shift.rows == 150 && answer.shift.columns.count == 4)
    let first = answer.shift.columns[0]
    #expect(first.name == "sepal_length")
    #expect(first.missing == 2.0 / 150 && first.out_of_range >= 1.0 / 150)
    #expect((first.mean_shift ?? 0) > 0.5)
  }

  @Test func packsAndUnpacksByTheName() throws {
    let scratch = try folder()
    try scratch.run("gzip -k new.csv && $BACKDROP predict iris new.csv -o plain.csv -q")
    try scratch.run("$BACKDROP predict iris new.csv.gz -o packed.csv.gz -q")
    try scratch.run("gzip -t packed.csv.gz && zcat packed.csv.gz | cmp - plain.csv")
  }

  @Test func keepsFieldsByteForByteUnlessSafeCellsAreAskedFor() throws {
    let scratch = try folder()
    let fields = ["note", "=1+1", "\"a \"\"b\"\"\"", " x ", "-1", "\"=a,b\""]
    try scratch.run(
      "printf '%s\\n' '\(fields.joined(separator: "' '"))' > notes && head -n 6 new.csv "
        + "| paste -d, notes - > kept.csv")
    let kept = try scratch.run("$BACKDROP predict iris kept.csv --keep note -q").output
    for (line, field) in zip(kept.split(separator: "\n"), fields) {
      #expect(line.hasPrefix(field + ","))
    }
    let all = try scratch.run("$BACKDROP predict iris kept.csv --keep all -q").output
    for (line, whole) in zip(
      all.split(separator: "\n"), try scratch.run("cat kept.csv").output.split(separator: "\n"))
    {
      #expect(line.hasPrefix(whole + ","))
    }
    let safe = try scratch.run("$BACKDROP predict iris kept.csv --keep note --safe-cells -q").output
    let escaped = ["note", "\"'=1+1\"", "\"a \"\"b\"\"\"", " x ", "-1", "\"'=a,b\""]
    for (line, field) in zip(safe.split(separator: "\n"), escaped) {
      #expect(line.hasPrefix(field + ","))
    }
  }

  @Test(arguments: ["nope", "sepal_length,sepal_length", "prediction"])
  func columnsThatCannotBeKeptAreAMisuse(columns: String) throws {
    let scratch = try folder()
    let process = try scratch.run(
      "sed '1s/petal_width/petal_width,prediction/; 2,$s/$/,x/' new.csv > more.csv && "
        + "$BACKDROP predict iris more.csv --keep \(columns)", expecting: 64)
    #expect(process.messages.contains("--keep: more.csv:1: "))
  }

  @Test func jsonLinesHaveTheSameScores() throws {
    let scratch = try folder()
    try scratch.run(
      "$BACKDROP predict sick $EXAMPLES/breast_cancer.csv -q > out.csv; "
        + "$BACKDROP predict sick $EXAMPLES/breast_cancer.csv -q --format jsonl > out.jsonl")
    let check =
      "import csv, json; a = [json.loads(l) for l in open('out.jsonl')]; "
      + "b = list(csv.DictReader(open('out.csv'))); assert len(a) == len(b) == 569; "
      + "assert all(x['prediction'] == y['prediction'] for x, y in zip(a, b)); "
      + "assert all(float(x[k]) == float(y[k]) for x, y in zip(a, b) for k in x if k != 'prediction')"
    try scratch.run("python3 -c \"\(check)\"")
  }

  @Test func thresholdMovesThePredictionOfTwoClasses() throws {
    let scratch = try folder()
    let line = "$BACKDROP predict sick $EXAMPLES/breast_cancer.csv -q"
    let counts = try ["0", "0.5", "1"].map { threshold in
      try scratch.run("\(line) --threshold \(threshold) | cut -d, -f1 | sort | uniq -c | wc -l")
        .output
    }
    // With 0 every row is positive; the header is one more text.
    #expect(counts[0] == "2\n" && counts[1] == "3\n")
    #expect(try scratch.run(line).output == scratch.run("\(line) --threshold 0.5").output)
    let three = try scratch.run(
      "$BACKDROP predict iris new.csv --threshold 0.3", expecting: 64)
    #expect(three.messages.contains("--threshold goes with a model of two classes"))
    try scratch.run("$BACKDROP predict sick new.csv --threshold 1.5", expecting: 64)
  }

  @Test func scoresDoNotDependOnThreads() throws {
    let scratch = try folder()
    try scratch.run(
      "awk 'NR == 1 { print \"id,\" $0; next } { for (i = 0; i < 200; i++) print NR \"-\" i \",\" $0 }' "
        + "$EXAMPLES/iris.csv > large.csv")
    let one = try scratch.json(
      PredictAnswer.self, "$BACKDROP predict iris large.csv --keep id --threads 1 -o 1.csv --json")
    for threads in [2, 3, 8] {
      let many = try scratch.json(
        PredictAnswer.self,
        "$BACKDROP predict iris large.csv --keep id --threads \(threads) -o \(threads).csv --json")
      try scratch.run("cmp 1.csv \(threads).csv")
      #expect(many.metrics == one.metrics)
      #expect(many.shift.columns.map(\.mean_shift) == one.shift.columns.map(\.mean_shift))
    }
    try scratch.run("cut -d, -f1 large.csv > ids && cut -d, -f1 1.csv | cmp - ids")
  }

  /// On a processor without 64-byte vectors both runs are the same.
  @Test func scoresAndTablesDoNotDependOnTheWidthOfVectors() throws {
    let scratch = try ScratchFolder()
    // Numbers of every shape, missing ones, texts with and without quotes, both ends of lines.
    try scratch.run(
      #"""
      awk 'BEGIN {
        srand(7)
        n = split("5.|.5|-0|1e3|123456789012345678|9007199254740993|0.1| 8 |+7|-.25||NA", odd, "|")
        t = split("a|b c|\"a, b\"|\"say \"\"a\"\"\"|long text of many letters|", text, "|")
        for (c = 0; c < 12; c++) printf "x%d,", c
        print "kind,y"
        for (r = 0; r < 20000; r++) {
          for (c = 0; c < 12; c++) {
            if (rand() < 0.02) printf "%s,", odd[1 + int(n * rand())]
            else printf "%." int(12 * rand()) "f,", 200 * rand() - 100
          }
          printf "%s,%d%s", text[1 + int(t * rand())], rand() < 0.5, r % 50 == 3 ? "\r\n" : "\n"
        }
      }' < /dev/null > data.csv
      """#)
    for vectors in ["256", "512"] {
      try scratch.run(
        "export BACKDROP_VECTORS=\(vectors); $BACKDROP check data.csv --json | "
          + "sed '/\"seconds\"/,/}/d' > check\(vectors).json && "
          + "$BACKDROP train data.csv --set model=m --set training.epochs=1 --force -q > /dev/null && "
          + "$BACKDROP predict m data.csv --verdict -o scores\(vectors).csv -q")
    }
    try scratch.run("test -s check256.json && cmp check256.json check512.json")
    try scratch.run("test -s scores256.csv && cmp scores256.csv scores512.csv")
  }

  @Test func streamsFlowAtOnce() throws {
    let scratch = try folder()
    // The second row is sent only after the score of the first has come back.
    try scratch.run(
      "mkfifo in out && ($BACKDROP predict iris -q < in > out &) && exec 3> in 4< out && "
        + "head -n 2 new.csv >&3 && read header <&4 && read first <&4 && sed -n 3p new.csv >&3 && "
        + "read second <&4 && exec 3>&- && ! read third <&4 && printf '%s\\n%s\\n%s\\n' "
        + "\"$header\" \"$first\" \"$second\" > streamed && "
        + "head -n 3 new.csv | $BACKDROP predict iris -q | cmp - streamed")
  }

  @Test(arguments: [("INT", SIGINT), ("TERM", SIGTERM), ("HUP", SIGHUP)])
  func signalsLeaveNoHalfFile(signal: String, number: Int32) throws {
    let scratch = try folder()
    let process = try scratch.python(
      "mkdir place && $PYTHON $ORACLE/interrupt_predict.py \(signal) iris new.csv place/out.csv")
    #expect(process.output == "1 -\(number) []\n")
  }

  @Test func outputThatCannotBeWrittenLeavesNothing() throws {
    let scratch = try folder()
    let full = try scratch.run("$BACKDROP predict iris new.csv -o /dev/full", expecting: 74)
    #expect(full.messages.contains("/dev/full"))
    try scratch.run("echo old > out.csv && ! $BACKDROP predict iris missing.csv -o out.csv --force")
    #expect(try scratch.run("cat out.csv").output == "old\n")
    try scratch.run("$BACKDROP predict iris new.csv -o out.csv", expecting: 73)
    try scratch.run(
      "$BACKDROP predict iris new.csv -o out.csv --force -q && test $(wc -l < out.csv) = 151")
    try scratch.run("$BACKDROP predict iris new.csv -o nowhere/out.csv", expecting: 73)
    try scratch.run(
      "mkdir folder && $BACKDROP predict iris new.csv -o folder --force", expecting: 73)
  }

  @Test func regressionHasItsMetrics() throws {
    let scratch = try ScratchFolder()
    try scratch.run(
      "awk 'BEGIN { print \"a,y\"; for (i = 0; i < 200; i++) print i / 10 \",\" i / 5 + 0.5 }' > l.csv"
    )
    try scratch.run("$BACKDROP train l.csv --set training.epochs=50 -q")
    let answer = try scratch.json(
      PredictAnswer.self, "$BACKDROP predict l l.csv -o out.csv --json")
    #expect(Set((answer.metrics ?? [:]).keys) == ["loss", "r2", "mae", "rmse"])
    #expect(answer.confusion == nil)
    let check =
      "import csv; y = [float(r['y']) for r in csv.DictReader(open('l.csv'))]; "
      + "p = [float(r['prediction']) for r in csv.DictReader(open('out.csv'))]; "
      + "e = (sum((a - b) ** 2 for a, b in zip(y, p)) / len(y)) ** 0.5; "
      + "assert abs(e - \(answer.metrics?["rmse"] ?? 0)) < 1e-6 * e, e"
    try scratch.run("python3 -c \"\(check)\"")
  }
}
