import Experiments
import Perceptron

/// How long a study will take, from the epochs that have ended.
///
/// The work of a run is counted in multiplications, its network's parameters times its rows and
/// epochs; the seconds of the epochs seen so far tell how long one takes here. Runs that ended
/// before their last epoch tell how many of their epochs the others will need.
struct StudyEstimate {
  /// The work of each run, all epochs together, and what has been done of it.
  private var planned: [Double]
  private var done: [Double]
  private var hasEnded: [Bool]
  private var epochs: [Int]
  private var measuredWork = 0.0
  private var measuredSeconds = 0.0
  private let lanes: Double

  /// What an epoch costs besides its multiplications, in the same unit: shuffling, batches, the
  /// record.
  private static let epochOverhead = 20_000.0

  /// Plans the runs.
  ///
  /// - Parameters:
  ///   - work: the multiplications of one epoch of each run.
  ///   - epochs: the most epochs of each.
  ///   - lanes: how many runs go side by side.
  init(work: [Double], epochs: [Int], lanes: Int) {
    planned = zip(work, epochs).map { ($0 + Self.epochOverhead) * Double($1) }
    done = work.map { _ in 0 }
    hasEnded = work.map { _ in false }
    self.epochs = epochs
    self.lanes = Double(max(1, lanes))
  }

  /// Takes in that an epoch ended.
  mutating func take(_ record: EpochRecord, of run: Int) {
    let perEpoch = planned[run] / Double(epochs[run])
    let now = perEpoch * Double(record.epoch)
    measuredWork += perEpoch
    measuredSeconds += record.seconds
    done[run] = max(done[run], now)
  }

  /// Takes in that a run ended, whether it trained now or was committed before.
  mutating func end(_ run: Int, epochsRun: Int) {
    hasEnded[run] = true
    done[run] = planned[run] / Double(epochs[run]) * Double(epochsRun)
  }

  /// The share of the runs that ended of the epochs that they might have trained.
  private var usedShare: Double {
    let ended = hasEnded.indices.filter { hasEnded[$0] }
    let work = ended.reduce(0) { $0 + planned[$1] }
    return work > 0 ? ended.reduce(0) { $0 + done[$1] } / work : 1
  }

  /// The work that is left.
  private var left: Double {
    let share = usedShare
    return hasEnded.indices.reduce(0) { sum, run in
      hasEnded[run] ? sum : sum + max(0, planned[run] * share - done[run])
    }
  }

  /// The seconds that are left; nil before the first epoch.
  var secondsLeft: Double? {
    measuredWork > 0 ? left * measuredSeconds / measuredWork / lanes : nil
  }

  /// How much of the work is done, from 0 to 1.
  var shareDone: Double {
    let done = done.reduce(0, +)
    return done + left > 0 ? done / (done + left) : 1
  }
}
