import Files
import Glibc
import Testing

@Suite struct FileErrorTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let error: FileError
    let code: String
    let isTransient: Bool
    let exitCode: Int32
    let description: String
    var testDescription: String { code }

    init(_ error: FileError, _ code: String, _ transient: Bool, _ exit: Int32, _ text: String) {
      self.error = error
      self.code = code
      isTransient = transient
      exitCode = exit
      description = text
    }
  }

  static let cases = [
    Case(
      .system(.open, "a", errno: ENOENT), "no-such-file", false, 66,
      "a: cannot open: No such file or directory"),
    Case(
      .system(.open, "a", errno: EACCES), "unreadable", false, 77,
      "a: cannot open: Permission denied"),
    Case(
      .system(.create, "a", errno: EACCES), "no-permission", false, 73,
      "a: cannot create: Permission denied"),
    Case(
      .system(.move, "a", errno: EACCES), "no-permission", false, 77,
      "a: cannot move: Permission denied"),
    Case(
      .system(.publish, "a", errno: EEXIST), "already-exists", false, 73,
      "a: cannot publish: File exists"),
    Case(
      .system(.write, "a", errno: ENOSPC), "disk-full", true, 74,
      "a: cannot write it: No space left on device"),
    Case(
      .system(.create, "a", errno: ENOSPC), "disk-full", true, 74,
      "a: cannot create: No space left on device"),
    Case(
      .system(.write, "a", errno: EDQUOT), "quota-exceeded", true, 74,
      "a: cannot write it: Disk quota exceeded"),
    Case(
      .system(.sync, "a", errno: EIO), "input-output-error", true, 74,
      "a: cannot bring it to the disk: Input/output error"),
    Case(
      .system(.open, "a", errno: EMFILE), "too-many-open-files", true, 75,
      "a: cannot open: Too many open files"),
    Case(
      .system(.open, "a", errno: ENFILE), "too-many-open-files", true, 75,
      "a: cannot open: Too many open files in system"),
    Case(
      .system(.read, "a", errno: ENOMEM), "out-of-memory", true, 75,
      "a: cannot read it: Cannot allocate memory"),
    Case(
      .system(.move, "a", errno: EINVAL), "file-system-error", false, 74,
      "a: cannot move: this file system has no rename that refuses to replace a file"),
    Case(
      .symbolicLink("a"), "symbolic-link", false, 66,
      "a: is a symbolic link, which is never followed here; put the file itself there"),
    Case(
      .hardLink("a", count: 2), "hard-link", false, 66,
      "a: has 2 names (hard links), so it could change while it is read; put a copy there"),
    Case(
      .directory("a"), "directory", false, 66, "a: is a directory where a file is needed"),
    Case(
      .notARegularFile("a", .fifo), "not-a-regular-file", false, 66,
      "a: is not a regular file but a FIFO"),
    Case(
      .tooLarge("a", size: 9, limit: 8), "file-too-large", false, 65,
      "a: has 9 bytes; the limit is 8"),
    Case(
      .writtenBytesDiffer("a"), "written-bytes-differ", true, 74,
      "a: what was read back is not what was written; the disk or the memory is failing"),
    Case(.locked("a", holder: 7), "locked", true, 75, "a: is locked by process 7"),
    Case(.locked("a", holder: nil), "locked", true, 75, "a: is locked by another process"),
    Case(
      .directory(FilePath(bytes: [0x1B, 0xFF])), "directory", false, 66,
      "\\u{1B}\\xFF: is a directory where a file is needed"),
  ]

  @Test(arguments: cases)
  func tellsWhatTheCallerNeeds(_ expected: Case) {
    #expect(expected.error.code == expected.code)
    #expect(expected.error.isTransient == expected.isTransient)
    #expect(expected.error.exitCode == expected.exitCode)
    #expect(expected.error.description == expected.description)
  }
}
