import Files

/// The temporary files that a killed daemon leaves: outputs that never got their name.
enum Leftovers {
  /// Removes them from the folders that the daemon publishes into: those of jobs under way, of models
  /// and of scores, and the pipeline's own; and from the inbox what `submit` left.
  static func remove(from root: Root) throws(FileError) {
    for folder in [root.pipeline, root.inbox] { try AtomicFile.removeLeftovers(in: folder) }
    for top in [root.work, root.models, root.scored] {
      for entry in try DirectoryScan.entries(of: top) where entry.status.kind == .directory {
        try AtomicFile.removeLeftovers(in: top.appending(entry.name))
      }
    }
  }
}
