import Testing

struct CommandLineOutputTests {
  @Test func closedPipeEndsQuietly() throws {
    let run = try CommandLineProcess(["--help"], output: .closedPipe)
    #expect(run.exitCode == 0)
    #expect(run.messages == "")
  }

  @Test func fullDiskExits74() throws {
    let run = try CommandLineProcess(["--help"], output: .device("/dev/full"))
    #expect(run.exitCode == 74)
    #expect(run.messages == "backdrop: cannot write to standard output: No space left on device\n")
  }

  @Test func closedOutputExits74() throws {
    let run = try CommandLineProcess(["--help"], output: .closed)
    #expect(run.exitCode == 74)
    #expect(run.messages == "backdrop: cannot write to standard output: Bad file descriptor\n")
  }
}
