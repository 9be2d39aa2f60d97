import Numerics

/// Gives each run of a study the random stream from which it draws its initial weights and its
/// shuffles.
///
/// Usually that is a stream of its own, seeded by the run's seed. A notebook that seeds once and
/// lets its experiments draw one after the other is reproduced by a shared stream: a run starts
/// where the initial weights of the run before it ended. Runs are asked for in their order, before
/// they train, so that none of them waits for another's training.
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

  /// Whether all runs draw from one stream.
  package var isShared: Bool { shared != nil }

  /// The stream of the next run.
  ///
  /// - Throws: `ExperimentError` where the run's network is too large.
  package mutating func next(
    _ experiment: Experiment, _ rows: EncodedRows
  ) throws(ExperimentError) -> RandomStart {
    guard let state = shared else { return RandomStart(seed: experiment.trial.config.seed) }
    shared = try experiment.afterInitialWeights(state, rows)
    return RandomStart(state: state)
  }
}

/// Where the random stream of one run starts.
package struct RandomStart: Sendable {
  let state: RandomState

  init(state: RandomState) { self.state = state }

  /// A stream of the run's own.
  package init(seed: UInt32) { state = RandomState(seed: seed) }
}
