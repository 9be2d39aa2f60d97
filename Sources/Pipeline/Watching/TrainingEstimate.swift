import Experiments
import Files
import Models
import Perceptron
import RunLog

/// How long a job's training will take at most, roughly: enough to tell seconds from hours.
struct TrainingEstimate {
  let root: Root
  let log: RunLog

  /// What one core does in a second, in floating-point operations; on the careful side.
  private static let operationsPerSecond = 5e9
  /// What a value takes in a CSV, with its comma, in bytes.
  private static let bytesPerValue = 6.0
  /// What a CSV is expected to have unpacked, for each byte packed.
  private static let inflation = 5.0
  /// What an epoch costs besides its arithmetic.
  private static let secondsPerEpoch = 0.0002
  /// What reading takes for each byte.
  private static let secondsPerByte = 1e-8

  /// The seconds; 0 for a job that will be refused.
  ///
  /// Every row goes forward and back through the network once an epoch, at six operations a weight.
  /// The number of columns is not known before the data are read: as many as make the result largest
  /// are assumed, one hidden layer's weights for each value, and a row for every two values in the
  /// layers behind.
  func seconds(of job: JobRecord) throws -> Double {
    if job.scoredModel != nil { return try (bytes(of: job) ?? 0) * Self.secondsPerByte }
    guard let study = try study(of: job), let bytes = try bytes(of: job) else { return 0 }
    let values = bytes / Self.bytesPerValue
    let training = study.trials.reduce(0.0) { sum, trial in
      let hidden = trial.config.network.hidden.map(Double.init)
      let behind = zip(hidden, hidden.dropFirst()).reduce(0.0) { $0 + $1.0 * $1.1 }
      let weights = values * (hidden.first ?? 1) + values / 2 * behind
      let epoch = 6 * weights / Self.operationsPerSecond + Self.secondsPerEpoch
      return sum + epoch * Double(trial.config.training.epochs)
    }
    return training + bytes * Self.secondsPerByte
  }

  private func study(of job: JobRecord) throws -> Study? {
    let path =
      job.configFile.map { root.work(of: job.id).appending(FileName(bytes: $0.bytes)) }
      ?? root.defaultConfig
    do {
      let bytes =
        try FileSystem.exists(path)
        ? InputFile.contents(
          of: path, limit: Int64(Study.configByteLimit), origin: .dropFolder) : nil
      return try Study(reading: bytes, file: "", stem: "data")
    } catch {
      // The job itself tells what is wrong with its config, and at once.
      guard !Failure(error).isTransient else { throw error }
      return nil
    }
  }

  private func bytes(of job: JobRecord) throws -> Double? {
    guard let file = job.dataFile else {
      return try log.newestDataset(named: job.name).map { Double($0.bytes) }
    }
    let name = FileName(bytes: file.bytes)
    let status = try FileSystem.status(of: root.work(of: job.id).appending(name))
    return status.map { Double($0.size) * (name.hasSuffix(".gz") ? Self.inflation : 1) }
  }
}
