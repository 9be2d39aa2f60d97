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
  static let readLimit = 2000
  /// A file that a process has open to write must hold still for so many polls.
  static let openLooks = 5.0
  /// How long a file that could not be read or moved is left alone, unless it changes.
  static let blockSeconds = 60.0

  /// A file that is left alone for some time.
  struct Block {
    let reason: Waiting.Reason
    let failure: Failure
    let until: Double
    let changedNanoseconds: Int64
  }

  let folder: FilePath
  let purpose: Purpose
  var rules: Rules
  let start = ContinuousClock.now
  let startTime = Timestamp.now
  var index = InboxIndex()
  var blocks: [FileName: Block] = [:]
  var newlyArchived: Set<FileName> = []

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

  var now: Double { start.secondsAgo }

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
}

extension InboxEntry {
  /// Whether it was written before another; names decide between equals.
  func isOlder(than other: InboxEntry) -> Bool {
    (status.modifiedNanoseconds, name) < (other.status.modifiedNanoseconds, other.name)
  }
}
