package import Models
package import Numerics
import Perceptron
package import Tabular

/// The parts of a split as matrices, with the encoding that made them; runs of equal settings share
/// them.
package enum EncodedRows: Sendable {
  case float32(EncodedParts<Float>)
  case float64(EncodedParts<Double>)

  /// The encoding of the columns, fitted on the training rows.
  package var encoder: FeatureEncoder {
    switch self {
    case .float32(let parts): parts.encoder
    case .float64(let parts): parts.encoder
    }
  }
}

/// What decides the matrices of a run besides the data.
package struct EncodingKey: Hashable, Sendable {
  private let preprocess: PreprocessSettings
  private let precision: Precision
  private let fold: Int?
  private let hidesTest: Bool

  /// What decides the matrices of a run.
  package init(_ trial: Study.Trial, hidesTest: Bool = false) {
    preprocess = trial.config.preprocess
    precision = trial.config.precision
    fold = trial.fold
    self.hidesTest = hidesTest
  }
}

/// The parts of a split as matrices of one precision.
package struct EncodedParts<Scalar: Real>: Sendable {
  let encoder: FeatureEncoder
  let train: EncodedPart<Scalar>
  let validation: EncodedPart<Scalar>
  let test: EncodedPart<Scalar>
  /// What is found out about the data in this encoding.
  let findings: [Finding]
}

/// The matrices of one part of the split.
struct EncodedPart<Scalar: Real>: Sendable {
  /// [rows × features].
  let inputs: FeatureMatrix<Scalar>
  /// [rows × outputs].
  let targets: Matrix<Scalar>
}

extension Experiment {
  /// Fits the encoding on the training rows and encodes every part.
  ///
  /// - Throws: `ExperimentError` where a value is missing and the config allows none.
  package func encode() throws(ExperimentError) -> EncodedRows {
    switch trial.config.precision {
    case .float32: .float32(try encodedParts())
    case .float64: .float64(try encodedParts())
    }
  }

  private func encodedParts<Scalar: Real>() throws(ExperimentError) -> EncodedParts<Scalar> {
    let encoder = FeatureEncoder(
      fitting: data.table, rows: data.split.train, settings: trial.config.preprocess,
      threads: threads)
    let split = data.split
    let parts: [EncodedPart<Scalar>] = try encoded(
      encoder, [split.train, split.validation, hidesTest ? [] : split.test])
    return EncodedParts(
      encoder: encoder, train: parts[0], validation: parts[1], test: parts[2],
      findings: data.findings(encoder))
  }

  private func encoded<Scalar: Real>(
    _ encoder: FeatureEncoder, _ parts: [[Int]]
  ) throws(ExperimentError) -> [EncodedPart<Scalar>] {
    do throws(TabularError) {
      let inputs: [FeatureMatrix<Scalar>] = try encoder.encode(
        data.table, parts: parts, threads: threads)
      return try zip(parts, inputs).map { rows, inputs throws(TabularError) in
        EncodedPart(inputs: inputs, targets: try data.target.encode(data.table, rows: rows))
      }
    } catch {
      throw .data(error)
    }
  }

  /// Measures a finished model on the test part, once it was chosen.
  ///
  /// - Parameter epochsRun: how long it was trained, which bounds what may be spent here.
  /// - Returns: nil where there are no test rows.
  /// - Throws: `ExperimentError` where a value is missing and the config allows none.
  package func testResult(
    of model: Model, epochsRun: Int
  ) throws(ExperimentError) -> (metrics: Metrics, findings: [Finding])? {
    if data.split.test.isEmpty { return nil }
    switch model.network {
    case .float32(let network): return try evaluation(network, model, epochsRun)
    case .float64(let network): return try evaluation(network, model, epochsRun)
    }
  }

  private func evaluation<Scalar: Real>(
    _ network: Network<Scalar>, _ model: Model, _ epochsRun: Int
  ) throws(ExperimentError) -> (metrics: Metrics, findings: [Finding]) {
    let encoder = model.document.encoder
    let part: EncodedPart<Scalar> = try encoded(encoder, [data.split.test])[0]
    let evaluation = HeldOutEvaluation(
      network, encoder, part, of: .test, classes: data.target.classes,
      trainedRows: epochsRun * data.split.train.count, seed: trial.config.seed)
    return (evaluation.metrics, evaluation.findings)
  }
}
