package import Files
import RunLog

/// A failed job whose files can be put back into the inbox.
package struct FailedJob {
  private let root: Root
  private let log: RunLog
  /// The job's name.
  package let id: String
  private let files: [FileName]

  /// Finds a failed job by its name or the start of it.
  ///
  /// - Throws: `Failure` where there is none, or several, or its files are not there any more.
  package init(_ name: String, root: Root) throws {
    self.root = root
    log = try RunLog(path: root.runLog.text ?? root.runLog.displayed, create: false)
    let found = try log.jobs(state: .failed).filter { $0.source == .inbox && $0.id.hasPrefix(name) }
    guard let job = found.first(where: { $0.id == name }) ?? found.first, !name.isEmpty else {
      throw Failure(
        code: "no-such-job", message: "no failed job is named \(displayedText(of: name))",
        exitCode: 66)
    }
    guard found.count == 1 || job.id == name else {
      let names = found.prefix(5).map(\.id).joined(separator: ", ")
      throw Failure(
        code: "ambiguous-job",
        message: "several failed jobs start with \(displayedText(of: name)): \(names)", exitCode: 64
      )
    }
    id = job.id
    let folder = root.failed.appending(job.id)
    // The data first: a config that comes before them might find an older dataset of the name.
    var files: [FileName] = []
    for file in [job.dataFile, job.configFile].compactMap(\.self) {
      let name = FileName(bytes: file.bytes)
      if try FileSystem.exists(folder.appending(name)) { files.append(name) }
    }
    guard !files.isEmpty else {
      throw Failure(
        code: "no-files", message: "the files of job \(job.id) are not in \(folder) any more",
        exitCode: 66)
    }
    self.files = files
  }

  /// Moves the files into the inbox, where the daemon takes them as if they had just been dropped;
  /// the receipt stays.
  ///
  /// - Returns: the names.
  /// - Throws: `FileError` where a name is taken; nothing is moved then, and nothing is ever replaced.
  package func retry() throws -> [FileName] {
    for name in files {
      let path = root.inbox.appending(name)
      if try FileSystem.exists(path) { throw FileError.taken(path) }
    }
    for name in files {
      try FileSystem.moveUnsynced(
        from: root.failed.appending(id).appending(name), to: root.inbox.appending(name))
    }
    try FileSystem.syncDirectory(root.inbox)
    try FileSystem.syncDirectory(root.failed.appending(id))
    try log.event(
      EventRecord(level: .info, code: "retry", message: "its files were put back", job: id))
    return files
  }
}
