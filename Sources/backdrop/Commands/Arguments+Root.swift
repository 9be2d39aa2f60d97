import Files
import Glibc
import Pipeline

// The meaning of the options that several commands share.
extension Arguments {
  /// The root: `--root`, or the current folder.
  var rootFolder: Root { Root(FilePath(text("root") ?? ".")) }

  /// `--threads`, or the processors that this process may use.
  var threadCount: Int {
    integer("threads") ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }
}
