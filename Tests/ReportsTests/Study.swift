import RunLog

/// The founding notebook's study, with its printed numbers.
func notebookStudy() -> [RunResult] {
  let trials: [(String, Int, Int, String, String, [Double], Double, Double)] = [
    ("baseline", 4, 1000, "0.01", "sigmoid", [0.6931, 0.6931, 0.6930], 0.6936, 0.4760),
    ("2000 epochs", 4, 2000, "0.01", "sigmoid", [0.6931, 0.6927, 0.6893], 0.6888, 0.6120),
    ("learning rate 0.1", 4, 1000, "0.1", "sigmoid", [0.6932, 0.4581, 0.1311], 0.1188, 0.9880),
    ("8 hidden units", 8, 1000, "0.01", "sigmoid", [0.6931, 0.6931, 0.6930], 0.6933, 0.4760),
    ("tanh", 4, 1000, "0.01", "tanh", [0.6928, 0.6501, 0.3490], 0.2940, 0.9880),
    ("tanh, learning rate 0.1", 4, 1000, "0.1", "tanh", [0.6931, 0.0467, 0.0327], 0.0352, 0.9960),
  ]
  return trials.enumerated().map { ordinal, trial in
    let (name, hidden, epochs, rate, activation, losses, testLoss, accuracy) = trial
    let start = Timestamp(milliseconds: 1_790_000_000_000 + Int64(ordinal) * 61_000)
    var run = RunRecord(
      id: "20260921-\(ordinal)a7f", job: "notebook-1", model: "notebook", name: name,
      ordinal: ordinal, startedAt: start, dataset: String(repeating: "d", count: 64), threads: 2,
      engineVersion: "0.1.0")
    run.state = .done
    run.finishedAt = Timestamp(milliseconds: start.milliseconds + 250)
    run.seconds = RunSeconds(
      read: 0.0021, split: 0.0004, train: 0.2 * Double(epochs) / 1000, save: 0.0133,
      total: 0.0158 + 0.2 * Double(epochs) / 1000)
    run.samplesPerSecond = 3_750_000
    run.epochsRun = epochs
    run.stopReason = "all epochs run"
    run.checkpoint = "models/notebook/\(run.id).npz"
    run.weightsSHA256 = String(repeating: "b", count: 64)
    run.isBest = ordinal == 5
    return RunResult(
      run: run,
      parameters: [
        ParameterRow(key: "network.activation", value: "\"\(activation)\""),
        ParameterRow(key: "network.hidden", value: "[\(hidden)]"),
        ParameterRow(key: "seed", value: "42"),
        ParameterRow(key: "training.batch_size", value: "\"full\""),
        ParameterRow(key: "training.epochs", value: "\(epochs)"),
        ParameterRow(key: "training.learning_rate", value: rate),
      ],
      epochs: losses.enumerated().map {
        EpochRow(epoch: $0.offset, trainLoss: $0.element, seconds: 0.0002)
      },
      metrics: [
        MetricRow(part: .train, name: "loss", value: losses[losses.count - 1]),
        MetricRow(part: .test, name: "loss", value: testLoss),
        MetricRow(part: .test, name: "accuracy", value: accuracy),
      ])
  }
}

/// Three runs that show what a study need not: failure, NaN, hostile and wide names, no metrics.
func unusualRuns() -> [RunResult] {
  var runs = Array(notebookStudy().prefix(3))
  runs[0].run.name = "\u{1b}[31mred\n\u{202e}"
  runs[0].run.model = "海亀の模型 — cafe\u{301} with a name that is much too long for its column"
  runs[1].run.state = .failed
  runs[1].run.stopReason = "diverged"
  runs[1].metrics[1].value = .nan
  runs[1].metrics[0].value = .infinity
  runs[1].run.seconds.total = nil
  runs[1].epochs[1].trainLoss = .nan
  runs[1].epochs[1].validationLoss = 0.5
  runs[2].metrics = []
  runs[2].epochs = []
  runs[2].run.state = .running
  runs[2].run.finishedAt = nil
  runs[2].run.epochsRun = nil
  runs[2].parameters = []
  return runs
}
