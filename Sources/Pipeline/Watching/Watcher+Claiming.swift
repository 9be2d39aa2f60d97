import Files
import RunLog

/// How the daemon comes by its jobs: what an earlier one left, and what is dropped.
extension Watcher {
  // MARK: - Recovery

  /// Settles every state that a kill can leave; does nothing when called again.
  func recover() throws {
    try root.makeFolders()
    try Leftovers.remove(from: root)
    try ForegroundJob.settleDead(root, log)
    try TrainingRoad(root: root, log: log, threads: 1).settleCurrentModels()
    let unfinished = try log.unfinishedJobs()
    if let crash {
      for job in unfinished where job.state == .running {
        try log.event(.crash(of: job.id, by: crash))
      }
      self.crash = nil
    }
    for entry in try DirectoryScan.entries(of: root.work) {
      try floor.recover(entry.name.displayed, isWaiting: !settings.once)
    }
    for job in unfinished { try floor.recover(job.id, isWaiting: !settings.once) }
    isRecovered = true
    try notices.recovered(log)
  }

  // MARK: - Looking and claiming

  /// - Returns: whether there was anything to claim.
  func poll(_ onEvent: (Event) -> Void) throws -> Bool {
    let start = ContinuousClock.now
    // Neither a stream of events nor a folder in which a look takes longer than the time between two
    // must keep the daemon looking all the time.
    defer {
      let seconds = start.secondsAgo * 3
      nextPoll = .now + .seconds(notices.pause(seconds: max(settings.pollSeconds, seconds)))
      rest = .now + .seconds(min(settings.pollSeconds, seconds))
    }
    try updatePause(onEvent)
    let limit = max(0, Self.claimLimit - floor.queue.length)
    let reason: Waiting.Reason? = pause.map { .paused($0) }
    var found = try inbox.poll(
      limit: limit, pause: reason,
      renamedIn: { [watch] isSeen in watch.takeRenamedIn(directory: 0, where: isSeen) }
    ) { [log] name in
      guard let text = name.text else { return false }
      return try log.newestDataset(named: text)?.archive != nil
    }
    try scoreFolders.poll(
      limit: limit, pause: reason, rules: settings.inboxRules, watch: watch, into: &found)
    waiting = found.waiting
    index.noteWaiting(waiting.list)
    oldestAt = found.oldestAt
    var drops = found.drops[...]
    while !drops.isEmpty, signals?.isPending != true {
      try claim(Array(drops.prefix(Self.claimBatch)), onEvent)
      drops = drops.dropFirst(Self.claimBatch)
    }
    tell(onEvent)
    notices.polled(
      waiting: waiting.count,
      oldestSeconds: found.oldestAt.map { Timestamp.now.seconds(since: $0) })
    summary.waiting = waiting.count
    if settings.once, found.drops.isEmpty, floor.isIdle, summary.postponed == nil {
      summary.postponed = found.failures.first ?? lowDisk
    }
    return !found.drops.isEmpty
  }

  private func claim(_ drops: [Drop], _ onEvent: (Event) -> Void) throws {
    let outcome = try Claim(root: root, log: log).take(drops)
    for job in outcome.jobs {
      index.noteChange()
      onEvent(.claimed(job: job.id, name: job.name))
      floor.add(job)
    }
    for (drop, failure) in outcome.immovable {
      for file in drop.files {
        if let model = drop.scoredModel {
          scoreFolders.block(file.name, of: model, failure)
        } else {
          inbox.block(file.name, failure)
        }
      }
    }
    try floor.begin(settings)
  }

  private func updatePause(_ onEvent: (Event) -> Void) throws {
    let reason = settings.pause(with: try FileSystem.space(of: root.inbox))
    // How many bytes are free changes all the time; that they are too few is said once.
    if (reason == nil) != (pause == nil) { onEvent(.paused(reason)) }
    pause = reason
  }

  var lowDisk: Failure? {
    guard let pause, waiting.counts["paused"] != nil else { return nil }
    return Failure(code: "low-disk", message: pause, exitCode: 75, isTransient: true)
  }
}
