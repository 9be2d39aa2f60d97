import Experiments
import Files
package import RunLog
package import Tabular

/// A dataset as it was read from its file, with the hash of the very bytes that were parsed.
package struct DatasetReading: Sendable {
  /// The rows.
  package let table: Table
  /// What the run log keeps of the file.
  package let record: DatasetRecord

  /// Reads a CSV.
  ///
  /// - Parameters:
  ///   - name: the file's name as messages show it.
  ///   - config: says how the CSV is written and what its columns are.
  ///   - archive: where the file can be found again; nil where that is not known.
  ///   - threads: how many threads parse; the table does not depend on it.
  /// - Throws: `FileError`, and `TabularError` also where the file changed while it was read.
  init(
    _ path: FilePath, name: String, origin: InputFile.Origin, config: ExperimentConfig,
    archive: FilePath?, threads: Int
  ) throws {
    let file = try InputFile.open(path, origin: origin)
    let source = ByteSource(
      descriptor: file.descriptor.number, name: displayedText(of: name),
      compression: .init(forName: name), inflatedSizeLimit: config.limits.inflated)
    let hash = ReadHash()
    source.onBytes = hash.update
    table = try Table.read(
      source, format: config.format, choices: config.columns, threads: threads)
    try source.drain()
    let after = try file.descriptor.status()
    guard
      (after.size, after.modifiedNanoseconds) == (file.status.size, file.status.modifiedNanoseconds)
    else { throw TabularError.changedWhileReading(file: source.name) }
    record = DatasetRecord(
      sha256: hash.finish(), name: name, rows: table.rowCount,
      columns: table.fileColumns.count, bytes: Int(file.status.size), archive: archive?.text)
  }
}

/// The hash of the bytes that were parsed, not of what the file holds at another moment.
private final class ReadHash {
  private var hash: SHA256? = SHA256()

  func update(_ bytes: UnsafeRawBufferPointer) { hash?.update(bytes) }

  /// The 64 hexadecimal digits; called once.
  func finish() -> String {
    guard let hash = hash.take() else { preconditionFailure("a hash is finished once") }
    return hash.finalize()
  }
}
