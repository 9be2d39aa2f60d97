import Glibc

/// Measures a time of microseconds: unlike a `Duration`, it costs no division of 128 bits.
struct Stopwatch {
  private let start = Self.now()

  /// The seconds since the watch was made.
  var seconds: Double {
    let now = Self.now()
    return Double(now.tv_sec - start.tv_sec) + Double(now.tv_nsec - start.tv_nsec) * 1e-9
  }

  private static func now() -> timespec {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time
  }
}
