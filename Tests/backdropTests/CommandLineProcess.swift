import FoundationEssentials
import Glibc

/// One run of the real binary, as a user's shell would start it.
struct CommandLineProcess {
  /// Where standard output goes.
  enum Output {
    /// To the caller.
    case captured
    /// Into a pipe that no one reads.
    case closedPipe
    /// To a device, such as `/dev/full`.
    case device(String)
    /// Nowhere: the descriptor is closed.
    case closed
  }

  /// A system call that failed while the run was prepared.
  struct SystemError: Error {
    let call: String
    let code: Int32
  }

  /// The package's folder, three above this file.
  static let packageRoot = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
  /// The binary that the build of the tests has made; scripts/sanitize names another one.
  static let binary =
    variable("BACKDROP_BINARY") ?? packageRoot + "/.build/release/backdrop"
  /// Whether the binary is built for a sanitizer, which takes terabytes of address space.
  static let isSanitized = variable("BACKDROP_SANITIZED") != nil
  /// What the sanitizers of the binary are told.
  private static let sanitizerOptions = ["TSAN_OPTIONS", "ASAN_OPTIONS"].reduce(into: [:]) {
    $0[$1] = variable($1)
  }

  /// What it wrote on standard output; empty unless captured.
  let output: String
  /// What it wrote on standard error.
  let messages: String
  /// The exit code, or minus the signal that ended it.
  let exitCode: Int32

  /// Runs the binary with nothing on its standard input and waits for its end.
  init(
    _ arguments: [String], output: Output = .captured, environment: [String: String] = [:]
  ) throws {
    try self.init(words: [Self.binary] + arguments, output: output, environment: environment)
  }

  /// Runs a line of the shell in which `$BACKDROP` is the binary.
  init(shell line: String) throws {
    try self.init(
      words: ["/bin/sh", "-c", line], output: .captured, environment: ["BACKDROP": Self.binary])
  }

  private init(words: [String], output: Output, environment: [String: String]) throws {
    let outputFile = try Self.temporaryFile()
    let messageFile = try Self.temporaryFile()
    defer { [outputFile, messageFile].forEach { close($0) } }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, messageFile, STDERR_FILENO)
    var pipeEnd: Int32?
    defer { pipeEnd.map { _ = close($0) } }
    switch output {
    case .captured: posix_spawn_file_actions_adddup2(&actions, outputFile, STDOUT_FILENO)
    case .device(let path):
      posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, path, O_WRONLY, 0)
    case .closed: posix_spawn_file_actions_addclose(&actions, STDOUT_FILENO)
    case .closedPipe:
      let end = try Self.unreadPipe()
      pipeEnd = end
      posix_spawn_file_actions_adddup2(&actions, end, STDOUT_FILENO)
    }
    exitCode = try Self.spawn(words, &actions, environment)
    self.output = try Self.contents(of: outputFile)
    messages = try Self.contents(of: messageFile)
  }

  private static func spawn(
    _ words: [String], _ actions: inout posix_spawn_file_actions_t, _ environment: [String: String]
  ) throws -> Int32 {
    let settings = environment.merging(["PATH": "/usr/bin:/bin"]) { own, _ in own }
      .merging(sanitizerOptions) { own, _ in own }
    var arguments = words.map { strdup($0) } + [nil]
    var variables = settings.map { strdup("\($0)=\($1)") } + [nil]
    defer { (arguments + variables).forEach { free($0) } }
    // The thread of a test blocks signals, which its child would inherit.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var process = pid_t()
    let code = posix_spawn(&process, words[0], &actions, &attributes, &arguments, &variables)
    guard code == 0 else { throw SystemError(call: "posix_spawn \(words[0])", code: code) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) == -1 {
      guard errno == EINTR else { throw SystemError(call: "waitpid", code: errno) }
    }
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : -signal
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  private static func unreadPipe() throws -> Int32 {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw SystemError(call: "pipe", code: errno) }
    close(ends[0])
    return ends[1]
  }

  private static func temporaryFile() throws -> Int32 {
    var path = Array("/tmp/backdrop-test-XXXXXX".utf8CString)
    let file = mkstemp(&path)
    guard file >= 0 else { throw SystemError(call: "mkstemp", code: errno) }
    unlink(path)
    return file
  }

  private static func contents(of file: Int32) throws -> String {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = pread(file, &chunk, chunk.count, off_t(bytes.count))
      guard count >= 0 else { throw SystemError(call: "pread", code: errno) }
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += chunk.prefix(count)
    }
  }
}
