/// When something that failed is tried again: after a second, and after twice as long each time, up
/// to a minute.
struct Backoff {
  private static let first = 1.0
  /// The longest wait, in seconds.
  static let longest = 60.0

  /// When it is tried again.
  private(set) var due: ContinuousClock.Instant
  /// How long that was from the failure on.
  private(set) var seconds: Double

  /// Begins to wait, or goes on after another failure.
  init(after earlier: Backoff?) {
    seconds = min(earlier.map { $0.seconds * 2 } ?? Self.first, Self.longest)
    due = .now + .seconds(seconds)
  }

  /// Whether it is time.
  var isDue: Bool { due <= .now }
}
