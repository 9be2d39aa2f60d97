import FoundationEssentials
import Testing

/// What a training with special options prints.
private struct OptionAnswer: Decodable {
  let run, weights_sha256: String
  let epochs_run: Int
  let stop_reason: String
  let duplicate_of: String?
}

/// Training options as a user gives them, by the real program.
@Suite struct TrainingOptionTests {
  private static let small =
    "$BACKDROP train t.csv --json --quiet --set 'network.hidden=[5]' --set training.epochs=20 "
    + "--set training.precision=float64 --set split.method=none"

  /// Rows of two classes, nine to one, with a column of weights.
  private func scratch(weight: (Int) -> String = { "\($0 % 3)" }) throws -> ScratchFolder {
    let scratch = try ScratchFolder()
    var text = "a,b,w,y\n"
    for row in 0..<60 {
      text += "\(row * 7 % 11),\(row * 5 % 13),\(weight(row)),\(row % 10 == 0 ? "rare" : "often")\n"
    }
    try text.write(toFile: scratch.path + "/t.csv", atomically: false, encoding: .utf8)
    return scratch
  }

  private func train(_ scratch: ScratchFolder, _ options: String) throws -> OptionAnswer {
    try scratch.json(OptionAnswer.self, Self.small + options)
  }

  @Test func weighsRowsAndClasses() throws {
    let scratch = try scratch()
    let plain = try train(scratch, " --set columns.weight=w")
    let balanced = try train(
      scratch, " --set columns.weight=w --set training.class_weight=balanced")
    // Rows 0, 10, …, 50 are rare; their weights are 0, 1, 2, 0, 1, 2. All weigh 60 together.
    let given = try train(
      scratch,
      " --set columns.weight=w --set 'training.class_weight={rare:\(60.0 / 2 / 6),often:\(60.0 / 2 / 54)}'"
    )
    #expect(balanced.weights_sha256 != plain.weights_sha256)
    #expect(given.weights_sha256 == balanced.weights_sha256)
  }

  @Test func refusesWeightsThatLeaveNothing() throws {
    let scratch = try scratch { _ in "0" }
    let run = try scratch.run(
      "$BACKDROP train t.csv --set columns.weight=w --set split.method=none --quiet",
      expecting: 78)
    #expect(
      run.messages.contains(
        "columns.weight: all 60 training rows have the weight 0; there is nothing to train on"))
  }

  @Test func namesTheClassesThatCanBeWeighed() throws {
    let scratch = try scratch()
    let run = try scratch.run(
      "$BACKDROP train t.csv --set 'training.class_weight={raer:2}' --quiet",
      expecting: 78)
    #expect(run.messages.contains("unknown value \"raer\"; did you mean \"rare\"?"))
    try scratch.run(
      "$BACKDROP check t.csv --set 'training.class_weight={raer:2}'", expecting: 78)
  }

  @Test func minimizesByLBFGS() throws {
    let scratch = try scratch()
    let answer = try train(scratch, " --set training.optimizer=lbfgs --set training.epochs=400")
    #expect(answer.stop_reason == "tolerance")
    #expect(answer.epochs_run < 400)
  }

  @Test func startsFromASavedModel() throws {
    let scratch = try scratch()
    let half =
      " --set training.optimizer=sgd --set training.momentum=0 --set training.shuffle=false"
    let whole = try train(scratch, half + " --set training.epochs=40 --set model=whole")
    let first = try train(scratch, half + " --set model=part")
    let second = try train(
      scratch, half + " --set model=part --set training.warm_start=part@\(first.run)")
    // Without momentum and shuffles nothing but the parameters passes from epoch to epoch.
    #expect(second.weights_sha256 == whole.weights_sha256)
    // `part` alone is now another model: not the job known before.
    let third = try train(scratch, half + " --set model=part --set training.warm_start=part")
    #expect(third.duplicate_of == nil)
    #expect(third.weights_sha256 != second.weights_sha256)
    let other = try scratch.run(
      "$BACKDROP train t.csv --set training.warm_start=part --set 'network.hidden=[6]' --quiet",
      expecting: 78)
    #expect(
      other.messages.contains(
        "training.warm_start: the model to start from has other hidden layers than this run: "
          + "expected 6, found 5"))
    try scratch.run(
      "$BACKDROP train t.csv --set training.warm_start=nobody --quiet", expecting: 66)
  }

  @Test func saysWhatToTryWhenTheTrainingDiverges() throws {
    let scratch = try scratch()
    let run = try scratch.run(
      "$BACKDROP train t.csv --set task=regression --set target=a --set preprocess.scale=none "
        + "--set training.optimizer=sgd --set training.learning_rate=100 "
        + "--set network.activation=relu --quiet", expecting: 65)
    #expect(run.messages.contains("try training.learning_rate 10.0, limit the gradient"))
    #expect(run.messages.contains("in epoch "))
  }
}
