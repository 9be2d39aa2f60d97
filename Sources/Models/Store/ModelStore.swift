package import Files

/// The directory of saved models: `<name>/<run>.npz`, and `<name>/current.npz` for the one in use.
package struct ModelStore: Sendable {
  /// The directory; it is made when the first model is saved.
  package let root: FilePath
  private let texts = DocumentTexts()
  private let packed = PackedMembers()

  /// What every model's file ends in.
  static let suffix = ".npz"
  /// The symbolic link to the run in use.
  static let current: FileName = "current.npz"

  /// Describes the store in a directory, which need not be there yet.
  package init(_ root: FilePath) {
    self.root = root
  }

  /// The path of a run's file, whether it is there or not.
  ///
  /// - Throws: `badName`.
  package func path(name: String, run: String) throws(ModelError) -> FilePath {
    let file = FileName(try ModelName.checkedRun(run) + Self.suffix)
    return try directory(of: name).appending(file)
  }

  /// The directory of a model's runs, whether it is there or not.
  ///
  /// - Throws: `badName`.
  func directory(of name: String) throws(ModelError) -> FilePath {
    root.appending(FileName(try ModelName.checked(name)))
  }

  /// How a model's file is verified before it gets its name, besides that the disk gives back what was
  /// written.
  package enum Verification: Sendable {
    /// It is opened as a model: see `Model(archive:)`.
    case model
    /// Nothing else, as each of its members was inflated and compared when it was packed: for the many runs of
    /// a study, of which the one that becomes current is opened then.
    case bytes
  }

  /// Saves a model as a run, on the disk and verified when this returns; it is not current yet.
  ///
  /// The bytes go to a temporary file, are synced, read back and verified; then the file gets its
  /// name. A run that was saved before is replaced, so that a job can be done again.
  /// - Parameter isNameOnDisk: whether the name is on the disk, too, when this returns; the caller says
  ///   `bringNamesToDisk` otherwise, once for several runs.
  /// - Throws: `badName`, `notFinite`, `file`, or `inFile` with what is wrong with the bytes that
  ///   were read back.
  /// - Returns: The path of the file.
  package func save(
    _ model: Model, name: String, run: String, verifying verification: Verification = .model,
    isNameOnDisk: Bool = true
  ) throws(ModelError) -> FilePath {
    let path = try path(name: name, run: run)
    let members = try model.members(with: texts)
    let bytes = try ModelError.archiving { () throws(ArchiveError) in
      try members.finish(with: packed)
    }
    try Self.files { () throws(FileError) in try FileSystem.makeDirectories(path.parent) }
    var file = try Self.files { () throws(FileError) in try StagedFile(path, replacing: true) }
    let read: [UInt8]
    do throws(FileError) {
      try file.write(bytes)
      read = try file.reread(limit: Model.limits.fileBytes)
      guard read.isSame(as: bytes) else { throw .writtenBytesDiffer(path) }
    } catch {
      throw .file(error)
    }
    if verification == .model {
      do throws(ModelError) { _ = try Model(archive: read) } catch { throw .inFile(path, error) }
    }
    do throws(FileError) {
      try file.commit(survivesPowerCut: isNameOnDisk)
    } catch {
      throw .file(error)
    }
    return path
  }

  /// Brings the names of a model's runs to the disk.
  ///
  /// - Throws: `badName`, `file`.
  package func bringNamesToDisk(of name: String) throws(ModelError) {
    let directory = try directory(of: name)
    try Self.files { () throws(FileError) in try FileSystem.syncDirectory(directory) }
  }

  /// Makes a saved run the one in use, in one step: readers see the old one or the new one.
  ///
  /// - Throws: `badName`, `unknownRun`, `file`.
  package func makeCurrent(name: String, run: String) throws(ModelError) {
    let path = try path(name: name, run: run)
    let isThere = try Self.files { () throws(FileError) in try FileSystem.exists(path) }
    guard isThere else {
      throw .unknownRun(model: name, run: run, available: try runs(of: name))
    }
    // Relative, so that the store can be moved and mounted elsewhere.
    let link = path.parent.appending(Self.current)
    try Self.files { () throws(FileError) in
      try FileSystem.replaceSymlink(at: link, target: FilePath(bytes: path.name.bytes))
    }
  }

  /// Runs a step on the file system and passes its error on as ours.
  static func files<Result: ~Copyable>(
    _ body: () throws(FileError) -> Result
  ) throws(ModelError) -> Result {
    do throws(FileError) { return try body() } catch { throw .file(error) }
  }
}
