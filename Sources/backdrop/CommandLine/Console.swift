import Glibc
import Pipeline
import Reports
import Threads

/// The way to the user: data on standard output, messages and progress on standard error.
///
/// Safe to use from any thread. Data are buffered; `flush` must be called before the process ends.
final class Console: Sendable {
  private static let bufferSize = 1 << 16
  private let quiet: Bool
  private let data = Monitor<[UInt8]>([])
  /// Whether standard error leads to the journal, so that lines carry their priority.
  private let isJournal = ServiceEnvironment().isJournal(standardStream: STDERR_FILENO)

  /// Whether standard output is a terminal.
  let outputIsTerminal = isatty(STDOUT_FILENO) == 1
  /// Whether progress is shown: on a terminal that can redraw a line, and not under `--quiet`.
  let showsProgress: Bool

  /// A console that is silent but for data and errors when `quiet`.
  init(quiet: Bool) {
    self.quiet = quiet
    let terminal = getenv("TERM").map { String(cString: $0) }
    showsProgress = !quiet && isatty(STDERR_FILENO) == 1 && terminal != "dumb"
  }

  /// Writes text to standard output as it is.
  /// - Throws: what stopped this write.
  func write(_ text: String) throws(ConsoleError) { try write(text.utf8) }

  /// Writes bytes to standard output as they are.
  /// - Throws: what stopped this write.
  func write(_ bytes: some Sequence<UInt8>) throws(ConsoleError) {
    try data.withLock { data throws(ConsoleError) in
      data.append(contentsOf: bytes)
      if outputIsTerminal || data.count >= Self.bufferSize { try Self.flush(&data) }
    }
  }

  /// Writes bytes to standard output at once, after what is still buffered.
  /// - Throws: what stopped this write.
  func writeThrough(_ bytes: UnsafeRawBufferPointer) throws(ConsoleError) {
    try data.withLock { data throws(ConsoleError) in
      try Self.flush(&data)
      try Self.check(Self.writeAll(bytes, to: STDOUT_FILENO))
    }
  }

  /// Writes what is still buffered; to be called once before the process ends.
  func flush() throws(ConsoleError) {
    try data.withLock { data throws(ConsoleError) in try Self.flush(&data) }
  }

  /// Writes text to standard error as it is, control sequences and all; `--quiet` silences it.
  func raw(_ text: String) {
    if !quiet, !text.isEmpty { Self.show(text) }
  }

  /// Prints a line on standard error, unless `--quiet`.
  func message(_ text: String) {
    if !quiet { show(text, .information) }
  }

  /// Prints a line about something that is tried again, on standard error, even under `--quiet`.
  func warning(_ text: String) { show(text, .warning) }

  /// Prints a line on standard error, even under `--quiet`.
  ///
  /// Control characters, which may come from names in a hostile file, are made visible.
  func error(_ text: String) { show(text, .error) }

  private func show(_ text: String, _ priority: MessagePriority) {
    let visible = Self.visible(text)
    Self.show((isJournal ? priority.marking(visible) : visible) + "\n")
  }

  private static func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHidden) else { return text }
    return text.unicodeScalars.reduce(into: "") { shown, scalar in
      shown += isHidden(scalar) ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    TerminalText.isUnsafe(scalar) && scalar != "\n" && scalar != "\t"
  }

  private static func flush(_ data: inout [UInt8]) throws(ConsoleError) {
    defer { data.removeAll(keepingCapacity: true) }
    try check(data.withUnsafeBytes { writeAll($0, to: STDOUT_FILENO) })
  }

  private static func check(_ code: Int32?) throws(ConsoleError) {
    guard let code else { return }
    throw code == EPIPE ? .closedPipe : .cannotWrite(code: code)
  }

  /// Shows a text on standard error. A failure is passed over: there is no one left to tell.
  private static func show(_ text: String) {
    _ = Array(text.utf8).withUnsafeBytes { writeAll($0, to: STDERR_FILENO) }
  }

  /// Writes all bytes; the errno that stopped it, or nil.
  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
    var left = bytes[...]
    while !left.isEmpty {
      let written = Glibc.write(
        descriptor, UnsafeRawBufferPointer(rebasing: left).baseAddress, left.count)
      if written >= 0 {
        left = left.dropFirst(written)
      } else if errno == EAGAIN {
        waitUntilWritable(descriptor)
      } else if errno != EINTR {
        return errno
      }
    }
    return nil
  }

  /// The other side of an inherited descriptor may have made it non-blocking.
  private static func waitUntilWritable(_ descriptor: Int32) {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = poll(&request, 1, -1)
  }
}
