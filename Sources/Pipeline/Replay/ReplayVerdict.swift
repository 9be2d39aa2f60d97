/// What came of training a run again.
package struct ReplayVerdict: Encodable, Sendable {
  /// Something that is not what it was.
  package struct Difference: Encodable, Hashable, Sendable {
    /// What can differ.
    package enum Subject: String, Encodable, Sendable {
      case data, config, version, epochs, losses, weights, checkpoint
    }

    /// What differs.
    package let what: Subject
    /// What the run log has.
    package let logged: String
    /// What there is now.
    package let found: String
    /// Where: a setting's key, the first epoch.
    package var place: String?
  }

  /// The run's id.
  package let run: String
  /// Whether the weights are the same, bit for bit.
  package let equal: Bool
  /// Whether the data were the same and the run could be trained.
  package let trained: Bool
  /// The hash of the weights now; nil where nothing was trained.
  package let weightsSHA256: String?
  /// The hash of the weights in the run log.
  package let loggedWeightsSHA256: String
  /// How many epochs were trained, whose losses were compared.
  package let epochs: Int
  /// All that differs.
  package let differences: [Difference]
  /// Where the data were read.
  package let data: String
  /// How long it took.
  package let seconds: Double

  private enum CodingKeys: String, CodingKey {
    case run, equal, trained, epochs, differences, data, seconds
    case weightsSHA256 = "weights_sha256"
    case loggedWeightsSHA256 = "logged_weights_sha256"
  }
}

extension ReplayVerdict {
  /// The verdict in sentences, one a line.
  package var lines: [String] {
    var lines: [String] = []
    if equal {
      lines.append(
        "run \(run): the same weights, bit for bit, after \(epochs) epochs (SHA-256 "
          + "\(loggedWeightsSHA256))")
    } else if trained {
      lines.append("run \(run): other weights than in the run log")
    } else {
      lines.append("run \(run): not trained again, since it would be another run")
    }
    for difference in differences {
      let place = difference.place.map { " (\($0))" } ?? ""
      lines.append(
        "  \(difference.what.rawValue)\(place): was \(difference.logged), is \(difference.found)")
    }
    if !equal, trained, !differences.contains(where: { $0.what.isCause }) {
      lines.append(
        "  data, config and version are the same: please report this as a bug, with the processor")
    }
    return lines
  }
}

extension ReplayVerdict.Difference.Subject {
  /// Whether it explains other weights, rather than being one of their effects.
  fileprivate var isCause: Bool { self == .data || self == .config || self == .version }
}
