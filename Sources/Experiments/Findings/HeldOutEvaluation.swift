import Models
import Numerics
import Perceptron
import Tabular

/// What the final network does on rows that it was not trained on: its metrics, and the findings
/// `evaluation` and `importance`.
struct HeldOutEvaluation {
  /// The rows.
  enum Part: String, Sendable {
    /// Those by which the run may be chosen.
    case validation
    /// Those which only the chosen run sees.
    case test
  }

  let metrics: Metrics
  let findings: [Finding]

  /// Scores a part.
  ///
  /// - Parameters:
  ///   - rows: one at least.
  ///   - part: which rows they are.
  ///   - classes: in order; empty for a regression.
  ///   - trainedRows: how often the training passed a row, which bounds what may be spent here.
  ///   - seed: of the shuffles for the importance.
  init<Scalar: Real>(
    _ network: Network<Scalar>, _ encoder: FeatureEncoder, _ rows: EncodedPart<Scalar>,
    of part: Part, classes: [String], trainedRows: Int, seed: UInt32
  ) {
    let scorer = Scorer(network)
    let scores = scorer.scores(rows.inputs)
    var evaluation = Evaluation(network.architecture)
    evaluation.add(scores: scores, targets: rows.targets)
    metrics = evaluation.metrics
    let finding =
      classes.isEmpty
      ? EvaluationFinding(
        part, predicted: scores.elements.map { Double($0) },
        targets: rows.targets.elements.map { Double($0) })
      : EvaluationFinding(part, evaluation, classes: classes)
    var findings = [Finding(name: "evaluation", value: finding.json)]
    let budget = PermutationImportance.Budget(
      part, heldOutRows: rows.inputs.rows, columns: encoder.columns.count,
      parameters: network.architecture.parameterCount, trainedRows: trainedRows)
    if let budget {
      let importance = PermutationImportance(
        scorer, network.architecture.output, encoder, part, inputs: rows.inputs,
        targets: rows.targets, budget: budget,
        seed: seed)
      findings.append(Finding(name: "importance", value: importance.json))
    }
    self.findings = findings
  }
}
