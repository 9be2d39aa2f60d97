import Files
import Glibc
import Testing

@Suite struct InputFileTests {
  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test(arguments: [
    FileName("a.csv"), FileName(bytes: [0xFF, 0xFE]), FileName(bytes: [0x0A, 0x1B, 0x5B]),
    FileName(bytes: [UInt8](repeating: 0x61, count: 255)), "-n", "*",
  ])
  func readsAFileOfAnyName(_ name: FileName) throws {
    let path = try directory.file(name, "x,y\n")
    let file = try InputFile.open(path)
    #expect(file.status.size == 4)
    #expect(try file.readToEnd() == Array("x,y\n".utf8))
  }

  @Test func refusesASymbolicLink() throws {
    try directory.file("target")
    #expect(symlink("target", directory["link"].displayed) == 0)
    #expect(throws: FileError.symbolicLink(directory["link"])) {
      try InputFile.contents(of: directory["link"])
    }
    #expect(try InputFile.contents(of: directory["link"], origin: .named).count == 7)
  }

  @Test func refusesASymbolicLinkThatLeadsNowhere() throws {
    #expect(symlink("nowhere", directory["link"].displayed) == 0)
    #expect(throws: FileError.symbolicLink(directory["link"])) {
      try InputFile.contents(of: directory["link"])
    }
    #expect(throws: FileError.system(.examine, directory["link"], errno: ENOENT)) {
      try InputFile.contents(of: directory["link"], origin: .named)
    }
  }

  @Test func refusesAFileWithASecondName() throws {
    let path = try directory.file("one")
    #expect(link(path.displayed, directory["two"].displayed) == 0)
    #expect(throws: FileError.hardLink(path, count: 2)) { try InputFile.contents(of: path) }
    #expect(try InputFile.contents(of: path, origin: .named).count == 7)
  }

  @Test func refusesAFIFOWithoutWaitingForAWriter() throws {
    #expect(mkfifo(directory["fifo"].displayed, 0o600) == 0)
    #expect(throws: FileError.notARegularFile(directory["fifo"], .fifo)) {
      try InputFile.contents(of: directory["fifo"])
    }
  }

  @Test func refusesASocket() throws {
    let path = directory["socket"]
    let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.bytes) }
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    #expect(bound == 0)
    #expect(throws: FileError.notARegularFile(path, .socket)) {
      try InputFile.contents(of: path)
    }
  }

  @Test func refusesADevice() {
    #expect(throws: FileError.notARegularFile("/dev/zero", .characterDevice)) {
      try InputFile.contents(of: "/dev/zero", origin: .named)
    }
  }

  @Test func refusesADirectory() throws {
    #expect(mkdir(directory["x.csv"].displayed, 0o700) == 0)
    #expect(throws: FileError.directory(directory["x.csv"])) {
      try InputFile.contents(of: directory["x.csv"])
    }
  }

  @Test func refusesAMissingFile() {
    #expect(throws: FileError.system(.examine, directory["none"], errno: ENOENT)) {
      try InputFile.contents(of: directory["none"])
    }
  }

  @Test func refusesAnUnreadableFile() async throws {
    // Root may read everything, so the child becomes nobody first.
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      let path = try directory.file("secret")
      #expect(chmod(path.displayed, 0) == 0)
      #expect(chmod(directory.path.displayed, 0o777) == 0)
      if geteuid() == 0 { #expect(seteuid(65534) == 0) }
      let error = #expect(throws: FileError.self) { try InputFile.contents(of: path) }
      #expect(error == .system(.open, path, errno: EACCES))
      #expect(error?.code == "unreadable")
      if getuid() == 0 { #expect(seteuid(0) == 0) }
    }
  }

  @Test(arguments: [(7, true), (8, true), (6, false), (0, false)] as [(Int64, Bool)])
  func keepsToTheLimit(_ limit: Int64, _ isRead: Bool) throws {
    let path = try directory.file("seven")
    if isRead {
      #expect(try InputFile.contents(of: path, limit: limit).count == 7)
    } else {
      #expect(throws: FileError.tooLarge(path, size: 7, limit: limit)) {
        try InputFile.contents(of: path, limit: limit)
      }
    }
  }

  @Test func refusesAFileThatGrowsBeyondTheLimitWhileOpen() throws {
    let path = try directory.file("growing")
    let file = try InputFile.open(path, limit: 8)
    try directory.file("growing", "more than eight bytes")
    #expect(throws: FileError.tooLarge(path, size: 21, limit: 8)) { try file.readToEnd() }
  }

  @Test func readsAFileThatGrewWithinTheLimit() throws {
    let path = try directory.file("growing")
    let file = try InputFile.open(path)
    let text = String(repeating: "x", count: 3_000_000)
    try directory.file("growing", text)
    #expect(try file.readToEnd().count == 3_000_000)
  }

  @Test func keepsTheOpenedFileWhenTheNameIsSwapped() throws {
    let path = try directory.file("a", "old")
    let file = try InputFile.open(path)
    #expect(rename(try directory.file("b", "new").displayed, path.displayed) == 0)
    #expect(try file.readToEnd() == Array("old".utf8))
  }

  @Test func hashesTheWholeFileAndStandsAtItsStart() throws {
    let file = try InputFile.open(try directory.file("abc", "abc"))
    _ = try file.readToEnd()
    #expect(
      try file.sha256() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(try file.readToEnd() == Array("abc".utf8))
  }

  @Test func reportsWhatClosingSays() async {
    // In a process of its own: another thread could get the freed number.
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      let path = try directory.file("a")
      let descriptor = try Descriptor.openForReading(path)
      close(descriptor.number)
      do throws(FileError) {
        try descriptor.close()
        Issue.record("closing a closed file was no error")
      } catch {
        #expect(error == .system(.close, path, errno: EBADF))
      }
    }
  }
}
