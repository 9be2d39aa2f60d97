import Experiments
import FoundationEssentials
import Tabular
import Testing

@Suite struct NotebookExampleTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func example(_ name: String) throws -> [UInt8] {
    let url = Self.root.appending(path: "pipeline/examples/\(name)")
    return Array(try Data(contentsOf: url))
  }

  /// The example's CSV is written by NumPy and Python.
  @Test func csvEqualsNumPysByteForByte() throws {
    #expect(try example("notebook.csv") == Array(NotebookExample.csv.utf8))
  }

  @Test func configEqualsTheExample() throws {
    #expect(try example("notebook.json") == Array(NotebookExample.config.utf8))
  }

  @Test func splitGivesTheNotebooksFirstTestLabels() throws {
    let study = try Study(
      reading: Array(NotebookExample.config.utf8), file: "notebook.json", stem: "notebook")
    let source = ByteSource(bytes: try example("notebook.csv"), name: "notebook.csv")
    let table = try Table.read(source, choices: study.shared.columns)
    let data = try PreparedData(table, task: nil, split: study.shared.split)
    let labels = try data.target.classIndices(table, rows: Array(data.split.test.prefix(11)))
    #expect(labels == [0, 1, 0, 0, 1, 1, 0, 1, 0, 1, 1])
    #expect(data.split.test.count == 250)
    #expect(data.split.train.count == 750)
  }
}
