import Files
import Glibc
import Testing

@Suite struct FileSystemTests {
  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test func movesAFileToAnotherDirectory() throws {
    let name = FileName(bytes: [0xFF, 0x1B])
    let old = try directory.file(name)
    try FileSystem.makeDirectories(directory["work"])
    let new = directory["work"].appending(name)
    try FileSystem.moveNoReplace(from: old, to: new)
    #expect(try text(of: new) == "content")
    #expect(try !FileSystem.exists(old))
  }

  @Test func movesADirectoryWithItsContent() throws {
    try FileSystem.makeDirectories(directory["work"])
    try directory.file("a")
    try FileSystem.moveNoReplace(from: directory["a"], to: directory["work"].appending("a"))
    try FileSystem.moveNoReplace(from: directory["work"], to: directory["done"])
    #expect(try text(of: directory["done"].appending("a")) == "content")
  }

  @Test func movesASymbolicLinkItself() throws {
    #expect(symlink("nowhere", directory["link"].displayed) == 0)
    try FileSystem.moveNoReplace(from: directory["link"], to: directory["failed"])
    #expect(try FileSystem.symlinkTarget(of: directory["failed"]) == "nowhere")
  }

  @Test func neverMovesOntoAnything() throws {
    let old = try directory.file("old", "old")
    let new = try directory.file("new", "new")
    try FileSystem.makeDirectories(directory["empty"])
    for taken in [new, directory["empty"]] {
      #expect(throws: FileError.system(.move, taken, errno: EEXIST)) {
        try FileSystem.moveNoReplace(from: old, to: taken)
      }
    }
    #expect(try text(of: new) == "new")
    #expect(try text(of: old) == "old")
  }

  @Test func namesTheSideThatIsMissing() throws {
    #expect(throws: FileError.system(.move, directory["none"], errno: ENOENT)) {
      try FileSystem.moveNoReplace(from: directory["none"], to: directory["new"])
    }
    let old = try directory.file("old")
    let new = directory["none"].appending("new")
    #expect(throws: FileError.system(.move, new, errno: ENOENT)) {
      try FileSystem.moveNoReplace(from: old, to: new)
    }
  }

  @Test func letsALinkLeadElsewhere() throws {
    let path = directory["current.npz"]
    for target in ["1.npz", "2.npz"] {
      try FileSystem.replaceSymlink(at: path, target: FilePath(target))
      #expect(try FileSystem.symlinkTarget(of: path) == FilePath(target))
    }
    #expect(try directory.names() == ["current.npz"])
  }

  @Test func replacesNothingButALinkByALink() throws {
    let path = try directory.file("current.npz")
    #expect(throws: FileError.system(.link, path, errno: EEXIST)) {
      try FileSystem.replaceSymlink(at: path, target: "1.npz")
    }
    #expect(try text(of: path) == "content")
    #expect(try directory.names() == ["current.npz"])
  }

  @Test func neverLeavesALinkAwayWhileItChanges() async throws {
    let path = directory["current"]
    try directory.file("0", "0")
    try directory.file("1", "1")
    try FileSystem.replaceSymlink(at: path, target: "0")
    async let changes: Void = Self.change(path)
    for _ in 0..<2000 {
      #expect(["0", "1"].contains(try text(of: path)))
    }
    try await changes
    #expect(try directory.names() == ["0", "1", "current"])
  }

  @concurrent private static func change(_ path: FilePath) async throws {
    for round in 0..<200 {
      try FileSystem.replaceSymlink(at: path, target: FilePath("\(round % 2)"))
    }
  }

  @Test func makesTheDirectoriesThatAreMissing() throws {
    let deep = directory["a"].appending("b/c")
    try FileSystem.makeDirectories(deep)
    try FileSystem.makeDirectories(deep)
    #expect(try FileSystem.status(of: deep)?.kind == .directory)
    #expect(symlink("a", directory["link"].displayed) == 0)
    try FileSystem.makeDirectories(directory["link"])
    try FileSystem.makeDirectories(directory["link"].appending("x/"))
    #expect(try FileSystem.exists(directory["a"].appending("x")))
  }

  @Test func makesNoDirectoryWhereAFileIs() throws {
    let file = try directory.file("file")
    #expect(throws: FileError.system(.makeDirectory, file, errno: ENOTDIR)) {
      try FileSystem.makeDirectories(file)
    }
    #expect(throws: FileError.system(.makeDirectory, file.appending("x"), errno: ENOTDIR)) {
      try FileSystem.makeDirectories(file.appending("x"))
    }
  }

  @Test func makesRelativeDirectories() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      #expect(chdir(directory.path.displayed) == 0)
      try FileSystem.makeDirectories("a/b")
      try FileSystem.makeDirectories(".")
      #expect(try FileSystem.exists(directory["a"].appending("b")))
    }
  }

  @Test func copiesAFileOfSeveralChunks() throws {
    let content = String(repeating: "0123456789", count: 250_000)
    let source = try directory.file("source", content)
    try FileSystem.copyFile(from: source, to: directory["copy"])
    #expect(try text(of: directory["copy"]) == content)
    #expect(throws: FileError.system(.create, directory["copy"], errno: EEXIST)) {
      try FileSystem.copyFile(from: source, to: directory["copy"])
    }
  }

  @Test func removesOneNameOnly() throws {
    let path = try directory.file("a")
    #expect(symlink("a", directory["link"].displayed) == 0)
    try FileSystem.remove(directory["link"])
    #expect(try FileSystem.exists(path))
    #expect(throws: FileError.system(.remove, directory["link"], errno: ENOENT)) {
      try FileSystem.remove(directory["link"])
    }
    #expect(throws: FileError.system(.remove, directory.path, errno: ENOTEMPTY)) {
      try FileSystem.removeEmptyDirectory(directory.path)
    }
  }
}
