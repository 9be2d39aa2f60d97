import Files

/// The temporary files that a killed daemon leaves: outputs that never got their name.
enum Leftovers {
  /// Removes them from the folders that the daemon publishes into: those of jobs under way, and the
  /// models' own.
  static func remove(from root: Root) throws(FileError) {
    for top in [root.work, root.models] {
      for entry in try DirectoryScan.entries(of: top) where entry.status.kind == .directory {
        try AtomicFile.removeLeftovers(in: top.appending(entry.name))
      }
    }
  }
}
