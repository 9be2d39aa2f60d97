import Files
import RunLog

/// Takes the files of drops out of the inbox, so that they belong to one job and nobody else.
///
/// The intents are committed before the first file moves; each move is a rename that replaces
/// nothing. A kill in between leaves files whose owner is on record, and `complete` goes on from
/// there. Many drops cost hardly more than one: they share two transactions and the syncs of the two
/// folders.
struct Claim {
  let root: Root
  let log: RunLog

  /// What came of some drops.
  struct Outcome {
    /// The jobs that have their files now.
    var jobs: [JobRecord] = []
    /// Drops whose files could not be moved, and why.
    var immovable: [(drop: Drop, failure: Failure)] = []
  }

  /// Claims drops; one whose files were gone before they could be claimed is passed over.
  ///
  /// - Throws: what may pass by itself, and what the run log throws. `complete` brings every job that
  ///   is on record then to an end.
  func take(_ drops: [Drop]) throws -> Outcome {
    var taken: Set<String> = []
    let jobs = try drops.map { drop in
      let id = try JobID.make(in: log, besides: taken)
      taken.insert(id)
      return record(of: drop, id: id)
    }
    try log.insertIntents(jobs)
    var outcome = Outcome()
    for (job, drop) in zip(jobs, drops) {
      do {
        if try move(drop.files.map(\.name), of: job) {
          outcome.jobs.append(job)
        } else {
          try withdraw(job)
        }
      } catch let error as FileError where !error.isTransient {
        try withdraw(job)
        outcome.immovable.append((drop, Failure(error)))
      }
    }
    guard !outcome.jobs.isEmpty else { return outcome }
    for job in outcome.jobs { try FileSystem.syncDirectory(root.work(of: job.id)) }
    // The new names before the old ones are gone: a power cut must not lose both.
    try FileSystem.syncDirectory(root.work)
    for source in Set(outcome.jobs.map { root.source(of: $0) }) {
      try FileSystem.syncDirectory(source)
    }
    try log.markClaimed(jobs: outcome.jobs.map(\.id))
    for index in outcome.jobs.indices { outcome.jobs[index].state = .claimed }
    return outcome
  }

  private func record(of drop: Drop, id: String) -> JobRecord {
    let data: FileName? = if case .file(let file) = drop.dataset { file.name } else { nil }
    let first = drop.config ?? drop.stray
    return JobRecord(
      id: id, name: drop.displayedName,
      configFile: first.map { RecordedFileName(bytes: $0.name.bytes) },
      dataFile: data.map { RecordedFileName(bytes: $0.bytes) }, owner: Int(drop.owner),
      scoredModel: drop.scoredModel)
  }

  /// Brings a job that a kill or a failure left behind to where it has all its files; withdraws a
  /// claim of which nothing was moved.
  ///
  /// - Returns: whether the job has a file.
  func complete(_ job: JobRecord) throws -> Bool {
    let names = [job.configFile, job.dataFile].compactMap { $0.map { FileName(bytes: $0.bytes) } }
    let folder = root.work(of: job.id)
    let missing = try names.filter { try !FileSystem.exists(folder.appending($0)) }
    if job.state == .intent, missing.count == names.count {
      if try FileSystem.exists(folder) { try FileSystem.removeEmptyDirectory(folder) }
      try log.withdrawIntent(job: job.id)
      return false
    }
    if !missing.isEmpty {
      // Where the file is gone for good, the job says so when it is worked on.
      _ = try move(missing, of: job)
      for folder in [folder, root.work, root.source(of: job)] {
        try FileSystem.syncDirectory(folder)
      }
    }
    if job.state == .intent { try log.markClaimed(job: job.id) }
    return true
  }

  /// Moves files into the job's folder; false where one of them is gone.
  private func move(_ names: [FileName], of job: JobRecord) throws(FileError) -> Bool {
    let folder = root.work(of: job.id)
    let source = root.source(of: job)
    try FileSystem.makeDirectoryUnsynced(folder)
    for name in names {
      do throws(FileError) {
        try FileSystem.moveUnsynced(
          from: source.appending(name), to: folder.appending(name))
      } catch {
        if error.code == "no-such-file" { return false }
        throw error
      }
    }
    return true
  }

  /// Puts the files of an incomplete claim back into the inbox and forgets the claim.
  private func withdraw(_ job: JobRecord) throws {
    let folder = root.work(of: job.id)
    if try FileSystem.exists(folder) {
      for entry in try DirectoryScan.entries(of: folder) {
        try FileSystem.moveUnsynced(
          from: folder.appending(entry.name), to: root.source(of: job).appending(entry.name))
      }
      try FileSystem.removeEmptyDirectory(folder)
      try FileSystem.syncDirectory(root.source(of: job))
    }
    try log.withdrawIntent(job: job.id)
  }
}
