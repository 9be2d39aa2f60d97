import FoundationEssentials
import Glibc
import Testing

/// A folder of a test's own, in which shell lines run as a user would type them; removed at the
/// end.
final class ScratchFolder {
  let path: String
  /// The examples that the repository carries.
  static let examples = CommandLineProcess.packageRoot + "/pipeline/examples"
  private static let oracles = CommandLineProcess.packageRoot + "/Tests/backdropTests/oracle"

  init() throws {
    var template = Array("/tmp/backdrop-scratch-XXXXXX".utf8CString)
    path = try #require(mkdtemp(&template).map { String(cString: $0) })
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: path) } catch {
      Issue.record("cannot remove \(path): \(error)")
    }
  }

  /// Runs a line in the folder; `$EXAMPLES` and `$BACKDROP` stand for what they say.
  @discardableResult
  func run(_ line: String, expecting code: Int32 = 0) throws -> CommandLineProcess {
    let process = try CommandLineProcess(
      shell: "cd '\(path)' && EXAMPLES='\(Self.examples)' && \(line)")
    #expect(process.exitCode == code, "\(line)\n\(process.output)\n\(process.messages)")
    return process
  }

  /// Runs a Python script beside the tests with the interpreter that has NumPy.
  @discardableResult
  func python(_ line: String) throws -> CommandLineProcess {
    let caller = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    return try run(
      "PATH='\(caller)' && ORACLE='\(Self.oracles)' && SCRIPTS='\(CommandLineProcess.packageRoot)/scripts' "
        + "&& PYTHON=$('\(CommandLineProcess.packageRoot)/scripts/python-env') && \(line)")
  }

  /// Reads the JSON that a command printed.
  func json<Value: Decodable>(_ type: Value.Type, _ line: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(try run(line).output.utf8))
  }
}
