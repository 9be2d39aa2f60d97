package import Numerics

/// Gives each run of a study the random stream from which it draws its initial weights and its
/// shuffles.
///
/// Usually that is a stream of its own, seeded by the run's seed. A notebook that seeds once and
/// lets its experiments draw one after the other is reproduced by a shared stream: a run starts
/// where the initial weights of the run before it ended.
package struct RandomStreams: Sendable {
  private var shared: RandomState?

  /// Prepares the streams of a study.
  package init(for study: Study) {
    self.init(sharedAfter: study.sharedStreamSkip, seed: study.shared.seed)
  }

  /// Prepares streams.
  ///
  /// - Parameters:
  ///   - skip: how many uniform draws precede a stream that all runs share; nil for a stream of its
  ///     own for each run.
  ///   - seed: the shared stream's seed.
  package init(sharedAfter skip: Int?, seed: UInt32) {
    guard let skip else { return }
    var state = RandomState(seed: seed)
    for _ in 0..<skip { _ = state.uniform() }
    shared = state
  }

  /// Draws with the stream of one run.
  ///
  /// - Parameters:
  ///   - seed: the run's seed.
  ///   - body: draws the initial weights.
  /// - Returns: what the body made, and the stream as it stands after it.
  package mutating func draw<Result>(
    seed: UInt32, _ body: (inout RandomState) -> Result
  ) -> (Result, RandomState) {
    var state = shared ?? RandomState(seed: seed)
    let result = body(&state)
    if shared != nil { shared = state }
    return (result, state)
  }
}
