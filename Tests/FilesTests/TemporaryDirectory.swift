import Files
import Glibc

/// A new directory of its own for one test, removed with everything in it.
final class TemporaryDirectory {
  let path: FilePath

  init() throws {
    var template = Array("/tmp/backdrop-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure(call: "mkdtemp", errno: errno) }
    path = FilePath(bytes: template.dropLast().map { UInt8(bitPattern: $0) })
  }

  deinit {
    do {
      try Self.remove(path)
    } catch {
      preconditionFailure("cannot remove \(path): \(error)")
    }
  }

  private static func remove(_ directory: FilePath) throws {
    for entry in try DirectoryScan.entries(of: directory) {
      let path = directory.appending(entry.name)
      if entry.status.kind == .directory { try remove(path) } else { try FileSystem.remove(path) }
    }
    try FileSystem.removeEmptyDirectory(directory)
  }

  /// The path of an entry.
  subscript(_ name: String) -> FilePath { path.appending(FileName(name)) }

  /// Writes a file without any of the code under test.
  @discardableResult
  func file(_ name: FileName, _ text: String = "content") throws -> FilePath {
    let path = path.appending(name)
    guard let file = withPath(path, { fopen($0, "w") }) else {
      throw Failure(call: "fopen", errno: errno)
    }
    defer { fclose(file) }
    guard text.isEmpty || fputs(text, file) >= 0 else { throw Failure(call: "fputs", errno: errno) }
    return path
  }

  /// The names in it, as text.
  func names() throws -> [String] {
    try DirectoryScan.entries(of: path).map(\.name.displayed)
  }
}

/// A call of the test itself that failed.
struct Failure: Error {
  let call: String
  let errno: Int32
}

/// Calls C with a path.
func withPath<Result>(_ path: FilePath, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
  let terminated = path.bytes.map { CChar(bitPattern: $0) } + [0]
  return terminated.withUnsafeBufferPointer { body($0.baseAddress.unsafelyUnwrapped) }
}

/// The text of a file.
func text(of path: FilePath) throws -> String {
  String(decoding: try InputFile.contents(of: path, origin: .named), as: UTF8.self)
}

/// Runs a program with its output in a file, and returns how it exited.
func run(_ arguments: [String], output: FilePath) throws -> Int32 {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  _ = withPath(output) {
    posix_spawn_file_actions_addopen(&actions, 1, $0, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  }
  var argv = arguments.map { strdup($0) } + [nil]
  defer { argv.forEach { free($0) } }
  var child: pid_t = 0
  let result = posix_spawnp(&child, arguments[0], &actions, nil, &argv, environ)
  guard result == 0 else { throw Failure(call: "posix_spawnp", errno: result) }
  var status: Int32 = 0
  guard waitpid(child, &status, 0) == child else { throw Failure(call: "waitpid", errno: errno) }
  return status
}
