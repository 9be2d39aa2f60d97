import Files
import Glibc
import Pipeline
import RunLog
import Testing
import Threads

@Suite struct DaemonNoticesTests {
  @Test func daemonSaysReadyThenWhatItTrainsThenThatItStops() throws {
    let scratch = try ScratchRoot()
    let socket = try NoticeSocket("\(scratch.root.directory)/notify")
    let metrics = scratch.root.directory.appending("backdrop.prom")
    let variables = ["NOTIFY_SOCKET": socket.address, "WATCHDOG_USEC": "1"]
    let troubles = Monitor<[String]>([])
    let notices = DaemonNotices(
      notifier: try ServiceNotifier(ServiceEnvironment(process: 1) { variables[$0] }),
      metrics: MetricsFile(metrics), onTrouble: { text in troubles.change { $0.append(text) } })
    try scratch.drop("a.csv", ScratchRoot.points)
    try scratch.drop("a.json", ScratchRoot.config)
    try scratch.drop("b.json", "{ data: 'missing.csv' }")
    let watcher = try Watcher(
      root: scratch.root, settings: .init(pollSeconds: 0.02, once: true, threads: 1),
      notices: notices)
    var received: [String] = []
    // The queue of a socket is short, so it is emptied as the work goes on.
    #expect(
      try watcher.run { _ in received += (try? socket.waiting()) ?? [] }.done == 1)
    received += try socket.waiting()
    #expect(received.first == "READY=1\nSTATUS=idle; nothing waits\n")
    #expect(received.contains("WATCHDOG=1\n"))
    #expect(received.last?.hasPrefix("STOPPING=1\n") == true)
    #expect(troubles.withLock { $0 } == [])
    let text = String(
      decoding: try InputFile.contents(of: metrics, limit: 1 << 16, origin: .named), as: UTF8.self)
    for line in [
      "backdrop_queue_files 1", "backdrop_running_jobs 0",
      "backdrop_jobs_total{outcome=\"done\"} 1",
      "backdrop_jobs_total{outcome=\"failed\"} 0",
    ] {
      #expect(text.split(separator: "\n").contains { $0 == line }, "\(line) in\n\(text)")
    }
    #expect(try FileSystem.status(of: metrics)?.permissions == 0o644)
    #expect(try scratch.names("").sorted() == ["backdrop.prom", "models", "notify", "pipeline"])
  }

  @Test func statusNamesTheJobTheEpochAndTheQueue() throws {
    let scratch = try ScratchRoot()
    try scratch.drop("a.csv", ScratchRoot.points)
    try scratch.drop("a.json", "{ study: { grid: { 'training.epochs': [2, 3] } } }")
    let progress = try #require(
      try scratch.watchOnce().1.compactMap { event in
        if case .progress(_, let progress) = event { progress } else { nil }
      }.last)
    let socket = try NoticeSocket("\(scratch.root.directory)/notify")
    let notices = DaemonNotices(
      notifier: try ServiceNotifier(
        ServiceEnvironment(process: 1) { $0 == "NOTIFY_SOCKET" ? socket.address : nil }))
    notices.polled(waiting: 1200, oldestSeconds: 3)
    notices.began(job: "j1", name: "iris.csv")
    #expect(try socket.waiting() == [])
    try notices.recovered(try RunLog(path: scratch.root.runLog.displayed))
    #expect(
      try socket.waiting() == ["READY=1\nSTATUS=reading iris.csv; 1,200 files wait\n"])
    notices.reloading()
    #expect(try socket.next().hasPrefix("RELOADING=1\n"))
    notices.progressed(job: "j1", progress)
    notices.began(job: "j2", name: "b.csv")
    notices.reloaded()
    let ready = try #require(try socket.waiting().last)
    let text = #/READY=1\nSTATUS=training iris.csv: run 2 of 2, epoch 3 of 3, loss 0\.\d+; /#
    #expect(ready.prefixMatch(of: text) != nil, "\(ready)")
    #expect(ready.hasSuffix("; 1 more; 1,200 files wait\n"))
    notices.stopping()
    notices.ended()
    #expect(
      try socket.next() == "STOPPING=1\nSTATUS=stopping; 2 unfinished go on at the next start\n")
    #expect(try socket.waiting() == [])
  }

  @Test func daemonThatTriesAgainLives() throws {
    let scratch = try ScratchRoot()
    let socket = try NoticeSocket("\(scratch.root.directory)/notify")
    let variables = ["NOTIFY_SOCKET": socket.address, "WATCHDOG_USEC": "1"]
    let notices = DaemonNotices(
      notifier: try ServiceNotifier(ServiceEnvironment(process: 1) { variables[$0] }))
    // Before the recovery is done there is no service to be watched.
    notices.triedAgain()
    #expect(try socket.waiting() == [])
    try notices.recovered(try RunLog(path: scratch.root.runLog.displayed))
    notices.triedAgain()
    #expect(try socket.waiting().last == "WATCHDOG=1\n")
  }

  @Test func totalsComeFromTheRunLogSoThatARestartLosesNone() throws {
    let scratch = try ScratchRoot()
    for _ in 0..<2 {
      try scratch.drop("a.csv", ScratchRoot.points)
      try scratch.drop("a.json", ScratchRoot.config)
      _ = try scratch.watchOnce()
    }
    try scratch.drop("bad.csv", "x,y\n1\n")
    _ = try scratch.watchOnce()
    let log = try RunLogReader(path: scratch.root.runLog.displayed)
    let totals = try log.totals()
    #expect(totals.done == 1 && totals.duplicate == 1 && totals.failed == 1)
    let newest = try log.jobs().filter { $0.state != .failed }.compactMap(\.finishedAt).max()
    #expect(totals.lastSuccess == newest)
    #expect(totals.trainingSeconds == (try log.runs().compactMap(\.seconds.train).reduce(0, +)))
    #expect(totals.trainingSeconds > 0)
    #expect(try log.totals(source: .command) == JobTotals())
  }

  @Test func figuresThatCannotBeWrittenStopTheStartAndNothingElse() throws {
    let scratch = try ScratchRoot()
    let log = try RunLog(path: scratch.root.runLog.displayed)
    let folder = scratch.root.directory.appending("figures")
    let troubles = Monitor<[String]>([])
    let notices = DaemonNotices(
      metrics: MetricsFile(folder.appending("backdrop.prom")),
      onTrouble: { text in troubles.change { $0.append(text) } })
    #expect(throws: FileError.self) { try notices.recovered(log) }
    try FileSystem.makeDirectories(folder)
    try notices.recovered(log)
    try FileSystem.remove(folder.appending("backdrop.prom"))
    try FileSystem.removeEmptyDirectory(folder)
    notices.triedAgain()
    notices.ended()
    #expect(troubles.withLock { $0.count } == 1)
  }

  @Test func pauseKeepsTheWatchdogContent() throws {
    let variables = ["NOTIFY_SOCKET": "@nobody", "WATCHDOG_USEC": "8000000"]
    let notices = DaemonNotices(
      notifier: try ServiceNotifier(ServiceEnvironment(process: 1) { variables[$0] }))
    #expect(notices.pause(seconds: 3600) == 2)
    #expect(notices.pause(seconds: 1) == 1)
    #expect(DaemonNotices().pause(seconds: 3600) == 3600)
  }
}
