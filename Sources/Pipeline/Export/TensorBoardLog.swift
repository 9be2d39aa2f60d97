package import Files
package import RunLog

/// Runs as a folder that TensorBoard opens: `<model>/<run>/` with an event file each.
package struct TensorBoardLog {
  private let folder: StagedFolder

  /// Begins a folder.
  ///
  /// - Throws: `FileError` where it is there already.
  package init(_ path: FilePath) throws(FileError) {
    folder = try StagedFolder(path)
  }

  /// Adds a run.
  package func add(_ result: RunResult) throws {
    let events = try TensorBoardEvents(result)
    try folder.write(events.bytes, to: result.run.model, result.run.id, events.fileName)
  }

  /// Puts the folder under its name.
  package func commit() throws(FileError) {
    try folder.commit()
  }
}
