import Experiments
import Files

/// The inbox as the daemon sees it over several polls: what is new, what holds still, what belongs
/// together.
///
/// Every poll scans the whole folder, so that nothing depends on a notification that may be missed.
struct Inbox {
  /// What one poll found.
  struct Poll {
    var drops: [Drop] = []
    var waiting: [Waiting] = []
    /// When the first of the waiting files was first seen.
    var oldest: ContinuousClock.Instant?
  }

  private struct Observation {
    let status: FileStatus
    /// How many polls have seen the file unchanged.
    var polls: Int
    /// When a file of this name was first seen.
    var since = ContinuousClock.now
    /// The config's `data`, read once it held still.
    var dataName: FileName??
  }

  /// Polls for which a CSV waits for its config after it held still.
  private static let graceInPolls = 2
  /// Most jobs that one poll may give.
  static let dropLimit = 1000

  private let folder: FilePath
  private var observations: [FileName: Observation] = [:]

  init(_ folder: FilePath) {
    self.folder = folder
  }

  /// Scans the folder and pairs what holds still.
  ///
  /// - Parameter archive: finds the newest archived dataset of a name.
  /// - Throws: whatever the scan or the look into the archive throws.
  mutating func poll(archive: (FileName) throws -> FilePath?) throws -> Poll {
    let files = try DirectoryScan.entries(of: folder).compactMap(InboxFile.init)
      .sorted {
        ($0.status.modifiedNanoseconds, $0.name) < ($1.status.modifiedNanoseconds, $1.name)
      }
    observe(files)
    var poll = Poll()
    var paired: Set<FileName> = []
    let still = files.filter(isStill)
    for file in files where !isStill(file) {
      poll.waiting.append(Waiting(name: file.name, reason: .holdingStill))
    }
    for config in still {
      guard case .config(let stem) = config.role else { continue }
      if let drop = try pair(config, stem, still, files, paired, archive, &poll) {
        paired.formUnion(drop.files.map(\.name))
        poll.drops.append(drop)
      }
    }
    for file in still where !paired.contains(file.name) { takeAlone(file, files, &poll) }
    poll.drops = Array(poll.drops.prefix(Self.dropLimit))
    poll.oldest = poll.waiting.compactMap { observations[$0.name]?.since }.min()
    return poll
  }

  private mutating func observe(_ files: [InboxFile]) {
    var seen: [FileName: Observation] = [:]
    for file in files {
      var observation = Observation(status: file.status, polls: 0)
      if let before = observations[file.name] {
        observation.since = before.since
        if before.status.holds(file.status) {
          observation = before
          observation.polls += 1
        }
      }
      seen[file.name] = observation
    }
    observations = seen
  }

  private func isStill(_ file: InboxFile) -> Bool {
    file.role == .special
      || observations[file.name, default: .init(status: file.status, polls: 0)].polls >= 1
  }

  /// Pairs a config with the CSV that it names, else with the CSV of its stem.
  private mutating func pair(
    _ config: InboxFile, _ stem: FileName, _ still: [InboxFile], _ files: [InboxFile],
    _ paired: Set<FileName>, _ archive: (FileName) throws -> FilePath?, _ poll: inout Poll
  ) throws -> Drop? {
    let wanted = dataName(of: config)
    func fits(_ file: InboxFile) -> Bool {
      guard case .data(let dataStem) = file.role else { return false }
      return wanted.map { $0 == file.name } ?? (dataStem == stem)
    }
    if let data = still.first(where: { fits($0) && !paired.contains($0.name) }) {
      return Drop(config: config, dataset: .file(data))
    }
    let name = wanted ?? stem.appending(".csv")
    if files.contains(where: fits) {
      // It is growing, or another config takes it at this poll and archives it.
      poll.waiting.append(Waiting(name: config.name, reason: .data(name: name.displayed)))
      return nil
    }
    if !Study.isReadable(config: configBytes(config)) { return Drop(config: config) }
    if let path = try archive(name) {
      return Drop(config: config, dataset: .archived(path, name: name.displayed))
    }
    poll.waiting.append(Waiting(name: config.name, reason: .data(name: name.displayed)))
    return nil
  }

  /// Takes a CSV without a config after a grace, and at once what can never be part of a job.
  private func takeAlone(_ file: InboxFile, _ files: [InboxFile], _ poll: inout Poll) {
    switch file.role {
    case .config: return
    case .special, .other: poll.drops.append(Drop(stray: file))
    case .data(let stem):
      let isExpected = files.contains { other in
        if case .config(let otherStem) = other.role { otherStem == stem } else { false }
      }
      let polls = observations[file.name]?.polls ?? 0
      if isExpected || polls < 1 + Self.graceInPolls {
        poll.waiting.append(Waiting(name: file.name, reason: .config))
      } else {
        poll.drops.append(Drop(dataset: .file(file)))
      }
    }
  }

  /// The plain file name under `data`; nil where there is none or the config cannot be read: the
  /// job then says why.
  private mutating func dataName(of config: InboxFile) -> FileName? {
    if let known = observations[config.name]?.dataName { return known }
    let name = Study.dataName(inConfig: configBytes(config)).map { FileName($0) }
    observations[config.name]?.dataName = .some(name)
    return name
  }

  private func configBytes(_ config: InboxFile) -> [UInt8] {
    do throws(FileError) {
      return try InputFile.contents(
        of: folder.appending(config.name), limit: Int64(Study.configByteLimit))
    } catch {
      return []
    }
  }
}

extension FileStatus {
  /// Whether a later look shows the same file with the same content, as far as that can be told
  /// from outside.
  fileprivate func holds(_ later: FileStatus) -> Bool {
    isSameFile(as: later) && size == later.size
      && modifiedNanoseconds == later.modifiedNanoseconds
  }
}
