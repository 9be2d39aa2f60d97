import FoundationEssentials
import Testing

/// `backdrop check`, and that it ends as a training does.
struct CheckTests {
  static let people = """
    id,name,age,sex,member,fare,born,part,died
    1,Ann,22,f,true,7.25,01,train,no
    2,Bob,38,m,false,,02,train,yes
    3,Cy,26,m,true,7.9,01,train,yes
    4,Di,35,f,true,53.1,03,val,no
    5,Ed,,m,false,8.05,01,test,yes
    6,Flo,54,f,,51.8,02,test,no

    """
  static let config = """
    { columns: { id: ["id"] }, positive: "no", split: { method: "column", column: "part" },
      preprocess: { missing: "median", missing_indicator: true }, network: { hidden: [3] },
      study: { one_at_a_time: { "training.epochs": [1, 2] } } }
    """

  private func folder(_ files: [String: String]) throws -> ScratchFolder {
    let folder = try ScratchFolder()
    for (name, text) in files {
      try Data(text.utf8).write(to: URL(filePath: "\(folder.path)/\(name)"))
    }
    return folder
  }

  @Test func saysWhatWouldBeTrained() throws {
    let folder = try folder(["people.csv": Self.people, "people.json": Self.config])
    let run = try folder.run("$BACKDROP check people.csv people.json")
    try CommandLineGolden.expect(run.output, equals: "check/people.txt")
    try CommandLineGolden.expect(run.messages, equals: "check/people-warnings.txt")
    // Nothing is left behind.
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(left == ["people.csv", "people.json"])
  }

  @Test func printsAllOfItAsJSON() throws {
    let folder = try folder(["people.csv": Self.people, "people.json": Self.config])
    let text = try folder.run("$BACKDROP check people.csv people.json --json").output
    var lines = text.split(separator: "\n")
    // Times differ from run to run.
    let start = try #require(lines.firstIndex { $0.hasPrefix("  \"seconds\"") })
    #expect(
      lines[start...].prefix(5).map { $0.prefix { $0 != ":" } }
        == ["  \"seconds\" ", "    \"encode\" ", "    \"read\" ", "    \"split\" ", "  },"])
    lines.removeSubrange(start..<start + 5)
    try CommandLineGolden.expect(lines.joined(separator: "\n"), equals: "check/people.json")
  }

  @Test func takesTheDefaultConfigOfTheRoot() throws {
    let folder = try folder(["people.csv": Self.people])
    try folder.run(
      "mkdir pipeline && echo '{ target: \"sex\", network: { hidden: [7] } }' > pipeline/default.json"
    )
    let run = try folder.run("$BACKDROP check people.csv")
    #expect(run.output.contains("config    default.json"))
    #expect(run.output.contains("-7-1,"))
    #expect(
      try folder.run("$BACKDROP check people.csv --root /nowhere").output
        .contains("config    the defaults"))
  }

  /// A file, settings, and how check and train end with them.
  struct Refused: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var file = "a.csv"
    var settings = ""
    var code: Int32 = 65
    var says: String

    init(
      _ name: String, _ text: String, file: String = "a.csv", settings: String = "",
      code: Int32 = 65, says: String
    ) {
      self.init(
        name, bytes: Array(text.utf8), file: file, settings: settings, code: code, says: says)
    }

    init(
      _ name: String, bytes: [UInt8], file: String = "a.csv", settings: String = "",
      code: Int32 = 65, says: String
    ) {
      (self.name, self.bytes, self.file) = (name, bytes, file)
      (self.settings, self.code, self.says) = (settings, code, says)
    }

    var testDescription: String { name }
  }

  private static let good = "x,z,y\n1,2,0\n2,1,1\n3,5,0\n4,2,1\n5,0,0\n6,3,1\n"

  static let refused = [
    Refused("empty", "", says: "a.csv:1: no rows"),
    Refused("header only", "x,y\n", says: "a.csv:2: no rows"),
    Refused(
      "one endless field", String(repeating: "x", count: 3 << 20),
      says: "a.csv:1:1: the field is longer than 65536 bytes"),
    Refused(
      "one endless line", String(repeating: "xxxxxxx,", count: 1 << 18),
      says: "a.csv:1:10001: more than 10000 columns"),
    Refused("NUL", "x,y\n1,0\n2\0,1\n", says: "a.csv:3:1: NUL byte at byte 9"),
    Refused("unterminated quote", "x,y\n1,0\n\"2,1\n", says: "a.csv:3:1: the quote opened here"),
    Refused("text after a quote", "x,y\n\"1\"0,0\n", says: "a.csv:2:1: expected a delimiter"),
    Refused("millions of columns", String(repeating: "1,", count: 2 << 20), says: "10000 columns"),
    Refused("ragged row", "x,y\n1,0\n2\n", says: "a.csv:3: expected 2 fields, found 1"),
    Refused(
      "invalid UTF-8", bytes: Array("x,y\na,".utf8) + [0xff, 0x0a],
      says: "a.csv:2:2: not valid UTF-8 at byte 6; convert to UTF-8"),
    Refused("UTF-16", bytes: [0xff, 0xfe, 0x78, 0x00], says: "a.csv:1: this is UTF-16; convert"),
    Refused("lone CR", "x,y\r1,0\r", says: "a.csv:1:2: a CR without LF"),
    Refused(
      "inf", "x,y\n1,0\ninf,1\n2,0\n", says: "a.csv:3:1: expected a finite number, found \"inf\""),
    Refused(
      "missing where that is an error", good_missing, settings: "--set preprocess.missing=error",
      says: "a.csv:4:1: expected a value, found none"),
    Refused("1e400", "x,y\n1,0\n1e400,1\n2,0\n", says: "a.csv:3:1: the number is out of range"),
    Refused(
      "0x10", "x,y\n1,0\n0x10,1\n2,0\n", says: "a.csv:3:1: expected a number, found \"0x10\""),
    Refused("1_000", "x,y\n1,0\n1_000,1\n2,0\n", says: "a.csv:3:1: expected a number"),
    Refused(
      "decimal comma", "x,y\n\"1,5\",0\n\"2,5\",1\n",
      says: "a.csv:2:1: expected a number, found \"1,5\""),
    Refused("semicolons", "x;y\n1;0\n2;1\n", says: "the delimiter seems to be \";\""),
    Refused(
      "duplicate header", "x,x,y\n1,2,0\n",
      says: "a.csv:1:2: the header has the same name twice: \"x\""),
    Refused(
      "blank header", "x,,y\n1,2,0\n", says: "a.csv:1:2: the header has no name for column 2"),
    Refused(
      "one class", "x,y\n1,0\n2,0\n3,0\n", says: "a.csv: the target \"y\" has one class only"),
    Refused(
      "dates", "d,y\n2024-01-02,0\n2024-01-03,1\n",
      says: "a.csv:2:1: expected numbers or categories, found the date"),
    Refused("not gzip", good, file: "a.csv.gz", says: "a.csv.gz: this is not gzip data"),
    Refused(
      "unknown column", good, settings: "--set target=why", code: 78, says: "no column \"why\""),
    Refused(
      "unknown key", good, settings: "--set targt=y", code: 78, says: "did you mean \"target\"?"),
    Refused(
      "unknown class", good, settings: "--set positive=2", code: 78,
      says: "the positive class \"2\" is none"),
    Refused(
      "unknown part", good, settings: "--set split.method=column --set split.column=z",
      says: "a.csv:2:2: expected \"train\""),
    Refused(
      "too few rows", "x,y\n1,0\n", settings: "--set task=regression", says: "1 row cannot be split"
    ),
    Refused(
      "network too large", good, settings: "--set 'network.hidden=[4096,4096,4096,4096]'",
      code: 78, says: "network.hidden: the network would have"),
    Refused(
      "too few rows to stop early", good, settings: "--set training.early_stopping=true",
      says: "4 rows cannot be split with a test fraction of 0.1"),
  ]
  private static let good_missing = "x,y\n1,0\n2,1\n,0\n3,1\n"

  /// The CSV rows of the list of bad inputs, and choices that do not fit the data.
  @Test(arguments: refused)
  func endsAsTheTrainingWould(_ example: Refused) throws {
    let folder = try ScratchFolder()
    try Data(example.bytes).write(to: URL(filePath: "\(folder.path)/\(example.file)"))
    let line = "\(example.file) \(example.settings)"
    let check = try folder.run("$BACKDROP check \(line)", expecting: example.code)
    #expect(check.output == "")
    #expect(check.messages.contains(example.says), "\(check.messages)")
    let train = try folder.run("$BACKDROP train \(line)", expecting: example.code)
    #expect(train.messages == check.messages)
  }

  @Test func namesAFileThatIsNotThere() throws {
    let run = try ScratchFolder().run("$BACKDROP check nothing.csv", expecting: 66)
    #expect(run.messages.contains("nothing.csv"))
  }

  @Test(arguments: [
    "\u{feff}x,z,y\n1,a,0\n2,b,1\n3,a,0\n4,b,1", "x,z,y\r\n1,a,0\n2,b,1\r\n3,a,0\n4,b,1\n",
    "x,z,y\nNA,a,0\n2,,1\nnan,a,0\n1e-400,b,1\n", "x,z,y\n1,=cmd,0\n2,=cmd,1\n3,a,0\n4,a,1\n",
    "x,z,y\n1,a,0\n1,b,1\n1,a,0\n1,b,1\n",
  ])
  func acceptsWhatIsHarmless(_ text: String) throws {
    let folder = try folder(["a.csv": text])
    #expect(
      try folder.run("$BACKDROP check a.csv").output.contains("rows      4: 3 training, 1 test"))
  }

  /// A file that inflates more than 200 to 1 is stopped after 64 MiB, long before its end.
  @Test(.disabled(if: CommandLineProcess.isSanitized, "the limit is one of address space"))
  func stopsAtADeflateBomb() throws {
    let folder = try ScratchFolder()
    try folder.run(
      "(echo x,y; head -c 100000000 /dev/zero | tr '\\0' 1) | gzip -1 > wide.csv.gz; "
        + "(echo x,y; yes 1,0 | head -c 100000000) | gzip -9 > bomb.csv.gz")
    for (file, code) in [("wide", "65536 bytes"), ("bomb", "inflates to more than")] {
      let run = try folder.run(
        "ulimit -v 1500000; $BACKDROP check \(file).csv.gz", expecting: 65)
      #expect(run.messages.contains(code), "\(run.messages)")
    }
  }
}
