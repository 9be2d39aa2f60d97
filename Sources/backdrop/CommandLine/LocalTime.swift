import Glibc

/// The time of the place where the program runs, which it never tells.
enum LocalTime {
  /// Makes local time UTC, before there are threads.
  ///
  /// libzip turns the times of members into local ones and back. Without `TZ` the C library looks for
  /// another `/etc/localtime` each time, and holds a lock meanwhile that all threads need; and in some
  /// place the hour of the members may not exist.
  static func prepare() { setenv("TZ", "UTC0", 1) }
}
