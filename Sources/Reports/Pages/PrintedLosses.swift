import RunLog

/// The losses of a few runs at round epochs, side by side, as a loop with `print` would show them.
struct PrintedLosses {
  let results: [RunResult]

  /// Runs beyond which a table has no room.
  static let runLimit = 8
  private static let rowLimit = 20

  /// The section.
  var html: HTML {
    let shown = results.filter { !$0.epochs.isEmpty }
    guard shown.count > 1, shown.count <= Self.runLimit else { return .nothing }
    let last = shown.map(\.epochs.count).max() ?? 0
    let step = Self.step(last)
    // With one batch an epoch's loss is measured before its update: after the epochs before it.
    let isFull = shown.allSatisfy { $0.parameter("training.batch_size") == "full" }
    var table = HTMLTable(
      isFull
        ? "Training loss after so many epochs"
        : "Training loss, the mean over the batches of the epoch",
      [HTMLTable.Column(isFull ? "epochs" : "epoch", isNumeric: true)]
        + shown.map { HTMLTable.Column(.name($0.run.name), isNumeric: true) })
    for index in stride(from: 0, to: last, by: step) {
      table.append(
        ["\(NumberText.count(isFull ? index : index + 1))"]
          + shown.map { result in
            result.epochs.indices.contains(index)
              ? "\(NumberText.loss(result.epochs[index].trainLoss))" : ""
          })
    }
    return .section(
      "losses", "The losses in numbers", [table.html(id: "losses-table")])
  }

  /// The least round number of epochs that makes at most so many rows.
  private static func step(_ epochs: Int) -> Int {
    var power = 1
    while true {
      for factor in [1, 2, 5] where (epochs + factor * power - 1) / (factor * power) <= rowLimit {
        return factor * power
      }
      power *= 10
    }
  }
}
