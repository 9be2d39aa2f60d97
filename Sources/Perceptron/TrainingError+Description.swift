extension TrainingError: CustomStringConvertible {
  /// The error as a sentence, with its likely cause and what to try.
  package var description: String {
    switch self {
    case .lossNotFinite(let epoch, let loss, let learningRate):
      "the loss is \(loss) in epoch \(epoch): the training diverged, most likely because the "
        + "learning rate \(learningRate) is too high or a column holds huge values; try a tenth "
        + "of that learning rate, or scale the columns"
    case .parametersNotFinite(let epoch, let learningRate):
      "a weight is no longer finite after epoch \(epoch): the training diverged, most likely "
        + "because the learning rate \(learningRate) is too high or a column holds huge values; "
        + "try a tenth of that learning rate, or scale the columns"
    }
  }
}
