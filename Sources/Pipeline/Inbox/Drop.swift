import Files

/// The files that make one job.
package struct Drop: Hashable, Sendable {
  /// Where the job's data come from.
  package enum Dataset: Hashable, Sendable {
    /// A file of the inbox, which is claimed with the config.
    case file(InboxFile)
    /// The newest archived dataset of the name that the config gives.
    case archived(name: String)
    /// Nothing: the entry is not one that a job can be made of, and the job says why.
    case none
  }

  package let config: InboxFile?
  package let dataset: Dataset
  /// An entry that is neither a dataset nor a config.
  package let stray: InboxFile?
  /// The model that scores the dataset; nil where one is trained on it.
  package var scoredModel: String?

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

  /// The user who dropped it: the owner of the config where there is one.
  var owner: UInt32 { files.first?.status.owner ?? 0 }

  /// The name that people know the job by.
  var displayedName: String {
    let data: String? =
      switch dataset {
      case .file(let file): file.name.displayed
      case .archived(let name): name
      case .none: nil
      }
    return data ?? files.first?.name.displayed ?? ""
  }
}
