import Glibc
import Testing

#if arch(x86_64)
  /// Runs the binary on processors that QEMU imitates; Debian's package is `qemu-user`.
  @Suite(.enabled(if: access("/usr/bin/qemu-x86_64", X_OK) == 0))
  struct CommandLineProcessorTests {
    @Test(arguments: ["qemu64", "Nehalem", "SandyBridge"])
    func refusesProcessorsWithoutAVX2(processor: String) throws {
      let run = try CommandLineProcess(
        shell: "qemu-x86_64 -cpu \(processor) \"$BACKDROP\" --version")
      #expect(run.exitCode == 70)
      #expect(run.output == "")
      #expect(run.messages.contains("backdrop: this processor lacks AVX2 or FMA; "))
    }

    @Test func startsOnTheFirstProcessorWithAVX2() throws {
      let run = try CommandLineProcess(shell: "qemu-x86_64 -cpu Haswell \"$BACKDROP\" --version")
      #expect(run.exitCode == 0)
      #expect(run.output.hasPrefix("backdrop "))
    }
  }
#endif
