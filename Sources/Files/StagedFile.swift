import Glibc

/// An output that appears under its name whole and on the disk, or not at all.
///
/// A symbolic link under that name is replaced itself, not what it leads to.
/// The bytes go to a temporary file in the same directory; `commit` syncs it, renames it and syncs
/// the directory. Whatever fails before the rename, and a value that goes out of scope without
/// `commit`, removes the temporary file and leaves an older output as it was.
/// After restic's `internal/backend/local/local.go`, Save.
package struct StagedFile: ~Copyable {
  /// The name that the output will have.
  package let path: FilePath
  private let replacing: Bool
  private let descriptor: Descriptor
  private let temporary: TemporaryName
  private var isSynced = false

  /// Starts an output; one that replaces another takes over its permissions.
  ///
  /// - Parameters:
  ///   - path: its final name; the directory must be there.
  ///   - replacing: whether an output of that name is replaced; otherwise it is an error (EEXIST),
  ///     here already and again at `commit`.
  package init(_ path: FilePath, replacing: Bool) throws(FileError) {
    let old = try Self.checkTarget(path, replacing: replacing)
    let temporaryPath = TemporaryName.random(beside: path)
    do throws(FileError) {
      let descriptor = try Descriptor.create(temporaryPath)
      let temporary = TemporaryName(path: temporaryPath)
      Syscall.mark(descriptor.number)
      if let old { try Syscall.setPermissions(of: descriptor.number, path, old.permissions) }
      self.init(path, replacing, descriptor, temporary)
    } catch {
      throw error.naming(path)
    }
  }

  private init(
    _ path: FilePath, _ replacing: Bool, _ descriptor: consuming Descriptor,
    _ temporary: consuming TemporaryName
  ) {
    self.path = path
    self.replacing = replacing
    self.descriptor = descriptor
    self.temporary = temporary
  }

  /// Refuses early what `commit` would refuse after all the work, and what must not be replaced:
  /// a rename would put a file in the place of `/dev/null`.
  ///
  /// - Returns: the facts about the file to be replaced.
  private static func checkTarget(
    _ path: FilePath, replacing: Bool
  ) throws(FileError) -> FileStatus? {
    guard let link = try FileSystem.status(of: path) else { return nil }
    if !replacing { throw .system(.create, path, errno: EEXIST) }
    let target = try FileSystem.status(of: path, followingLinks: true) ?? link
    switch target.kind {
    case .regular: return target
    case .symbolicLink: return nil
    case .directory: throw .system(.create, path, errno: EISDIR)
    default: throw .notARegularFile(path, target.kind)
    }
  }

  /// The name that the bytes have until `commit`.
  package var temporaryPath: FilePath { temporary.path }

  /// Gives the output its permissions, whatever the umask says.
  package func setPermissions(_ permissions: UInt32) throws(FileError) {
    try Syscall.setPermissions(of: descriptor.number, path, permissions)
  }

  /// Appends bytes.
  package mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    isSynced = false
    try naming { () throws(FileError) in try descriptor.write(bytes) }
  }

  /// Appends bytes.
  package mutating func write(_ bytes: [UInt8]) throws(FileError) {
    isSynced = false
    try naming { () throws(FileError) in try descriptor.write(bytes) }
  }

  /// Appends the UTF-8 bytes of a text.
  package mutating func write(_ text: String) throws(FileError) {
    try write(Array(text.utf8))
  }

  /// Appends the content of a regular file; links are followed.
  package mutating func append(contentsOf source: FilePath) throws(FileError) {
    let input = try InputFile.open(source, origin: .named)
    try input.forEachChunk { (chunk) throws(FileError) in try write(chunk) }
  }

  /// Brings what was written to the disk and reads it back from there, to be verified before
  /// `commit`.
  package mutating func reread(limit: Int64 = .max) throws(FileError) -> [UInt8] {
    try sync()
    Syscall.dropCache(descriptor.number)
    return try naming { () throws(FileError) in
      try descriptor.seek(to: 0)
      return try descriptor.readToEnd(limit: limit)
    }
  }

  /// Publishes the output under its name.
  ///
  /// - Parameter survivesPowerCut: whether the name must; otherwise, after a power cut, either the
  ///   whole output or what was there before has it.
  /// - Throws: `system`; after a failure to sync the directory, the name may stand already but
  ///   might not survive a power cut.
  package consuming func commit(survivesPowerCut: Bool = true) throws(FileError) {
    try sync()
    if replacing {
      try Syscall.rename(temporary.path, path)
    } else {
      try Syscall.renameNoReplace(temporary.path, path, for: .publish)
    }
    temporary.keep()
    if survivesPowerCut { try FileSystem.syncDirectory(path.parent) }
  }

  /// Throws the output away; the same happens to one that is never committed.
  package consuming func discard() {}

  private mutating func sync() throws(FileError) {
    if isSynced { return }
    try naming { () throws(FileError) in try descriptor.sync() }
    isSynced = true
  }

  private func naming<Result>(
    _ body: () throws(FileError) -> Result
  ) throws(FileError) -> Result {
    do throws(FileError) { return try body() } catch { throw error.naming(path) }
  }
}

extension FileError {
  /// The error under the output's name: the temporary one means nothing to anybody.
  fileprivate func naming(_ path: FilePath) -> FileError {
    guard case .system(let operation, _, let number) = self else { return self }
    return .system(operation, path, errno: number)
  }
}

/// A temporary name of ours that is removed unless it is kept.
struct TemporaryName: ~Copyable {
  let path: FilePath
  private var isKept = false

  init(path: FilePath) {
    self.path = path
  }

  deinit {
    if !isKept { Syscall.unlinkQuietly(path) }
  }

  /// Leaves the name alone from now on: it was renamed.
  consuming func keep() {
    isKept = true
  }

  /// A new name in the same directory; short, so that it fits where a 255-byte name does.
  static func random(beside path: FilePath) -> FilePath {
    let number = UInt64.random(in: .min ... .max)
    let digits = String(number, radix: 16)
    let padded = String(repeating: "0", count: 16 - digits.utf8.count) + digits
    return path.parent.appending(FileName(prefix + padded + suffix))
  }

  private static let prefix = ".backdrop-"
  private static let suffix = ".tmp"

  /// Whether a name was made by `random(beside:)`.
  static func matches(_ name: FileName) -> Bool {
    name.bytes.count == prefix.utf8.count + 16 + suffix.utf8.count
      && name.bytes.starts(with: prefix.utf8) && name.hasSuffix(suffix)
  }
}
