/// Why a run cannot be trained again at all; the payloads are facts.
package enum ReplayError: Error, Hashable, Sendable {
  /// The run has no weights on record.
  case notDone(run: String, state: String)
  /// The run log has no settings of the run.
  case noSettings(run: String)
  /// The run log does not say what the run was trained on.
  case noDataset(run: String)
  /// No copy of the data is kept.
  case notArchived(run: String, data: String, sha256: String)
  /// The copy that was kept is gone.
  case archiveGone(run: String, path: String, sha256: String)
  /// The model that the run started from is not to be found with the same parameters.
  case noWarmStart(run: String, model: String, sha256: String)
  /// An earlier run of the study, whose random stream goes on in this one, is not on record.
  case noEarlierRun(run: String, ordinal: Int)
}

extension ReplayError: CustomStringConvertible {
  /// The error as one sentence for a person.
  package var description: String {
    switch self {
    case .notDone(let run, let state):
      "run \"\(run)\" is \(state): it left no weights to compare with"
    case .noSettings(let run):
      "the run log has no settings of run \"\(run)\""
    case .noDataset(let run):
      "the run log does not say on which data run \"\(run)\" was trained"
    case .notArchived(let run, let data, let sha256):
      "run \"\(run)\" was trained on \(data), of which no copy is kept: name the file with --data "
        + "(SHA-256 \(sha256))"
    case .archiveGone(let run, let path, let sha256):
      "the data of run \"\(run)\" are no longer at \(path): name another copy with --data "
        + "(SHA-256 \(sha256))"
    case .noWarmStart(let run, let model, let sha256):
      "run \"\(run)\" started from the model \(model), of which there is no checkpoint with the "
        + "parameters of that time (SHA-256 \(sha256))"
    case .noEarlierRun(let run, let ordinal):
      "run \"\(run)\" drew its weights after those of run \(ordinal + 1) of its study, "
        + "which is not on record"
    }
  }

  /// The error's name in receipts and in `--json`.
  package var code: String { "cannot-replay" }
}
