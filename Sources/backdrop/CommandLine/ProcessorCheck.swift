import CProcessor
import Glibc

/// Refuses a processor that cannot run the kernels.
enum ProcessorCheck {
  private static let refusal: StaticString = """
    backdrop: this processor lacks AVX2 or FMA; Backdrop needs x86-64-v3 (Intel Haswell, AMD Zen, \
    or newer) or arm64

    """

  /// Ends the process with a clear line and exit code 70 on a processor without AVX2 and FMA.
  ///
  /// It must run first, and neither make a `String` nor an `Array`: the linker may have merged
  /// their specialised code with a library's, which is compiled for AVX2.
  static func require() {
    guard !cprocessor_runs_kernels() else { return }
    _ = write(STDERR_FILENO, refusal.utf8Start, refusal.utf8CodeUnitCount)
    _exit(ExitCode.software.rawValue)
  }
}
