import Files
import RunLog

/// What one poll makes of the entries: which belong together, and which are spoken for.
struct InboxPairing {
  /// Files that could be a job, by their places in the index.
  enum Candidate {
    case pair(config: Int, data: Int)
    /// A config whose data are archived under a name; without a name, one that is refused.
    case config(Int, archived: FileName?)
    case data(Int)
    case stray(Int)

    var places: [Int] {
      switch self {
      case .pair(let config, let data): [config, data]
      case .config(let place, _), .data(let place), .stray(let place): [place]
      }
    }
  }

  /// Whether the entry at a place holds still.
  var isStill: [Bool]
  /// Whether the entry at a place is spoken for at this poll.
  var isTaken: [Bool]
  /// Whether a config wants the entry at a place, although it cannot have it yet.
  var isExpected: [Bool]
  private(set) var candidates: [Candidate] = []

  init(count: Int) {
    isStill = [Bool](repeating: false, count: count)
    isTaken = isStill
    isExpected = isStill
  }

  /// Makes a candidate of files.
  mutating func take(_ candidate: Candidate) {
    for place in candidate.places { isTaken[place] = true }
    candidates.append(candidate)
  }
}

/// The files that stay in the inbox at one poll: all of them counted, some of them listed.
struct WaitingFiles: Sendable {
  /// Most files that are listed.
  static let listLimit = 1000

  private(set) var list: [Waiting] = []
  /// How many wait for what, by the reason's code.
  private(set) var counts: [String: Int] = [:]
  /// When the first of them was first seen, on the inbox's clock.
  private(set) var firstSeen: Double?
  /// Whether any wait may end although nobody does anything.
  private(set) var canEndByItself = false

  /// How many there are.
  var count: Int { counts.values.reduce(0, +) }

  /// Adds an entry.
  mutating func add(_ entry: InboxEntry, _ reason: Waiting.Reason) {
    firstSeen = min(firstSeen ?? .infinity, entry.firstSeen)
    add(Waiting(name: entry.name, reason: reason, bytes: entry.status.size))
  }

  /// Adds the files of another folder.
  mutating func add(_ other: WaitingFiles) {
    counts.merge(other.counts, uniquingKeysWith: +)
    if other.canEndByItself { canEndByItself = true }
    list += other.list.prefix(Self.listLimit - list.count)
  }

  /// Adds a file.
  mutating func add(_ file: Waiting) {
    counts[file.reason.code, default: 0] += 1
    if file.reason.endsByItself { canEndByItself = true }
    if list.count < Self.listLimit { list.append(file) }
  }
}

extension InboxEntry {
  /// How long the entry lies as it is, by the system's clock.
  var secondsSinceChange: Double {
    Timestamp.now.seconds(
      since: Timestamp(milliseconds: status.changedNanoseconds / 1_000_000))
  }
}
