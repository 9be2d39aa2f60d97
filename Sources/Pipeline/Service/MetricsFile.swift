package import Files

/// A file of figures for Prometheus's node exporter, replaced whole each time.
package struct MetricsFile: Sendable {
  /// Seconds between two writes where only the heartbeat has changed.
  static let heartbeatSeconds = 5.0
  /// Seconds between two writes, at least.
  static let leastSeconds = 1.0

  /// The file; the exporter reads names that end in `.prom`.
  package let path: FilePath

  /// Names a file; nothing is written yet.
  package init(_ path: FilePath) { self.path = path }

  /// Writes the figures beside the file and renames: a reader sees the old ones or the new ones.
  ///
  /// Everybody may read it, whatever the umask says: the exporter runs as another user.
  /// - Throws: `FileError`; the old file is as it was then.
  package func write(_ figures: DaemonFigures) throws(FileError) {
    var file = try StagedFile(path, replacing: true)
    try file.setPermissions(0o644)
    try file.write(figures.prometheusText)
    try file.commit(survivesPowerCut: false)
  }
}
