import Experiments
package import Files

/// Files that are to be dropped into the inbox so that nobody ever sees half of one.
///
/// Each is copied under a name that the daemon ignores, brought to the disk, and then renamed. The
/// config follows the data at once, so that it finds these and no older dataset of the name.
package struct Submission {
  private let root: Root
  private let data: FilePath
  private let config: FilePath?
  /// What the data will be called in the inbox.
  package let dataName: FileName
  /// What the config will be called; nil without one.
  package let configName: FileName?

  /// Checks that two files make one job.
  ///
  /// - Throws: `Failure` where they do not, and what opening them throws.
  package init(_ data: FilePath, config: FilePath?, root: Root) throws {
    self.root = root
    self.data = data
    self.config = config
    dataName = data.name
    guard InboxFile.role(ofName: data.name) == .data else {
      throw Failure(
        code: "unknown-kind",
        message: "\(data): a dataset's name ends in .csv or .csv.gz and starts with no dot",
        exitCode: 65)
    }
    _ = try InputFile.open(data, origin: .named)
    configName = try config.map { try Self.name(of: $0, besides: data.name) }
  }

  /// The name under which a config belongs to the data: its own where it names them, else theirs.
  private static func name(of config: FilePath, besides data: FileName) throws -> FileName {
    let content = try TrainingOrder.Config(reading: config, origin: .named)
    switch ConfigPreview(content.bytes) {
    case .broken:
      // It says itself what is wrong with it.
      _ = try Study(reading: content.bytes, file: content.name, stem: "data")
      fallthrough
    case .unnamed:
      return InboxFile.stem(of: data).appending(".json")
    case .named(let name):
      guard FileName(name) == data else {
        throw Failure(
          code: "other-data",
          message: "\(content.name) names \(displayedText(of: name)) as its data, not \(data)",
          exitCode: 78)
      }
      return InboxFile.role(ofName: config.name) == .config
        ? config.name : InboxFile.stem(of: data).appending(".json")
    }
  }

  /// Copies the files into the inbox.
  ///
  /// - Throws: `FileError` where a name is taken, and what copying throws; then nothing was dropped.
  package func drop() throws {
    let places = [dataName, configName].compactMap(\.self).map { root.inbox.appending($0) }
    for place in places where try FileSystem.exists(place) { throw FileError.taken(place) }
    var dataCopy = try StagedFile(root.inbox.appending(dataName), replacing: false)
    try dataCopy.append(contentsOf: data)
    guard let config, let configName else { return try dataCopy.commit() }
    var configCopy = try StagedFile(root.inbox.appending(configName), replacing: false)
    try configCopy.append(contentsOf: config)
    try dataCopy.commit()
    try configCopy.commit()
  }
}
