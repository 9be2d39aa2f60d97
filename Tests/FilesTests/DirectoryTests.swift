import Files
import Glibc
import Testing

@Suite struct DirectoryTests {
  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test func listsEveryNameInTheOrderOfItsBytes() throws {
    let names: [FileName] = [
      FileName(bytes: [0xFF]), "b", "\u{E9}", "e\u{301}", ".hidden", "a~", "B", "a\nb", "-",
      FileName(bytes: [UInt8](repeating: 0x7A, count: 255)),
    ]
    for name in names { try directory.file(name) }
    #expect(try DirectoryScan.entries(of: directory.path).map(\.name) == names.sorted())
  }

  @Test func tellsTheFactsOfEachName() throws {
    let file = try directory.file("file", "12345")
    var times = [
      timespec(tv_sec: 0, tv_nsec: 0), timespec(tv_sec: 1_700_000_000, tv_nsec: 123_456_789),
    ]
    #expect(utimensat(AT_FDCWD, file.displayed, &times, 0) == 0)
    #expect(link(file.displayed, directory["second"].displayed) == 0)
    #expect(symlink("nowhere", directory["link"].displayed) == 0)
    #expect(mkfifo(directory["fifo"].displayed, 0o600) == 0)
    #expect(mkdir(directory["dir"].displayed, 0o700) == 0)
    let entries = try DirectoryScan.entries(of: directory.path)
    #expect(entries.map(\.status.kind) == [.directory, .fifo, .regular, .symbolicLink, .regular])
    let status = entries[2].status
    #expect(status.size == 5)
    #expect(status.modifiedNanoseconds == 1_700_000_000_123_456_789)
    #expect(status.linkCount == 2)
    #expect(status.owner == geteuid())
    #expect(status.isSameFile(as: entries[4].status))
    #expect(!status.isSameFile(as: entries[1].status))
  }

  @Test func listsNothingInAnEmptyDirectory() throws {
    #expect(try DirectoryScan.entries(of: directory.path) == [])
  }

  @Test func refusesWhatIsNoDirectory() throws {
    let file = try directory.file("file")
    #expect(throws: FileError.system(.list, file, errno: ENOTDIR)) {
      try DirectoryScan.entries(of: file)
    }
    #expect(throws: FileError.system(.list, directory["none"], errno: ENOENT)) {
      try DirectoryScan.entries(of: directory["none"])
    }
  }

  @Test func wakesWhenAFileIsRenamedIn() throws {
    let outside = try TemporaryDirectory()
    let file = try outside.file("a")
    let watch = DirectoryWatch([directory.path])
    #expect(watch.isComplete)
    #expect(!watch.wait(seconds: 0))
    try FileSystem.moveNoReplace(from: file, to: directory["a"])
    #expect(watch.wait(seconds: 60))
    #expect(!watch.wait(seconds: 0.001))
  }

  @Test func wakesForWhatCameDuringAScan() throws {
    let watch = DirectoryWatch([directory.path])
    try directory.file("a")
    // Read between two waits, by a scan that did not see it.
    #expect(watch.takeRenamedIn(directory: 0) { _ in false }.isEmpty)
    #expect(watch.wait(seconds: 5))
    #expect(!watch.wait(seconds: 0))
    #expect(watch.takeNews())
    #expect(!watch.takeNews())
  }

  @Test func wakesWhenAFileIsWritten() throws {
    let watch = DirectoryWatch([directory.path])
    try directory.file("a")
    #expect(watch.wait(seconds: 60))
  }

  @Test func waitsTheWholeTimeWithoutInotify() throws {
    let watch = DirectoryWatch([directory.path], inotify: nil)
    #expect(!watch.isComplete)
    try directory.file("a")
    #expect(!watch.wait(seconds: 0.001))
    watch.wake()
    #expect(watch.wait(seconds: 60))
    #expect(!watch.wait(seconds: 0))
  }

  @Test func saysWhenADirectoryCannotBeWatched() {
    let watch = DirectoryWatch([directory.path, directory["none"]])
    #expect(!watch.isComplete)
  }
}
