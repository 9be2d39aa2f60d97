import Files
import Reports
import RunLog

/// `pipeline/index.html`: renewed after jobs, though at most once a second while they stream and for
/// a small share of the time, and once a minute besides, so that its time stamp tells whether the
/// daemon runs.
///
/// It can be made again from the run log at any time: a failure to write it ends nothing, and an
/// event says so, once.
struct IndexFile {
  private let root: Root
  private let log: RunLog
  private var lastWritten: ContinuousClock.Instant?
  /// What the last renewal took.
  private var length = Duration.zero
  /// Whether the page does not say what is.
  private(set) var isStale = true
  private var isBroken = false
  private var waiting: [IndexPage.WaitingFile] = []

  /// Between two renewals.
  private static let least = Duration.seconds(1)
  private static let most = Duration.seconds(60)
  /// Times its own length that pass after a renewal before the next: it takes a twentieth at most.
  private static let rest = 20
  /// Every how many seconds a browser loads the page again.
  private static let reloadSeconds = 5

  /// The page of a root; nothing is written yet.
  init(root: Root, log: RunLog) {
    self.root = root
    self.log = log
  }

  /// Notes which files wait in the inbox.
  mutating func noteWaiting(_ files: [Waiting]) {
    let waiting = files.map {
      IndexPage.WaitingFile(name: $0.name.displayed, reason: $0.reason.sentence)
    }
    if waiting != self.waiting { isStale = true }
    self.waiting = waiting
  }

  /// Notes that the page no longer says what is.
  mutating func noteChange() { isStale = true }

  /// Writes the page where that is due.
  mutating func renew() {
    let age = lastWritten.map { ContinuousClock.now - $0 } ?? Self.most
    guard age >= Self.most || (isStale && age >= max(Self.least, length * Self.rest))
    else { return }
    write(reloadSeconds: Self.reloadSeconds)
  }

  /// Writes the page for the last time: nobody will renew it, so it does not load itself again.
  mutating func close() { write(reloadSeconds: nil) }

  private mutating func write(reloadSeconds: Int?) {
    let start = ContinuousClock.now
    lastWritten = start
    isStale = false
    defer { length = ContinuousClock.now - start }
    do {
      let page = try IndexPage(
        from: log, waiting: waiting, reloadSeconds: reloadSeconds
      ).page.text
      var file = try StagedFile(root.index, replacing: true)
      try file.write(page)
      try file.commit(survivesPowerCut: false)
      isBroken = false
    } catch {
      if !isBroken { tell(Failure(error)) }
      isBroken = true
    }
  }

  private func tell(_ failure: Failure) {
    do {
      try log.event(
        EventRecord(
          level: .warning, code: "index-not-written",
          message: "\(root.index.name.displayed) was not written: \(failure.message)"))
    } catch {
      // The run log cannot be written either; the next job meets that and says it.
      return
    }
  }
}
