package import Files

/// The files that make one job.
package struct Drop: Hashable, Sendable {
  /// Where the job's data come from.
  package enum Dataset: Hashable, Sendable {
    /// A file of the inbox, which is claimed with the config.
    case file(InboxFile)
    /// The newest archived dataset of the name that the config gives.
    case archived(FilePath, name: String)
    /// Nothing: the entry is not one that a job can be made of, and the job says why.
    case none
  }

  package let config: InboxFile?
  package let dataset: Dataset
  /// An entry that is neither a dataset nor a config.
  package let stray: InboxFile?

  init(config: InboxFile? = nil, dataset: Dataset = .none, stray: InboxFile? = nil) {
    self.config = config
    self.dataset = dataset
    self.stray = stray
  }

  /// The entries of the inbox that are claimed.
  package var files: [InboxFile] {
    let data: InboxFile? = if case .file(let file) = dataset { file } else { nil }
    return [config, data, stray].compactMap(\.self)
  }

  /// The name that people know the job by.
  var displayedName: String {
    let data: String? =
      switch dataset {
      case .file(let file): file.name.displayed
      case .archived(_, let name): name
      case .none: nil
      }
    return data ?? files.first?.name.displayed ?? ""
  }
}

/// A file that stays in the inbox for now, and what it waits for.
package struct Waiting: Hashable, Sendable {
  /// What a file waits for.
  package enum Reason: Hashable, Sendable {
    /// It changed since the last poll, or this is the first poll that sees it.
    case holdingStill
    /// A config of its name may still come.
    case config
    /// The CSV that the config names is neither in the inbox nor archived.
    case data(name: String)
  }

  package let name: FileName
  package let reason: Reason
}

extension Waiting: CustomStringConvertible {
  package var description: String {
    let sentence =
      switch reason {
      case .holdingStill: "waits until it holds still for two polls"
      case .config: "waits a moment for its config"
      case .data(let name): "waits for its data: drop \(displayedText(of: name)) into the inbox"
      }
    return "\(name.displayed) \(sentence)"
  }
}
