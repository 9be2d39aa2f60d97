import Testing

/// The short forms of the trials in `Tests/soak`; `make soak` runs them at full length.
@Suite(.serialized) struct SoakTests {
  static let trials = [
    "kill_loop", "recovery_kills", "syscall_faults", "power_cut", "full_disk", "flood",
    "claim_latency", "slow_writers", "mixed_load",
  ]

  @Test(arguments: trials)
  func shortFormFindsNoFault(trial: String) throws {
    let folder = try ScratchFolder()
    let script = "\(CommandLineProcess.packageRoot)/Tests/soak/\(trial)"
    let run = try folder.run(#"TMPDIR="$PWD" PYTHONDONTWRITEBYTECODE=1 '\#(script)' --short"#)
    #expect(run.output.contains("--seed"))
    print(run.output, terminator: "")
  }
}
