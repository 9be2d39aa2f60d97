import Models
import Numerics
import Perceptron
import Tabular

/// What the final network does on the test part: its metrics, and the findings `evaluation` and
/// `importance`.
struct TestEvaluation {
  let metrics: Metrics
  let findings: [Finding]

  /// Scores the test part.
  ///
  /// - Parameters:
  ///   - part: of one row at least.
  ///   - classes: in order; empty for a regression.
  ///   - trainedRows: how often the training passed a row, which bounds what may be spent here.
  ///   - seed: of the shuffles for the importance.
  init<Scalar: Real>(
    _ network: Network<Scalar>, _ encoder: FeatureEncoder, _ part: EncodedPart<Scalar>,
    classes: [String], trainedRows: Int, seed: UInt32
  ) {
    let scores = network.scores(part.inputs)
    var evaluation = Evaluation(network.architecture)
    evaluation.add(scores: scores, targets: part.targets)
    metrics = evaluation.metrics
    let finding =
      classes.isEmpty
      ? EvaluationFinding(
        predicted: scores.elements.map { Double($0) },
        targets: part.targets.elements.map { Double($0) })
      : EvaluationFinding(evaluation, classes: classes)
    var findings = [Finding(name: "evaluation", value: finding.json)]
    let budget = PermutationImportance.Budget(
      testRows: part.inputs.rows, columns: encoder.columns.count,
      parameters: network.architecture.parameterCount, trainedRows: trainedRows)
    if let budget {
      let importance = PermutationImportance(
        network, encoder, inputs: part.inputs, targets: part.targets, budget: budget, seed: seed)
      findings.append(Finding(name: "importance", value: importance.json))
    }
    self.findings = findings
  }
}
