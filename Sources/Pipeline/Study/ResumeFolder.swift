import Experiments
import Files
import RunLog

/// The resume files of one job, one for each run that is under way: `.resume/<ordinal>.npz` in the
/// job's folder.
///
/// A file is renewed whole or not at all, and sealed; one that is damaged or of another training is
/// worth nothing but time, so it is passed over with an event.
struct ResumeFolder: Sendable {
  let path: FilePath

  /// The resume files in a job's folder, which need not be there yet.
  init(in folder: FilePath) {
    path = folder.appending(".resume")
  }

  /// Renews a run's file; it is on the disk and verified when this returns.
  ///
  /// - Parameter training: names data, config, version and run.
  func save(_ point: ResumePoint, run ordinal: Int, training: String) throws {
    try FileSystem.makeDirectories(path)
    try AtomicFile.publish(
      try point.archive(of: training), to: file(ordinal), replacing: true, rereading: true)
  }

  /// What is known of where a run was left.
  enum Found {
    case nothing
    case point(ResumePoint)
    /// There is a file, and it is of no use.
    case useless(reason: String)
  }

  /// Looks where a run was left.
  func find(run ordinal: Int, training: String) -> Found {
    do {
      guard try FileSystem.exists(file(ordinal)) else { return .nothing }
      let bytes = try InputFile.contents(of: file(ordinal), limit: 4 << 30, origin: .dropFolder)
      return .point(try ResumePoint(archive: bytes, of: training))
    } catch {
      return .useless(reason: "\(error)")
    }
  }

  /// Removes a run's file, where there is one.
  func remove(run ordinal: Int) throws(FileError) {
    if try FileSystem.exists(file(ordinal)) { try FileSystem.remove(file(ordinal)) }
  }

  /// Removes every file, and the folder; again is no error.
  func removeAll() throws(FileError) {
    guard try FileSystem.exists(path) else { return }
    for entry in try DirectoryScan.entries(of: path) where entry.status.kind != .directory {
      try FileSystem.remove(path.appending(entry.name))
    }
    try FileSystem.removeEmptyDirectory(path)
  }

  private func file(_ ordinal: Int) -> FilePath { path.appending(FileName("\(ordinal).npz")) }
}
