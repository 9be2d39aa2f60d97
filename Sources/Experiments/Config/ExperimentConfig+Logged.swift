package import JSON
import Tabular

extension ExperimentConfig {
  /// Puts a config together again from the dotted keys and JSON values that the run log keeps of a
  /// run.
  ///
  /// - Parameters:
  ///   - parameters: as `parameters` gives them.
  ///   - name: what messages call their source.
  /// - Throws: `ConfigError` where this version does not know a key or a value.
  package init(
    parameters: [(key: String, value: String)], name: String
  ) throws(ConfigError) {
    var root = ConfigNode.empty
    for (key, value) in parameters {
      let path = key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      root.set(path[...], to: try JSON5Reader.parse(Array(value.utf8), file: name), line: nil)
    }
    try self.init(root, file: name, stem: "")
  }

  /// The settings that another complete config, as a checkpoint keeps it, has otherwise.
  ///
  /// A key that either of them lacks is nil there.
  package func differences(
    from other: JSONValue
  ) -> [(key: String, own: String?, other: String?)] {
    let own = Dictionary(resolved.flattened.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    let others = Dictionary(other.flattened.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    return Set(own.keys).union(others.keys).sorted().filter { own[$0] != others[$0] }
      .map { ($0, own[$0], others[$0]) }
  }
}

extension Study {
  /// The dotted keys of a run's complete config with their values as JSON, and what it shares with
  /// the other runs of its study, sorted: all that it takes to train it again.
  package func parameters(of trial: Trial) -> [(key: String, value: String)] {
    var parameters = trial.config.parameters
    if let skip = sharedStreamSkip {
      parameters.append((Self.sharedStreamKey, JSONValue.integer(skip).text))
    }
    switch selection {
    case .validation(let fraction) where isStudy:
      parameters.append((Self.validationKey, JSONValue.number(fraction).text))
    case .folds(let count, let method):
      guard let fold = trial.fold else { break }
      parameters.append((Self.foldCountKey, JSONValue.integer(count).text))
      parameters.append((Self.foldKey, JSONValue.integer(fold).text))
      if let method {
        parameters.append((Self.foldMethodKey, JSONValue.string(method.rawValue).text))
      }
    case .validation, .test: break
    }
    return parameters.sorted { $0.key < $1.key }
  }

  /// Under which key the run log keeps how many uniform draws precede a stream that all runs of a
  /// study share.
  package static let sharedStreamKey = "study.shared_random_stream.skip_uniforms"
  /// Under which key it keeps the share of the training rows that were held out to choose by.
  package static let validationKey = "study.validation_fraction"
  /// Under which keys it keeps how many folds there were, which one the run left out, and how they
  /// were made where the config says it.
  package static let foldCountKey = "study.folds.count"
  package static let foldKey = "study.folds.left_out"
  package static let foldMethodKey = "study.folds.method"

  /// By which rows a run was measured, and the fold that it left out, from what the run log keeps.
  package static func selection(
    logged parameters: [(key: String, value: String)]
  ) -> (Selection, fold: Int?) {
    func value(_ key: String) -> String? { parameters.first { $0.key == key }?.value }
    if let fraction = value(validationKey).flatMap(Double.init) {
      return (.validation(fraction: fraction), nil)
    }
    guard let count = value(foldCountKey).flatMap({ Int($0) }),
      let fold = value(foldKey).flatMap({ Int($0) }), (0..<count).contains(fold)
    else { return (.test, nil) }
    let method = value(foldMethodKey).flatMap { text in
      FoldMethod.allCases.first { JSONValue.string($0.rawValue).text == text }
    }
    return (.folds(count: count, method), fold)
  }
}
