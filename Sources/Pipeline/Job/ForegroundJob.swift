import Files
import RunLog

/// The folder of a training in the foreground, which its process holds a lock on.
///
/// The lock tells a training that goes on from one whose process was killed, which would otherwise
/// stay in the run log as running for ever.
struct ForegroundJob: ~Copyable {
  let folder: FilePath
  private let lock: RootLock

  /// Makes the folder of a new job and locks it.
  init(_ job: String, in root: Root) throws(FileError) {
    folder = root.foreground.appending(job)
    try FileSystem.makeDirectories(folder)
    lock = try RootLock(folder.appending(Self.lockName))
  }

  private static let lockName: FileName = "lock"

  /// Removes the folder; the lock ends with the value.
  borrowing func remove() throws(FileError) { try Self.remove(folder) }

  private static func remove(_ folder: FilePath) throws(FileError) {
    guard try FileSystem.exists(folder) else { return }
    try ResumeFolder(in: folder).removeAll()
    for entry in try DirectoryScan.entries(of: folder) {
      try FileSystem.remove(folder.appending(entry.name))
    }
    try FileSystem.removeEmptyDirectory(folder)
  }

  /// Settles the jobs of commands whose process is gone: they have failed, and can be run again.
  static func settleDead(_ root: Root, _ log: RunLog) throws {
    for job in try log.unfinishedJobs(source: .command) {
      let folder = root.foreground.appending(job.id)
      if try FileSystem.exists(folder) {
        do throws(FileError) {
          let lock = try RootLock(folder.appending(lockName))
          lock.release()
        } catch .locked {
          continue
        }
      }
      let failure = Failure(
        code: "interrupted", message: "the process that trained it ended before it was done",
        exitCode: 75)
      try log.fail(job: job.id, error: failure.record)
      try remove(folder)
    }
  }
}
