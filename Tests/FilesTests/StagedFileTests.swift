import Files
import Glibc
import Testing

@Suite struct StagedFileTests {
  struct WriterFailed: Error, Equatable {}

  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test(arguments: [
    FileName("out.csv"), FileName(bytes: [0xFF, 0x0A]),
    FileName(bytes: [UInt8](repeating: 0x61, count: 255)),
  ])
  func publishesUnderAnyName(_ name: FileName) throws {
    let path = directory.path.appending(name)
    try AtomicFile.publish(Array("one".utf8), to: path, replacing: false, rereading: true)
    #expect(try text(of: path) == "one")
    try AtomicFile.publish(Array("two".utf8), to: path, replacing: true, rereading: true)
    #expect(try text(of: path) == "two")
    #expect(try directory.names() == [name.displayed])
  }

  @Test func publishesInTheWorkingDirectory() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      #expect(chdir(directory.path.displayed) == 0)
      try AtomicFile.publish(Array("one".utf8), to: "out", replacing: false)
      #expect(try directory.names() == ["out"])
    }
  }

  @Test func keepsTheOldOutputWhenTheWriterFails() throws {
    let path = try directory.file("out", "old")
    #expect(throws: WriterFailed()) {
      try AtomicFile.publish(to: path, replacing: true) { file in
        try file.write("half of it")
        throw WriterFailed()
      }
    }
    #expect(try text(of: path) == "old")
    #expect(try directory.names() == ["out"])
  }

  @Test func givesTheVerifierTheBytesOfTheDisk() throws {
    var read: [UInt8] = []
    try AtomicFile.publish(to: directory["out"], replacing: false, verify: { read = $0 }) {
      try $0.write("written ")
      try $0.write("twice")
    }
    #expect(read == Array("written twice".utf8))
    #expect(try text(of: directory["out"]) == "written twice")
  }

  @Test func keepsTheOldOutputWhenTheVerifierFails() throws {
    let path = try directory.file("out", "old")
    #expect(throws: WriterFailed()) {
      try AtomicFile.publish(
        to: path, replacing: true, verify: { _ in throw WriterFailed() }
      ) { try $0.write("new") }
    }
    #expect(try text(of: path) == "old")
    #expect(try directory.names() == ["out"])
  }

  @Test func removesWhatIsNeverCommitted() throws {
    do {
      var file = try StagedFile(directory["out"], replacing: false)
      try file.write("half of it")
      #expect(try directory.names().count == 1)
    }
    #expect(try directory.names() == [])
    try StagedFile(directory["out"], replacing: false).discard()
    #expect(try directory.names() == [])
  }

  @Test func hidesTheTemporaryFile() throws {
    let file = try StagedFile(directory["out"], replacing: false)
    let names = try DirectoryScan.entries(of: directory.path).map(\.name)
    #expect(names.allSatisfy { $0.isHidden && $0.hasSuffix(".tmp") })
    try file.commit()
    #expect(try directory.names() == ["out"])
  }

  @Test func refusesToReplaceUnlessAsked() throws {
    let path = try directory.file("out", "old")
    #expect(throws: FileError.system(.create, path, errno: EEXIST)) {
      try AtomicFile.publish([1], to: path, replacing: false)
    }
    #expect(try text(of: path) == "old")
  }

  @Test func refusesToReplaceWhatAppearedMeanwhile() throws {
    let file = try StagedFile(directory["out"], replacing: false)
    let path = try directory.file("out", "theirs")
    #expect(Self.failure(ofCommitting: file) == .system(.publish, path, errno: EEXIST))
    #expect(try text(of: path) == "theirs")
    #expect(try directory.names() == ["out"])
  }

  @Test func replacesALinkAndNotWhatItLeadsTo() throws {
    try directory.file("target", "theirs")
    #expect(symlink("target", directory["out"].displayed) == 0)
    try AtomicFile.publish(Array("ours".utf8), to: directory["out"], replacing: true)
    #expect(try text(of: directory["target"]) == "theirs")
    #expect(try text(of: directory["out"]) == "ours")
  }

  @Test func takesOverThePermissionsOfTheOldOutput() throws {
    let path = try directory.file("out")
    #expect(chmod(path.displayed, 0o640) == 0)
    try AtomicFile.publish([1], to: path, replacing: true)
    #expect(try FileSystem.status(of: path)?.permissions == 0o640)
  }

  @Test func refusesToReplaceADeviceOrADirectory() throws {
    #expect(throws: FileError.notARegularFile("/dev/null", .characterDevice)) {
      try AtomicFile.publish([1], to: "/dev/null", replacing: true)
    }
    #expect(symlink("/dev/null", directory["link"].displayed) == 0)
    #expect(throws: FileError.notARegularFile(directory["link"], .characterDevice)) {
      try AtomicFile.publish([1], to: directory["link"], replacing: true)
    }
    #expect(throws: FileError.system(.create, directory.path, errno: EISDIR)) {
      try AtomicFile.publish([1], to: directory.path, replacing: true)
    }
  }

  @Test func namesTheOutputAndNotTheTemporaryFile() {
    let path = directory["missing"].appending("out")
    #expect(throws: FileError.system(.create, path, errno: ENOENT)) {
      try AtomicFile.publish([1], to: path, replacing: true)
    }
  }

  @Test func keepsTheOldOutputWhenTheDiskTakesNoMore() async {
    // The limit on file sizes stands for the disk's end: it fails in mid-output as well.
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      let path = try directory.file("out", "old")
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 100_000, rlim_max: 100_000)
      #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      #expect(throws: FileError.system(.write, path, errno: EFBIG)) {
        try AtomicFile.publish([UInt8](repeating: 1, count: 300_000), to: path, replacing: true)
      }
      #expect(try text(of: path) == "old")
      #expect(try directory.names() == ["out"])
    }
  }

  @Test func reportsAFullDisk() throws {
    let full = try Descriptor.openForWriting("/dev/full")
    let error = #expect(throws: FileError.self) { try full.write([1, 2, 3]) }
    #expect(error == .system(.write, "/dev/full", errno: ENOSPC))
    #expect(error?.isTransient == true)
  }

  @Test func removesOnlyItsOwnLeftovers() async throws {
    let kept = [".backdrop-.tmp", ".backdrop-0123456789abcdef.tmp.csv", ".hidden.tmp", "out"]
    for name in kept { try directory.file(FileName(name)) }
    try directory.file(".backdrop-0123456789abcdef.tmp")
    #expect(try AtomicFile.removeLeftovers(in: directory.path) == 1)
    #expect(try directory.names() == kept)
  }

  @Test func leavesOnlyALeftoverWhenKilled() async throws {
    await #expect(processExitsWith: .signal(SIGKILL)) {
      let directory = FilePath("/tmp/backdrop-killed-\(getppid())")
      try FileSystem.makeDirectories(directory)
      var file = try StagedFile(directory.appending("out"), replacing: false)
      try file.write("half of it")
      kill(getpid(), SIGKILL)
    }
    let killed = FilePath("/tmp/backdrop-killed-\(getpid())")
    #expect(try AtomicFile.removeLeftovers(in: killed) == 1)
    #expect(try DirectoryScan.entries(of: killed) == [])
    try FileSystem.removeEmptyDirectory(killed)
  }

  /// `#expect(throws:)` cannot consume a value.
  private static func failure(ofCommitting file: consuming StagedFile) -> FileError? {
    do throws(FileError) {
      try file.commit()
      return nil
    } catch {
      return error
    }
  }
}
