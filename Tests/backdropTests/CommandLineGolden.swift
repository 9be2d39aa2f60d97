import FoundationEssentials
import Testing

/// A file in `Goldens` that holds what the program printed when it was last looked at.
enum CommandLineGolden {
  /// Expects the text of a golden file; with `RECORD_GOLDEN=1` writes it and fails the test.
  static func expect(
    _ text: String, equals name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = "\(CommandLineProcess.packageRoot)/Tests/backdropTests/Goldens/\(name)"
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try Data(text.utf8).write(to: URL(filePath: file))
      Issue.record("recorded \(name)", sourceLocation: sourceLocation)
    }
    let golden = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text == golden, sourceLocation: sourceLocation)
  }
}
