package import Files

extension ModelStore {
  /// Finds the file that a user means by a model.
  ///
  /// A text with a slash, or one that ends in `.npz`, is a path and is returned as it is. Otherwise
  /// it is a model's name, which gives the run in use, or `name@run` with the id of a run or the
  /// start of it. A name that the store does not have may be a file in the working directory.
  /// - Throws: `unknownModel`, `unknownRun`, `ambiguousRun`, `noCurrentRun`, `badName`, `file`.
  package func resolve(reference: String) throws(ModelError) -> FilePath {
    if reference.utf8.contains(UInt8(ascii: "/")) || reference.hasSuffix(Self.suffix) {
      return FilePath(reference)
    }
    let parts = reference.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    let names = try names()
    guard names.contains(name) else {
      let file = FilePath(reference)
      let status = try Self.files { () throws(FileError) in
        try FileSystem.status(of: file, followingLinks: true)
      }
      if status?.kind == .regular { return file }
      throw .unknownModel(name, store: root, available: names)
    }
    if parts.count == 2 { return try resolve(run: String(parts[1]), of: name) }
    if let run = try currentRun(of: name) { return try path(name: name, run: run) }
    // A copy made by a tool that does not keep links has the file itself there.
    let current = try directory(of: name).appending(Self.current)
    let status = try Self.files { () throws(FileError) in
      try FileSystem.status(of: current, followingLinks: true)
    }
    if status?.kind == .regular { return current }
    throw .noCurrentRun(model: name, available: try runs(of: name))
  }

  /// Opens the model that a user means, checked as `Model(file:)` does.
  ///
  /// - Throws: What `resolve` and `Model(file:)` throw.
  package func open(reference: String) throws(ModelError) -> Model {
    try Model(file: try resolve(reference: reference))
  }

  private func resolve(run: String, of name: String) throws(ModelError) -> FilePath {
    let runs = try runs(of: name)
    if runs.contains(run) { return try path(name: name, run: run) }
    let matching = run.isEmpty ? [] : runs.filter { $0.hasPrefix(run) }
    switch matching.count {
    case 1: return try path(name: name, run: matching[0])
    case 0: throw .unknownRun(model: name, run: run, available: runs)
    default: throw .ambiguousRun(model: name, prefix: run, matching: matching)
    }
  }
}
