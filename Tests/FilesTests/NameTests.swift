import Files
import Glibc
import Testing

@Suite struct NameTests {
  @Test(
    arguments: [
      (Array("a.csv".utf8), true), (Array("..a".utf8), true), (Array(" ".utf8), true),
      ([0xFF, 0x0A, 0x1B], true), ([UInt8](repeating: 0x61, count: 255), true),
      ([UInt8](repeating: 0x61, count: 256), false), ([], false), (Array(".".utf8), false),
      (Array("..".utf8), false), (Array("a/b".utf8), false), (Array("/abs".utf8), false),
      (Array("../../etc/passwd".utf8), false), ([0x61, 0, 0x62], false),
    ] as [([UInt8], Bool)])
  func tellsPlainNames(_ bytes: [UInt8], isPlain: Bool) {
    #expect(FileName(bytes: bytes).isPlain == isPlain)
  }

  @Test(
    arguments: [
      (Array("größe.csv".utf8), "größe.csv"), (Array("日本 🙂".utf8), "日本 🙂"),
      (Array("a\nb\tc\rd".utf8), "a\\nb\\tc\\rd"), ([0x1B, 0x5B, 0x31, 0x6D], "\\u{1B}[1m"),
      ([0x61, 0xFF, 0x62], "a\\xFFb"), ([0xC3], "\\xC3"), ([0xE2, 0x82], "\\xE2\\x82"),
      (Array("\\x41".utf8), "\\\\x41"), (Array("\u{202E}gpj.exe".utf8), "\\u{202E}gpj.exe"),
      (Array("\u{85}\u{7F}\u{2028}".utf8), "\\u{85}\\u{7F}\\u{2028}"), ([0, 0x61], "\\u{00}a"),
      ([0xED, 0xA0, 0x80], "\\xED\\xA0\\x80"), ([0xF4, 0x90, 0x80, 0x80], "\\xF4\\x90\\x80\\x80"),
    ] as [([UInt8], String)])
  func escapesWhatATerminalWouldObey(_ bytes: [UInt8], displayed: String) {
    #expect(FileName(bytes: bytes).displayed == displayed)
  }

  @Test func ordersByBytes() {
    let names =
      ["b", "B", "a", "\u{E9}", "e\u{301}"].map { FileName($0) } + [FileName(bytes: [0xFF])]
    #expect(names.sorted().map(\.displayed) == ["B", "a", "b", "e\u{301}", "\u{E9}", "\\xFF"])
  }

  @Test(arguments: [
    ("a.csv", ".csv", true), ("a.CSV", ".csv", true), ("csv", ".csv", false),
    ("a.csv.gz", ".csv", false), ("", "", true),
  ])
  func comparesSuffixesWithoutCase(_ name: String, _ suffix: String, _ has: Bool) {
    #expect(FileName(name).hasSuffix(suffix) == has)
  }

  @Test(arguments: [
    ("a/b/c", "a/b", "c"), ("a", ".", "a"), ("/a", "/", "a"), ("/", "/", ""), ("a/b/", "a", "b"),
    ("a//b", "a", "b"), ("", ".", ""), ("//", "/", ""), ("/a/b//", "/a", "b"),
  ])
  func takesPathsApart(_ path: String, _ parent: String, _ name: String) {
    #expect(FilePath(path).parent == FilePath(parent))
    #expect(FilePath(path).name == FileName(name))
  }

  @Test(arguments: [("a", "a/x"), ("a/", "a/x"), ("/", "/x"), ("", "x"), (".", "./x")])
  func putsPathsTogether(_ path: String, _ joined: String) {
    #expect(FilePath(path).appending(FileName("x")) == FilePath(joined))
  }

  @Test func refusesAPathWithNULInsteadOfCuttingIt() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("a")
    #expect(
      throws: FileError.system(.examine, FilePath(bytes: path.bytes + [0, 0x62]), errno: EINVAL)
    ) {
      try FileSystem.status(of: FilePath(bytes: path.bytes + [0, 0x62]))
    }
  }
}
