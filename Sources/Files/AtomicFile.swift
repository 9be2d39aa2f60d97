/// Outputs whose bytes are known at once.
package enum AtomicFile {
  /// Publishes bytes under a name, whole and synced, or leaves everything as it was.
  ///
  /// - Parameters:
  ///   - replacing: whether an output of that name is replaced; otherwise it is an error (EEXIST).
  ///   - rereading: whether the bytes are read back from the disk and compared before the rename.
  /// - Throws: `system`, or `writtenBytesDiffer`.
  package static func publish(
    _ bytes: [UInt8], to path: FilePath, replacing: Bool, rereading: Bool = false
  ) throws(FileError) {
    var file = try StagedFile(path, replacing: replacing)
    try file.write(bytes)
    if rereading {
      let read = try file.reread()
      if read != bytes { throw .writtenBytesDiffer(path) }
    }
    try file.commit()
  }

  /// Publishes what a writer writes; when the writer throws, nothing changes.
  ///
  /// - Parameters:
  ///   - verify: gets the bytes as the disk gives them back; when it throws, nothing changes.
  /// - Throws: what the writer or `verify` throws, or a `FileError`.
  package static func publish(
    to path: FilePath, replacing: Bool, verify: (([UInt8]) throws -> Void)? = nil,
    writer: (inout StagedFile) throws -> Void
  ) throws {
    var file = try StagedFile(path, replacing: replacing)
    try writer(&file)
    if let verify { try verify(try file.reread()) }
    try file.commit()
  }

  /// Seconds after which a link's temporary name is taken for one that a kill left: making a link
  /// takes two system calls.
  private static let linkSeconds: Int64 = 10

  /// Publishes bytes under a name, whole, without bringing them to the disk: for what is worth
  /// nothing after a power cut.
  ///
  /// - Throws: `system`.
  package static func replaceUnsynced(_ bytes: [UInt8], at path: FilePath) throws(FileError) {
    let temporaryPath = TemporaryName.random(beside: path)
    let descriptor = try Descriptor.create(temporaryPath)
    let temporary = TemporaryName(path: temporaryPath)
    try descriptor.write(bytes)
    try descriptor.close()
    try Syscall.rename(temporary.path, path)
    temporary.keep()
  }

  /// Removes the temporary files that killed processes left in a directory, and none that a living
  /// process writes.
  ///
  /// - Returns: how many were removed.
  @discardableResult
  package static func removeLeftovers(in directory: FilePath) throws(FileError) -> Int {
    var count = 0
    for entry in try DirectoryScan.entries(of: directory)
    where entry.status.kind != .directory && TemporaryName.matches(entry.name) {
      let path = directory.appending(entry.name)
      if try isInUse(path, entry.status) { continue }
      try FileSystem.remove(path)
      count += 1
    }
    return count
  }

  /// Whether the process that made a temporary name still lives, as far as can be told.
  private static func isInUse(_ path: FilePath, _ status: FileStatus) throws(FileError) -> Bool {
    if status.kind == .symbolicLink {
      return Syscall.nanosecondsNow() - status.modifiedNanoseconds < linkSeconds * 1_000_000_000
    }
    let descriptor: Descriptor
    do throws(FileError) {
      descriptor = try Descriptor.openForReading(path)
    } catch {
      // It was published or removed meanwhile.
      if error.code == "no-such-file" { return true }
      throw error
    }
    do throws(FileError) {
      try Syscall.lock(descriptor.number, path)
      return false
    } catch {
      return true
    }
  }
}
