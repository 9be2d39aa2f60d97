import Files
import FoundationEssentials
import Glibc
import Testing

@Suite struct RootLockTests {
  @Test func namesTheHolderToTheSecondProcess() async throws {
    let path = FilePath("/tmp/backdrop-lock-\(getpid())")
    defer { unlink(path.displayed) }
    let lock = try RootLock(path)
    await #expect(processExitsWith: .success) {
      let path = FilePath("/tmp/backdrop-lock-\(getppid())")
      let error = #expect(throws: FileError.self) { _ = try RootLock(path) }
      #expect(error == .locked(path, holder: getppid()))
      #expect(error?.exitCode == 75)
    }
    lock.release()
    await #expect(processExitsWith: .success) {
      _ = try RootLock(FilePath("/tmp/backdrop-lock-\(getppid())"))
    }
  }

  /// As a child process has one until it becomes another program.
  @Test func isFreedWhileACopyOfItsDescriptorIsOpen() throws {
    let directory = try TemporaryDirectory()
    let path = directory["lock"]
    let lock = try RootLock(path)
    let held = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").first {
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)"))
        == path.displayed
    }
    let copy = dup(try #require(held.flatMap { Int32($0) }))
    defer { close(copy) }
    try #require(copy >= 0)
    lock.release()
    let next = try RootLock(path)
    next.release()
  }

  @Test func isFreedWhenTheHolderIsKilled() async throws {
    let path = FilePath("/tmp/backdrop-killed-lock-\(getpid())")
    defer { unlink(path.displayed) }
    await #expect(processExitsWith: .signal(SIGKILL)) {
      let lock = try RootLock(FilePath("/tmp/backdrop-killed-lock-\(getppid())"))
      kill(getpid(), SIGKILL)
      lock.release()
    }
    let lock = try RootLock(path)
    #expect(try text(of: path) == "\(getpid())\n")
    lock.release()
  }

  @Test(.disabled(if: getenv("BACKDROP_SANITIZED") != nil, "a sanitizer keeps the signals"))
  func tellsTheNextHolderOfACrash() async throws {
    let path = FilePath("/tmp/backdrop-crashed-lock-\(getpid())")
    defer { unlink(path.displayed) }
    await #expect(processExitsWith: .signal(SIGABRT)) {
      let lock = try RootLock(FilePath("/tmp/backdrop-crashed-lock-\(getppid())"))
      var signals = sigset_t()
      sigfillset(&signals)
      lock.recordCrashes()
      // Whoever started the tests may have blocked it.
      pthread_sigmask(SIG_UNBLOCK, &signals, nil)
      raise(SIGABRT)
      lock.release()
    }
    let lock = try RootLock(path)
    #expect(lock.crash == EndingSignal(SIGABRT))
    #expect(try text(of: path) == "\(getpid())\n", "the word is taken")
    lock.release()
    let next = try RootLock(path)
    #expect(next.crash == nil)
    next.release()
  }

  @Test func namesNobodyWhenTheFileHoldsNoNumber() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("lock", "not a number")
    let other = open(path.displayed, O_RDWR)
    defer { close(other) }
    #expect(flock(other, LOCK_EX) == 0)
    #expect(throws: FileError.locked(path, holder: nil)) { _ = try RootLock(path) }
  }

  @Test func followsNoLink() throws {
    let directory = try TemporaryDirectory()
    try directory.file("victim")
    #expect(symlink("victim", directory["lock"].displayed) == 0)
    #expect(throws: FileError.system(.lock, directory["lock"], errno: ELOOP)) {
      _ = try RootLock(directory["lock"])
    }
    #expect(try text(of: directory["victim"]) == "content")
  }
}
