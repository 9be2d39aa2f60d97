import CZip

/// What concerns libzip as a whole.
enum ZipLibrary {
  /// Opens an archive once in this process, before any that counts.
  ///
  /// `zip_open_from_source` keeps two masks in static variables that it fills at its first call
  /// without a lock (seen in libzip 1.7): a second thread that comes between the two takes its
  /// archive for one that cannot be written, and fails with "Read-only archive".
  static let prepare: Void = {
    guard let source = zip_source_buffer_create(nil, 0, 0, nil) else { return }
    guard let archive = zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, nil) else {
      zip_source_free(source)
      return
    }
    zip_discard(archive)
  }()
}
