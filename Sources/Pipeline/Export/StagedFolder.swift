import Files
import Glibc

/// A folder that appears under its name whole, or not at all.
final class StagedFolder {
  private let path: FilePath
  private let part: FilePath
  private var folders: [FilePath] = []
  private var files: [FilePath] = []
  private var isCommitted = false

  /// Begins a folder beside its place, under another name.
  ///
  /// - Throws: `FileError` where something has the name already, or it cannot be made.
  init(_ path: FilePath) throws(FileError) {
    if try FileSystem.exists(path) {
      throw .system(.create, path, errno: EEXIST)
    }
    guard try FileSystem.exists(path.parent) else {
      throw .system(.create, path, errno: ENOENT)
    }
    self.path = path
    let token = String(UInt32.random(in: 0...UInt32.max), radix: 16)
    part = path.parent.appending(
      FileName(bytes: Array(".".utf8) + path.name.bytes + Array(".part-\(token)".utf8)))
    try make(part)
  }

  /// Removes what was made, unless it was committed.
  deinit {
    guard !isCommitted else { return }
    // What cannot be removed stays under its hidden name: there is no one left to tell.
    for file in files { discard { () throws(FileError) in try FileSystem.remove(file) } }
    for folder in folders.reversed() {
      discard { () throws(FileError) in try FileSystem.removeEmptyDirectory(folder) }
    }
  }

  /// Writes a file at a path below the folder, and makes the folders on the way.
  func write(_ bytes: [UInt8], to names: String...) throws(FileError) {
    try makeFolders(Array(names.dropLast()))
    let file = names.reduce(part) { $0.appending(FileName($1)) }
    let descriptor = try Descriptor.create(file)
    files.append(file)
    try descriptor.write(bytes)
    try descriptor.close()
  }

  /// Makes folders below the folder; those that are there are no error.
  func makeFolders(_ names: [String]) throws(FileError) {
    var folder = part
    for name in names {
      folder = folder.appending(FileName(name))
      if !made.contains(folder) { try make(folder) }
    }
  }

  /// Puts the folder under its name.
  func commit() throws(FileError) {
    try FileSystem.moveNoReplace(from: part, to: path)
    isCommitted = true
  }

  private var made: Set<FilePath> = []

  private func make(_ folder: FilePath) throws(FileError) {
    try FileSystem.makeDirectories(folder)
    folders.append(folder)
    made.insert(folder)
  }

  private func discard(_ body: () throws(FileError) -> Void) {
    do throws(FileError) { try body() } catch { return }
  }
}
