import Files
import FoundationEssentials
import Glibc
import Pipeline
import RunLog
import Testing

/// A root of its own, removed at the end.
final class ScratchRoot {
  let root: Root

  init() throws {
    var template = Array("/tmp/backdrop-pipeline-XXXXXX".utf8CString)
    let made = mkdtemp(&template)
    root = Root(FilePath(try #require(made.map { String(cString: $0) })))
    try root.makeFolders()
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: root.directory.displayed) } catch {
      Issue.record("cannot remove \(root.directory): \(error)")
    }
  }

  /// Puts a file into the inbox.
  func drop(_ name: String, _ text: String) throws {
    try AtomicFile.publish(
      Array(text.utf8), to: root.inbox.appending(FileName(name)), replacing: false)
  }

  /// Says that a file of the inbox was last changed at a second since 1970.
  func date(_ name: String, second: Int) throws {
    let time = timespec(tv_sec: second, tv_nsec: 0)
    let path = root.inbox.appending(FileName(name)).displayed
    try #require(utimensat(AT_FDCWD, path, [time, time], 0) == 0)
  }

  /// Works off the inbox.
  ///
  /// - Parameter adjust: changes the settings.
  func watchOnce(
    _ adjust: (inout DaemonSettings) -> Void = { _ in }
  ) throws -> (Watcher.Summary, [Watcher.Event]) {
    var settings = DaemonSettings(pollSeconds: 0.02, once: true, threads: 1)
    settings.pauseBelowBytes = 0
    settings.pauseBelowPercent = 0
    adjust(&settings)
    let watcher = try Watcher(root: root, settings: settings)
    var events: [Watcher.Event] = []
    let summary = try watcher.run { events.append($0) }
    return (summary, events)
  }

  /// The jobs of the run log, the oldest first.
  func jobs() throws -> [JobRecord] {
    try RunLogReader(path: root.runLog.displayed).jobs().reversed()
  }

  /// The path of a name in the inbox, as C takes it.
  func path(_ name: String) -> String { "\(root.inbox)/\(name)" }

  /// The text of a file below the root.
  func text(_ path: String) throws -> String {
    String(
      decoding: try InputFile.contents(of: root.directory.appending(path), origin: .named),
      as: UTF8.self)
  }

  /// The names in a folder below the root, sorted.
  func names(_ path: String) throws -> [String] {
    try DirectoryScan.entries(of: root.directory.appending(path)).map(\.name.displayed)
      .filter { !$0.hasPrefix(".") }
  }

  /// 60 rows that a line separates.
  static let points: String =
    "x,label\n"
    + (0..<60).map { "\(Double($0) / 10 - 3),\($0 < 30 ? "left" : "right")\n" }.joined()
  static let config = "{ network: { hidden: [3] }, training: { epochs: 5 } }"
}
