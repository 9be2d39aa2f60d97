extension TrainingError: CustomStringConvertible {
  /// The error as a sentence, with its likely cause and what to try.
  package var description: String {
    switch self {
    case .lossNotFinite(let epoch, let loss, let learningRate):
      "the loss is \(loss) in epoch \(epoch): \(Self.advice(epoch, learningRate))"
    case .parametersNotFinite(let epoch, let learningRate):
      "a weight is no longer finite after epoch \(epoch): \(Self.advice(epoch, learningRate))"
    }
  }

  /// What most likely went wrong, and what to try.
  private static func advice(_ epoch: Int, _ learningRate: Double?) -> String {
    let scaling = "scale the columns (preprocess.scale), the target too in a regression"
    guard let learningRate else {
      return "a column or the target most likely holds huge values; \(scaling)"
    }
    let cause =
      "the training diverged, most likely because the learning rate \(learningRate) is too high "
      + "or a column holds huge values"
    return "\(cause); try training.learning_rate \(learningRate / 10), limit the gradient "
      + "(training.gradient_clip 1), or \(scaling)"
  }
}
