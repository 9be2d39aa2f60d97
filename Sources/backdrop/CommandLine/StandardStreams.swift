import Glibc

/// The three descriptors that every process starts with.
enum StandardStreams {
  /// Makes writes to a closed pipe fail instead of killing, and fills closed standard descriptors.
  ///
  /// A process started with `>&-` would get descriptor 1 for the next file it opens, and its output
  /// would end in that file. The fillers are opened in the wrong direction, so that use is an
  /// error.
  static func prepare() {
    signal(SIGPIPE, SIG_IGN)
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}
