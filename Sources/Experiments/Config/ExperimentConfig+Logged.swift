package import Models

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
  /// the other runs of its study: all that it takes to train it again.
  package func parameters(of trial: Trial) -> [(key: String, value: String)] {
    guard let skip = sharedStreamSkip else { return trial.config.parameters }
    return trial.config.parameters + [(Self.sharedStreamKey, JSONValue.integer(skip).text)]
  }

  /// Under which key the run log keeps how many uniform draws precede a stream that all runs of a
  /// study share.
  package static let sharedStreamKey = "study.shared_random_stream.skip_uniforms"
}
