import Files
import Glibc
import Pipeline
import Testing

@Suite struct ServiceNotifierTests {
  /// A notifier that sends to a socket, with a watchdog of 20 s.
  private static func notifier(to socket: NoticeSocket) throws -> ServiceNotifier {
    try ServiceNotifier(environment(["NOTIFY_SOCKET": socket.address]))
  }

  private static func environment(_ extra: [String: String]) -> ServiceEnvironment {
    let variables = ["WATCHDOG_USEC": "20000000"].merging(extra) { $1 }
    return ServiceEnvironment(process: 7) { variables[$0] }
  }

  private static func socket(_ place: String) throws -> NoticeSocket {
    try NoticeSocket("\(place)backdrop-notice-\(getpid())-\(UInt32.random(in: 0 ... .max))")
  }

  @Test(arguments: ["/tmp/", "@"])
  func readyIsOneDatagram(place: String) throws {
    let socket = try Self.socket(place)
    try Self.notifier(to: socket).ready("idle;\nnothing waits")
    #expect(try socket.next() == "READY=1\nSTATUS=idle; nothing waits\n")
    #expect(try socket.waiting() == [])
  }

  @Test func reloadingCarriesTheClockOfItsMoment() throws {
    let socket = try Self.socket("@")
    let before = MonotonicClock.microseconds
    try Self.notifier(to: socket).reloading()
    let after = MonotonicClock.microseconds
    let text = try socket.next()
    let match = try #require(text.wholeMatch(of: /RELOADING=1\nMONOTONIC_USEC=(\d+)\n/))
    let time = try #require(Int64(match.1))
    #expect((before...after).contains(time))
  }

  @Test func signsOfLifeComeAtHalfTheTimeAndOnlyWithProgress() throws {
    let socket = try Self.socket("@")
    let notifier = try Self.notifier(to: socket)
    #expect(notifier.longestPauseSeconds == 5)
    try notifier.advanced(at: 100_000_000)
    #expect(try socket.waiting() == ["WATCHDOG=1\n"])
    try notifier.advanced(at: 109_999_999)
    #expect(try socket.waiting() == [])
    try notifier.advanced(at: 110_000_000)
    #expect(try socket.waiting() == ["WATCHDOG=1\n"])
    // Whatever else is said, silence of the work is silence for the watchdog.
    try notifier.status("hanging", at: 140_000_000)
    #expect(try socket.waiting() == ["STATUS=hanging\n"])
  }

  @Test func watchdogOfAnotherProcessIsNotOurs() throws {
    let socket = try Self.socket("@")
    let other = Self.environment(["NOTIFY_SOCKET": socket.address, "WATCHDOG_PID": "8"])
    let notifier = try ServiceNotifier(other)
    try notifier.advanced()
    #expect(try socket.waiting() == [])
    #expect(notifier.longestPauseSeconds == nil)
    let own = Self.environment(["NOTIFY_SOCKET": socket.address, "WATCHDOG_PID": "7"])
    try ServiceNotifier(own).advanced()
    #expect(try socket.waiting() == ["WATCHDOG=1\n"])
  }

  @Test func statusIsSentWhenItChangesAndOnceASecond() throws {
    let socket = try Self.socket("@")
    let notifier = try Self.notifier(to: socket)
    try notifier.status("a", at: 10_000_000)
    try notifier.status("a", at: 20_000_000)
    try notifier.status("b", at: 20_000_000)
    try notifier.status("c", at: 20_999_999)
    try notifier.status("d", at: 21_000_000)
    #expect(try socket.waiting() == ["STATUS=a\n", "STATUS=b\n", "STATUS=d\n"])
  }

  @Test func withoutASocketNothingIsSentAndWithADeadOneItIsSaid() throws {
    try ServiceNotifier(Self.environment([:])).ready("up")
    let dead = Self.environment(["NOTIFY_SOCKET": "/tmp/backdrop-nobody-listens-here"])
    #expect(throws: FileError.system(.send, "/tmp/backdrop-nobody-listens-here", errno: ENOENT)) {
      try ServiceNotifier(dead).ready("up")
    }
    let long = Self.environment(["NOTIFY_SOCKET": "/" + String(repeating: "x", count: 107)])
    #expect(throws: FileError.self) { try ServiceNotifier(long).ready("up") }
  }

  @Test func fullQueueHoldsNobodyUp() throws {
    let socket = try Self.socket("@")
    let notifier = try Self.notifier(to: socket)
    // Far more than net.unix.max_dgram_qlen of any system.
    for second in 1...5000 { try notifier.advanced(at: Int64(second) * 10_000_000) }
    let arrived = try socket.waiting()
    #expect(!arrived.isEmpty && arrived.count < 5000)
    #expect(Set(arrived) == ["WATCHDOG=1\n"])
  }

  @Test func journalIsKnownByItsDeviceAndInode() throws {
    let status = try FileSystem.status(ofStandardStream: STDERR_FILENO)
    func environment(_ stream: String?) -> ServiceEnvironment {
      ServiceEnvironment(process: 7) { $0 == "JOURNAL_STREAM" ? stream : nil }
    }
    #expect(
      environment("\(status.device):\(status.inode)").isJournal(standardStream: STDERR_FILENO))
    #expect(
      !environment("\(status.device):\(status.inode + 1)").isJournal(standardStream: STDERR_FILENO)
    )
    #expect(!environment(nil).isJournal(standardStream: STDERR_FILENO))
    #expect(MessagePriority.warning.marking("a\nb") == "<4>a\n<4>b")
  }
}
