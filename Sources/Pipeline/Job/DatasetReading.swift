import Experiments
import Files
import RunLog
package import Tabular

/// A dataset as it was read from its file, with the hash of the very bytes that were parsed.
package struct DatasetReading: Sendable {
  /// The rows.
  package let table: Table
  private let name: String
  private let archive: FilePath?
  private let hash: TrailingHash

  /// Reads a CSV; its hash may take longer.
  ///
  /// - Parameters:
  ///   - name: the file's name as messages show it.
  ///   - config: says how the CSV is written and what its columns are.
  ///   - archive: where the file can be found again; nil where that is not known.
  ///   - threads: how many threads parse; the table does not depend on it.
  /// - Throws: `FileError` and `TabularError`.
  init(
    _ path: FilePath, name: String, origin: InputFile.Origin, config: ExperimentConfig,
    archive: FilePath?, threads: Int
  ) throws {
    self.name = name
    self.archive = archive
    let hash = TrailingHash(try InputFile.open(path, origin: origin))
    self.hash = hash
    let source = ByteSource(
      descriptor: hash.descriptor, name: path.name.displayed,
      compression: .init(forName: name), inflatedSizeLimit: config.limits.inflated)
    source.onBytes = hash.follow
    table = try Table.read(
      source, format: config.format, choices: config.columns, threads: threads)
    try source.drain()
  }

  /// The size of the file.
  var bytes: Int { Int(hash.status.size) }

  /// What the run log keeps of the file; waits for the hash. To be called once.
  ///
  /// - Throws: `FileError`, and `TabularError` where the file changed while it was read.
  func record() throws -> DatasetRecord {
    guard let sha256 = try hash.finish() else {
      throw TabularError.changedWhileReading(file: table.file)
    }
    return DatasetRecord(
      sha256: sha256, name: name, rows: table.rowCount, columns: table.fileColumns.count,
      bytes: bytes, archive: archive?.text)
  }
}
