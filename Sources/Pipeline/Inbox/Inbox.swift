import Experiments
import Files
import RunLog

/// The inbox as the daemon sees it over several polls: what is new, what holds still, what belongs
/// together.
///
/// Every poll scans the whole folder, so that nothing depends on a notification that may be missed.
/// Its cost grows with the number of files alone: names are looked up and never compared pairwise,
/// a config is read once for each content, and the run log is asked once for each missing dataset.
struct Inbox {
  /// What decides when a file is taken.
  struct Rules: Hashable, Sendable {
    /// The time between two polls: a file that did not come by a rename must hold still for it.
    var pollSeconds = 1.0
    /// How long a CSV waits for its config after it held still.
    var graceSeconds = 2.0
    /// How long a config waits for its data.
    var dataTimeoutSeconds = 7 * 86_400.0
  }

  /// What one poll found.
  struct Poll {
    var drops: [Drop] = []
    var waiting = WaitingFiles()
    /// When the first of the waiting files was first seen.
    var oldestAt: Timestamp?
    /// What no wait of ours ends: files that cannot be read.
    var failures: [Failure] = []
  }

  /// What the files of a folder are for.
  enum Purpose: Hashable {
    case training
    /// Each CSV is scored by a model, alone.
    case scoring(model: String)
  }

  /// Most configs that one poll reads.
  private static let readLimit = 2000
  /// A file that a process has open to write must hold still for so many polls.
  private static let openLooks = 5.0
  /// How long a file that could not be read or moved is left alone, unless it changes.
  private static let blockSeconds = 60.0

  /// A file that is left alone for some time.
  private struct Block {
    let reason: Waiting.Reason
    let failure: Failure
    let until: Double
    let changedNanoseconds: Int64
  }

  let folder: FilePath
  let purpose: Purpose
  var rules: Rules
  private let start = ContinuousClock.now
  private let startTime = Timestamp.now
  private var index = InboxIndex()
  private var blocks: [FileName: Block] = [:]
  private var newlyArchived: Set<FileName> = []

  init(_ folder: FilePath, for purpose: Purpose = .training, rules: Rules = Rules()) {
    self.folder = folder
    self.purpose = purpose
    self.rules = rules
  }

  /// How many entries the last poll saw.
  var count: Int { index.count }

  /// Says that a dataset of a name is archived now, for configs that wait for it.
  mutating func noteArchived(_ name: FileName) { newlyArchived.insert(name) }

  /// Leaves a file alone for a while: it could not be moved.
  mutating func block(_ name: FileName, _ failure: Failure) {
    guard let place = index.place(of: name) else { return }
    blocks[name] = Block(
      reason: .immovable(failure.message), failure: failure, until: now + Self.blockSeconds,
      changedNanoseconds: index[place].status.changedNanoseconds)
  }

  private var now: Double { start.secondsAgo }

  /// Scans the folder and pairs what holds still.
  ///
  /// - Parameters:
  ///   - limit: most jobs that it may give.
  ///   - pause: what everything waits for that is ready; nil where it is claimed.
  ///   - renamedIn: gives those of the names that the scan saw which came by a rename.
  ///   - isArchived: whether there is an archived dataset of a name.
  /// - Throws: whatever the scan or the look into the archive throws.
  mutating func poll(
    limit: Int, pause: Waiting.Reason? = nil,
    renamedIn: (_ isSeen: (FileName) -> Bool) -> [FileName] = { _ in [] },
    isArchived: (FileName) throws -> Bool
  ) throws -> Poll {
    try index.look(into: folder, at: now)
    for name in renamedIn({ index.place(of: $0) != nil }) {
      if let place = index.place(of: name) { index[place].isWhole = true }
    }
    let look = now
    liftBlocks(at: look)
    var poll = Poll()
    var pairing = InboxPairing(count: index.slots.count)
    var configs: [Int] = []
    for place in index.slots.indices {
      guard let entry = index.slots[place] else { continue }
      pairing.isStill[place] = entry.isStill(at: look, pollSeconds: rules.pollSeconds)
      if entry.role == .config, purpose == .training { configs.append(place) }
    }
    let unread = readConfigs(configs, pairing)
    configs.sort { index[$0].isOlder(than: index[$1]) }
    for place in configs { try pair(place, &pairing, isArchived, &poll) }
    newlyArchived = []
    for place in index.slots.indices where !pairing.isTaken[place] {
      takeAlone(place, at: look, holdData: unread > 0, &pairing, &poll)
    }
    choose(from: pairing.candidates, limit: limit, pause: pause, at: look, &poll)
    poll.oldestAt = poll.waiting.firstSeen.map {
      Timestamp(milliseconds: startTime.milliseconds + Int64($0 * 1000))
    }
    return poll
  }

  private mutating func liftBlocks(at look: Double) {
    blocks = blocks.filter { name, block in
      guard let place = index.place(of: name) else { return false }
      return block.until > look
        && index[place].status.changedNanoseconds == block.changedNanoseconds
    }
  }

  // MARK: - Configs

  /// Reads the configs that hold still and were not read yet, as many as one poll may.
  ///
  /// - Returns: how many are left.
  private mutating func readConfigs(_ configs: [Int], _ pairing: InboxPairing) -> Int {
    let unread = configs.filter {
      index[$0].content == .unread && pairing.isStill[$0] && blocks[index[$0].name] == nil
    }
    let order = FairShare.order(
      unread, owner: { index[$0].status.owner }, limit: Self.readLimit,
      isOlder: { index[$0].isOlder(than: index[$1]) })
    for position in order {
      let place = unread[position]
      guard let bytes = contents(of: place) else { continue }
      index[place].content =
        switch ConfigPreview(bytes) {
        case .broken: .broken
        case .unnamed: .read(nil)
        case .named(let name): .read(FileName(name))
        }
    }
    return unread.count - order.count
  }

  /// A config's bytes; nil where it cannot be read now, which is noted.
  private mutating func contents(of place: Int) -> [UInt8]? {
    let name = index[place].name
    do throws(FileError) {
      return try InputFile.contents(
        of: folder.appending(name), limit: Int64(Study.configByteLimit))
    } catch {
      // A refusal of ours, such as a file that is too large, is the job's to tell.
      guard case .system = error, error.code != "no-such-file" else { return [] }
      note(Failure(error), of: place)
      return nil
    }
  }

  private mutating func note(_ failure: Failure, of place: Int) {
    let entry = index[place]
    blocks[entry.name] = Block(
      reason: .unreadable(failure.message), failure: failure, until: now + Self.blockSeconds,
      changedNanoseconds: entry.status.changedNanoseconds)
  }

  /// Pairs a config with the CSV that it names, else with the CSV of its stem.
  private mutating func pair(
    _ place: Int, _ pairing: inout InboxPairing, _ isArchived: (FileName) throws -> Bool,
    _ poll: inout Poll
  ) throws {
    let entry = index[place]
    let stem = InboxFile.stem(of: entry.name)
    let named: FileName? = if case .read(let name) = entry.content { name } else { nil }
    let fitting =
      named.map { index.place(of: $0).map { [$0] } ?? [] }
      ?? index.places(stem: stem, endings: ["csv", "csv.gz"])
    let data = fitting.filter { index[$0].role == .data }
    guard pairing.isStill[place], entry.content != .unread else {
      for place in data { pairing.isExpected[place] = true }
      return
    }
    if let found = data.first(where: { pairing.isStill[$0] && !pairing.isTaken[$0] }) {
      pairing.take(.pair(config: place, data: found))
      return
    }
    let names = named.map { [$0] } ?? [stem.appending(".csv"), stem.appending(".csv.gz")]
    if !data.isEmpty {
      // It is growing, or another config takes it at this poll and archives it.
      for place in data { pairing.isExpected[place] = true }
      poll.waiting.add(entry, .data(name: names[0].displayed))
      pairing.isTaken[place] = true
      return
    }
    if !names.allSatisfy({ !newlyArchived.contains($0) }) { index[place].isDataMissing = false }
    if try isBroken(place) {
      pairing.take(.config(place, archived: nil))
    } else if !index[place].isDataMissing, let name = try names.first(where: isArchived) {
      pairing.take(.config(place, archived: name))
    } else if entry.secondsSinceChange > rules.dataTimeoutSeconds {
      pairing.take(.config(place, archived: names[0]))
    } else {
      index[place].isDataMissing = true
      poll.waiting.add(entry, .data(name: names[0].displayed))
      pairing.isTaken[place] = true
    }
  }

  /// Whether a config whose data are not there is refused whatever the data: then it need not wait
  /// for them. Known once for each content.
  private mutating func isBroken(_ place: Int) throws -> Bool {
    if index[place].content == .broken { return true }
    if index[place].isDataMissing { return false }
    guard let bytes = contents(of: place) else { return false }
    if !Study.isReadable(config: bytes) { index[place].content = .broken }
    return index[place].content == .broken
  }

  // MARK: - What is left

  /// Takes a CSV without a config after a grace, and at once what can never be part of a job.
  private mutating func takeAlone(
    _ place: Int, at look: Double, holdData: Bool, _ pairing: inout InboxPairing, _ poll: inout Poll
  ) {
    guard let entry = index.slots[place] else { return }
    if let block = blocks[entry.name] {
      poll.failures.append(block.failure)
      poll.waiting.add(entry, block.reason)
    } else if !pairing.isStill[place] {
      poll.waiting.add(entry, .growing(bytesPerSecond: entry.bytesPerSecond.map { Int($0) }))
    } else {
      switch entry.role {
      case .config where purpose == .training: poll.waiting.add(entry, .turn)
      case .config: pairing.take(.stray(place))
      case .special, .other: pairing.take(.stray(place))
      case .data:
        let since = max(entry.firstSeen, entry.unchangedSince)
        if let config = blockedConfig(of: entry) {
          poll.waiting.add(entry, .unreadable("its config \(config.displayed) cannot be read"))
        } else if pairing.isExpected[place] || holdData || isGrace(look - since) {
          poll.waiting.add(entry, .config)
        } else {
          pairing.take(.data(place))
        }
      }
    }
  }

  /// Whether a config may still come for a CSV that has held still for some seconds.
  private func isGrace(_ seconds: Double) -> Bool {
    purpose == .training && seconds < rules.graceSeconds
  }

  private func blockedConfig(of data: InboxEntry) -> FileName? {
    if blocks.isEmpty || purpose != .training { return nil }
    return index.places(stem: InboxFile.stem(of: data.name), endings: ["json", "json5"])
      .map { index[$0].name }.first { blocks[$0] != nil }
  }

  // MARK: - Choosing

  /// What decides when a candidate's turn is: small, because a hundred thousand may be sorted.
  private struct Age {
    let modifiedNanoseconds: Int64
    let owner: UInt32
    let place: Int
  }

  /// The age of the oldest of a candidate's files.
  private func age(of candidate: InboxPairing.Candidate) -> Age {
    let places = candidate.places
    let oldest = places.dropFirst().reduce(places[0]) { oldest, place in
      index[place].isOlder(than: index[oldest]) ? place : oldest
    }
    let status = index[oldest].status
    return Age(
      modifiedNanoseconds: status.modifiedNanoseconds, owner: status.owner, place: oldest)
  }

  /// Makes jobs of the oldest candidates, every user in turn.
  private mutating func choose(
    from candidates: [InboxPairing.Candidate], limit: Int, pause: Waiting.Reason?, at look: Double,
    _ poll: inout Poll
  ) {
    let ages = candidates.map(age)
    let order = FairShare.order(
      ages, owner: \.owner, limit: pause == nil ? limit : 0,
      isOlder: { left, right in
        left.modifiedNanoseconds == right.modifiedNanoseconds
          ? index[left.place].name < index[right.place].name
          : left.modifiedNanoseconds < right.modifiedNanoseconds
      })
    var chosen = [Bool](repeating: false, count: candidates.count)
    for position in order {
      chosen[position] = true
      let candidate = candidates[position]
      if let obstacle = obstacle(to: candidate, at: look) {
        for place in candidate.places { poll.waiting.add(index[place], obstacle.reason) }
        if let failure = obstacle.failure { poll.failures.append(failure) }
      } else {
        var drop = drop(candidate)
        if case .scoring(let model) = purpose { drop.scoredModel = model }
        poll.drops.append(drop)
      }
    }
    let reason = pause ?? .turn
    for (position, candidate) in candidates.enumerated() where !chosen[position] {
      for place in candidate.places { poll.waiting.add(index[place], reason) }
    }
  }

  /// What speaks against claiming a candidate now: a file that the daemon may not read, or that was
  /// touched since the scan, or that is being written.
  private mutating func obstacle(
    to candidate: InboxPairing.Candidate, at look: Double
  ) -> (reason: Waiting.Reason, failure: Failure?)? {
    for place in candidate.places where index[place].role != .special {
      let entry = index[place]
      do throws(FileError) {
        let file = try InputFile.open(folder.appending(entry.name))
        let isSame =
          file.status.isSameFile(as: entry.status) && file.status.size == entry.status.size
          && file.status.modifiedNanoseconds == entry.status.modifiedNanoseconds
        if !isSame { return (.growing(bytesPerSecond: nil), nil) }
        if !entry.isWhole, look - entry.unchangedSince < Self.openLooks * rules.pollSeconds,
          file.isOpenForWriting == true
        {
          return (.openForWriting, nil)
        }
      } catch {
        // What is no file any more is seen as such by the next scan.
        guard case .system = error, error.code != "no-such-file" else {
          return (.growing(bytesPerSecond: nil), nil)
        }
        note(Failure(error), of: place)
        return (.unreadable(error.description), Failure(error))
      }
    }
    return nil
  }

  private func drop(_ candidate: InboxPairing.Candidate) -> Drop {
    switch candidate {
    case .pair(let config, let data):
      Drop(config: index[config].file, dataset: .file(index[data].file))
    case .config(let config, let archived):
      Drop(
        config: index[config].file,
        dataset: archived.map { .archived(name: $0.displayed) } ?? .none)
    case .data(let data): Drop(dataset: .file(index[data].file))
    case .stray(let stray): Drop(stray: index[stray].file)
    }
  }
}

extension InboxEntry {
  /// Whether it was written before another; names decide between equals.
  func isOlder(than other: InboxEntry) -> Bool {
    (status.modifiedNanoseconds, name) < (other.status.modifiedNanoseconds, other.name)
  }
}
