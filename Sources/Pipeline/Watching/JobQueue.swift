import RunLog

/// The claimed jobs that wait for a place to run: the oldest first, every user in turn, and a small
/// one not behind long ones.
struct JobQueue {
  /// A job that waits.
  private struct Entry {
    let job: JobRecord
    /// Counts up with each job, so that the older is known.
    let number: Int
    /// Not to be begun before; nil for at once.
    var due: ContinuousClock.Instant?
    /// How long its training is expected to take; nil while nobody asked.
    var seconds: Double?
  }

  private var entries: [String: Entry] = [:]
  /// The waiting jobs of each user, the oldest first.
  private var queues: [Int: [String]] = [:]
  /// When each user had a turn last.
  private var turns: [Int: Int] = [:]
  private var count = 0
  private var turn = 0

  /// How many jobs wait.
  var length: Int { entries.count }

  /// Whether a job waits here.
  func contains(_ job: String) -> Bool { entries[job] != nil }

  /// When the first of the jobs that are put off will be due; nil where none is put off any more.
  var nextDue: ContinuousClock.Instant? {
    entries.values.compactMap(\.due).filter { $0 > .now }.min()
  }

  /// Puts a job in line.
  ///
  /// - Parameter due: not to be begun before.
  mutating func add(_ job: JobRecord, due: ContinuousClock.Instant? = nil) {
    count += 1
    entries[job.id] = Entry(job: job, number: count, due: due, seconds: entries[job.id]?.seconds)
    queues[job.owner ?? 0, default: []].append(job.id)
  }

  /// Takes the next job: the oldest of the user whose turn is longest ago.
  mutating func next() -> JobRecord? {
    take { _ in true }
  }

  /// Takes the next job whose training is expected to take no longer than a limit.
  ///
  /// - Parameter estimate: tells how long; asked once a job, and for as many jobs as there is time
  ///   for at one poll.
  mutating func nextSmall(
    limit: Double, estimate: (JobRecord) throws -> Double
  ) rethrows -> (job: JobRecord, seconds: Double)? {
    var asked = 0
    for (id, entry) in entries where entry.seconds == nil && isDue(entry) {
      if asked == 100 { break }
      entries[id]?.seconds = try estimate(entry.job)
      asked += 1
    }
    var found = 0.0
    let job = take { entry in
      guard let seconds = entry.seconds, seconds <= limit else { return false }
      found = seconds
      return true
    }
    return job.map { ($0, found) }
  }

  private func isDue(_ entry: Entry) -> Bool { entry.due.map { $0 <= .now } ?? true }

  private mutating func take(_ fits: (Entry) -> Bool) -> JobRecord? {
    // The user whose turn is longest ago; the older job where several had none.
    let users = queues.keys.sorted { left, right in
      let oldest = [left, right].map { user in
        (turns[user] ?? 0, queues[user]?.first.flatMap { entries[$0]?.number } ?? .max)
      }
      return oldest[0] < oldest[1]
    }
    for user in users {
      guard let queue = queues[user] else { continue }
      let place = queue.firstIndex { id in
        entries[id].map { isDue($0) && fits($0) } ?? false
      }
      guard let place else { continue }
      let id = queue[place]
      queues[user]?.remove(at: place)
      if queues[user]?.isEmpty == true { queues[user] = nil }
      turn += 1
      turns[user] = turn
      return entries.removeValue(forKey: id)?.job
    }
    return nil
  }
}
