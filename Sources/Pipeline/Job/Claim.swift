import Files
import RunLog

/// Takes the files of a drop out of the inbox, so that they belong to one job and nobody else.
///
/// The intent is committed before the first file moves; each move is a rename that replaces
/// nothing. A kill in between leaves files whose owner is on record, and `complete` goes on from
/// there.
struct Claim {
  let root: Root
  let log: RunLog

  /// Claims a drop.
  ///
  /// - Returns: the job's name; nil where a file was gone before it could be claimed.
  func take(_ drop: Drop) throws -> String? {
    let job = try JobID.make(in: log)
    let data: FileName? = if case .file(let file) = drop.dataset { file.name } else { nil }
    let first = drop.config ?? drop.stray
    try log.insertIntent(
      JobRecord(
        id: job, name: drop.displayedName,
        configFile: first.map { RecordedFileName(bytes: $0.name.bytes) },
        dataFile: data.map { RecordedFileName(bytes: $0.bytes) }))
    guard try move(drop.files.map(\.name), job: job) else {
      try putBack(job: job)
      return nil
    }
    try log.markClaimed(job: job)
    return job
  }

  /// Ends a claim that a kill interrupted: moves what is left, or withdraws it where nothing was
  /// moved.
  ///
  /// - Returns: whether the job has its files.
  func complete(_ job: JobRecord) throws -> Bool {
    let names = [job.configFile, job.dataFile].compactMap { $0.map { FileName(bytes: $0.bytes) } }
    let folder = root.work(of: job.id)
    var moved = 0
    for name in names where try FileSystem.exists(folder.appending(name)) { moved += 1 }
    if moved == 0 {
      if try FileSystem.exists(folder) { try FileSystem.removeEmptyDirectory(folder) }
      try log.withdrawIntent(job: job.id)
      return false
    }
    if moved < names.count { _ = try move(names, job: job.id) }
    try log.markClaimed(job: job.id)
    return true
  }

  /// Moves files into the job's folder; false where one of them is gone.
  private func move(_ names: [FileName], job: String) throws -> Bool {
    let folder = root.work(of: job)
    try FileSystem.makeDirectories(folder)
    for name in names {
      let target = folder.appending(name)
      if try FileSystem.exists(target) { continue }
      do throws(FileError) {
        try FileSystem.moveNoReplace(from: root.inbox.appending(name), to: target)
      } catch {
        if error.code == "no-such-file" { return false }
        throw error
      }
    }
    return true
  }

  /// Puts the files of an incomplete claim back into the inbox and forgets the claim.
  private func putBack(job: String) throws {
    let folder = root.work(of: job)
    for entry in try DirectoryScan.entries(of: folder) {
      try FileSystem.moveNoReplace(
        from: folder.appending(entry.name), to: root.inbox.appending(entry.name))
    }
    try FileSystem.removeEmptyDirectory(folder)
    try log.withdrawIntent(job: job)
  }
}
