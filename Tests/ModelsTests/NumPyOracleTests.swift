import Files
import Glibc
import Models
import Numerics
import Tabular
import Testing

/// The checkpoint as NumPy and nothing of ours reads it.
struct NumPyOracleTests {
  private static let root = FilePath(#filePath).parent.parent.parent

  /// Runs a command by the shell and returns what it wrote.
  private func run(_ command: String) throws -> (status: Int32, output: String) {
    guard let pipe = popen(command, "r") else { throw POSIXFailure(number: errno) }
    var bytes: [UInt8] = []
    while case let byte = fgetc(pipe), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    return (pclose(pipe), String(decoding: bytes, as: UTF8.self))
  }

  @Test(arguments: Sample.Kind.allCases, Precision.allCases)
  func recomputesTheScoresFromTheFile(kind: Sample.Kind, precision: Precision) throws {
    let python = try run("'\(Self.root)/scripts/python-env'")
    try #require(python.status == 0, "scripts/python-env gives no Python")
    let sample = try Sample(kind, precision)
    let directory = try TemporaryDirectory()
    let model = try directory.write(try sample.archive(), to: "model.npz")
    let data = try directory.write(Array(sample.csv.utf8), to: "data.csv")
    let scoring = try CSVScoring(
      sample.model, source: ByteSource(bytes: Array(sample.csv.utf8), name: "data.csv"),
      options: ScoringOptions())
    nonisolated(unsafe) var bytes: [UInt8] = []
    _ = try scoring.run(threads: 1) { bytes.append(contentsOf: $0) }
    let scores = try directory.write(bytes, to: "scores.csv")
    let interpreter = python.output.split(separator: "\n").last.map(String.init) ?? ""
    let result = try run(
      "'\(interpreter)' '\(Self.root)/Tests/backdropTests/oracle/score_checkpoint.py' "
        + "'\(model)' '\(data)' '\(scores)' 2>&1")
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("40 rows agree"), "\(result.output)")
  }
}
