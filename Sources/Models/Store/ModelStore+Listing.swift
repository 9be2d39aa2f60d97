import Files

extension ModelStore {
  /// A model of the store with its runs.
  package struct Entry: Equatable, Sendable {
    /// The model's name.
    package let name: String
    /// The ids of its saved runs, in the order of their bytes.
    package let runs: [String]
    /// The run in use; nil when there is none.
    package let current: String?
  }

  /// Lists the models in the order of their names' bytes, passing over what no model is named.
  ///
  /// - Throws: `file`.
  package func list() throws(ModelError) -> [Entry] {
    var entries: [Entry] = []
    for name in try names() {
      entries.append(
        Entry(name: name, runs: try runs(of: name), current: try currentRun(of: name)))
    }
    return entries
  }

  /// The names of the models.
  func names() throws(ModelError) -> [String] {
    try Self.entries(root).compactMap { entry in
      guard entry.status.kind == .directory, let name = entry.name.text,
        ModelName.fault(in: name) == nil
      else { return nil }
      return name
    }
  }

  /// The ids of a model's saved runs.
  ///
  /// - Throws: `badName`, `file`.
  package func runs(of name: String) throws(ModelError) -> [String] {
    let runs = try Self.entries(try directory(of: name)).compactMap { entry in
      entry.status.kind == .regular && !entry.name.isHidden ? Self.run(of: entry.name) : nil
    }
    // The files' order is another one: "a-b.npz" stands before "a.npz".
    return runs.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The run that `current.npz` leads to; nil when it leads to no run of the model.
  ///
  /// - Throws: `badName`, `file`.
  package func currentRun(of name: String) throws(ModelError) -> String? {
    let link = try directory(of: name).appending(Self.current)
    return try Self.files { () throws(FileError) in
      guard try FileSystem.status(of: link)?.kind == .symbolicLink else { return nil }
      let target = try FileSystem.symlinkTarget(of: link)
      guard target.bytes == target.name.bytes, let run = Self.run(of: target.name) else {
        return nil
      }
      let status = try FileSystem.status(of: link.parent.appending(target.name))
      return status?.kind == .regular ? run : nil
    }
  }

  /// The id in a file's name; nil when the file is no run.
  private static func run(of file: FileName) -> String? {
    guard let text = file.text, text.hasSuffix(suffix) else { return nil }
    let run = String(text.dropLast(suffix.count))
    return ModelName.fault(inRun: run) == nil ? run : nil
  }

  /// The entries of a directory; none when it is not there.
  private static func entries(_ directory: FilePath) throws(ModelError) -> [DirectoryEntry] {
    try files { () throws(FileError) in
      guard try FileSystem.status(of: directory, followingLinks: true)?.kind == .directory else {
        return []
      }
      return try DirectoryScan.entries(of: directory)
    }
  }
}
