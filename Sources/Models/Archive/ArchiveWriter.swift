import CZip

/// Builds an archive in memory: a ZIP whose bytes depend on nothing but its members and how ISA-L packs them
/// on the processor.
///
/// Members keep their order and carry no time of their own, so on one machine the same members give the same
/// bytes.
package struct ArchiveWriter {
  private var members: [(name: String, bytes: [UInt8])] = []

  /// Starts an archive without members.
  package init() {}

  /// Adds a member behind those that are there.
  ///
  /// - Precondition: the name is new, and a relative path of ASCII letters, digits, `.`, `_`, `-`.
  package mutating func add(_ name: String, _ bytes: [UInt8]) {
    precondition(ArchiveMemberName.isValid(name.utf8), "not a member's name: \(name)")
    precondition(!members.contains { $0.name == name }, "a second member \(name)")
    members.append((name, bytes))
  }

  /// Adds an array as `.npy`.
  ///
  /// - Throws: `array` for more than eight dimensions.
  package mutating func add<Element>(
    _ name: String, _ array: NPYArray<Element>
  ) throws(ArchiveError) {
    do throws(NPYError) {
      add(name, try array.encoded())
    } catch {
      throw .array(member: name, error)
    }
  }

  /// Builds the archive and seals it.
  ///
  /// - Throws: `notBuilt`; `tooLarge` for a member that no ZIP takes.
  package consuming func finish() throws(ArchiveError) -> [UInt8] {
    try finish(with: PackedMembers())
  }

  /// Builds the archive and seals it.
  ///
  /// - Parameter kept: members as they were deflated for another archive; they have no say in the bytes.
  /// - Throws: as `finish()`.
  func finish(with kept: PackedMembers) throws(ArchiveError) -> [UInt8] {
    ZipLibrary.prepare
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard let source = zip_source_buffer_create(nil, 0, 0, &error) else {
      throw .notBuilt(zipError: error.zip_err)
    }
    // One reference is the archive's, which zip_close or zip_discard gives back; this one is ours.
    defer { zip_source_free(source) }
    zip_source_keep(source)
    guard let archive = zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, &error) else {
      zip_source_free(source)
      throw .notBuilt(zipError: error.zip_err)
    }
    do throws(ArchiveError) {
      try fill(archive, kept)
      if zip_close(archive) != 0 { throw Self.failure(of: archive) }
    } catch {
      zip_discard(archive)
      throw error
    }
    var bytes = try Self.contents(of: source)
    ArchiveSeal.apply(to: &bytes)
    return bytes
  }

  private func fill(
    _ archive: OpaquePointer, _ kept: PackedMembers
  ) throws(ArchiveError) {
    for (name, bytes) in members {
      let packed = try kept.packed(name, bytes)
      guard let source = DeflatedSource(packed).handle(in: archive) else {
        throw Self.failure(of: archive)
      }
      let index = zip_file_add(archive, name, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
      guard index >= 0 else {
        zip_source_free(source)
        throw Self.failure(of: archive)
      }
      try Self.setAttributes(of: zip_uint64_t(index), in: archive)
    }
    let blank = ArchiveSeal.blank.map { CChar(bitPattern: $0) }
    guard zip_set_archive_comment(archive, blank, zip_uint16_t(blank.count)) == 0 else {
      throw Self.failure(of: archive)
    }
  }

  /// A regular file that all may read, of the first second that a ZIP can tell.
  private static func setAttributes(
    of index: zip_uint64_t, in archive: OpaquePointer
  ) throws(ArchiveError) {
    // Days and months count from 1, years from 1980 (MS-DOS time).
    let time: zip_uint16_t = 0
    let date: zip_uint16_t = 1 << 5 | 1
    let mode: zip_uint32_t = 0o100644
    guard
      zip_file_set_dostime(archive, index, time, date, 0) == 0,
      zip_file_set_external_attributes(
        archive, index, 0, zip_uint8_t(ZIP_OPSYS_UNIX), mode << 16) == 0
    else { throw failure(of: archive) }
  }

  private static func contents(of source: OpaquePointer) throws(ArchiveError) -> [UInt8] {
    var status = zip_stat_t()
    guard zip_source_stat(source, &status) == 0, zip_source_open(source) == 0 else {
      throw sourceFailure(source)
    }
    defer { zip_source_close(source) }
    let size = Int(status.size)
    var read: zip_int64_t = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: max(size, 1)) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      while count < size {
        read = zip_source_read(source, start + count, zip_uint64_t(size - count))
        if read <= 0 { return }
        count += Int(read)
      }
    }
    guard bytes.count == size else { throw sourceFailure(source) }
    return bytes
  }

  private static func failure(of archive: OpaquePointer) -> ArchiveError {
    .notBuilt(zipError: zip_error_code_zip(zip_get_error(archive)))
  }

  private static func sourceFailure(_ source: OpaquePointer) -> ArchiveError {
    .notBuilt(zipError: zip_error_code_zip(zip_source_error(source)))
  }
}
