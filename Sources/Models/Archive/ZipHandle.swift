import CZip
import Glibc

/// The bytes of an archive at an address that stays.
final class ArchiveBytes {
  /// The bytes, as long as this object lives.
  let buffer: UnsafeRawBufferPointer

  /// Copies the bytes.
  init(_ bytes: [UInt8]) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.count, 1), alignment: 16)
    bytes.withUnsafeBytes { copy.copyMemory(from: $0) }
    buffer = UnsafeRawBufferPointer(start: copy.baseAddress, count: bytes.count)
  }

  deinit {
    buffer.deallocate()
  }
}

/// The ZIP's last record, looked at before libzip allocates anything by it.
enum ZipDirectory {
  /// Refuses archives of several disks, those in the 64-bit form (which is never needed within the
  /// limits and tells sizes up to 2⁶⁴), and too many members.
  ///
  /// - Parameter bytes: an archive whose seal was checked.
  static func check(
    _ bytes: UnsafeRawBufferPointer, _ limits: ArchiveLimits
  ) throws(ArchiveError) {
    let record = bytes.count - ArchiveSeal.length - ArchiveSeal.endRecordLength
    func number(_ offset: Int) -> Int { Int(ArchiveSeal.number16(bytes, at: record + offset)) }
    // APPNOTE 4.3.16: this disk, the directory's disk, entries on this disk, all entries.
    let count = number(10)
    guard number(4) == 0, number(6) == 0, number(8) == count, count != 0xFFFF else {
      throw .inconsistent(zipError: ZIP_ER_INCONS)
    }
    guard count <= limits.members else {
      throw .tooManyMembers(count: count, limit: limits.members)
    }
    // APPNOTE 4.3.15: the locator of the 64-bit form stands in the 20 bytes before.
    let locator: [UInt8] = [0x50, 0x4B, 6, 7]
    if record >= 20, bytes[(record - 20)..<record].starts(with: locator) {
      throw .inconsistent(zipError: ZIP_ER_INCONS)
    }
  }
}

/// libzip's handle of an archive that is only read.
struct ZipHandle: ~Copyable {
  private let archive: OpaquePointer
  private let bytes: ArchiveBytes

  /// Opens the archive with libzip's consistency checks.
  init(_ bytes: ArchiveBytes) throws(ArchiveError) {
    self.init(archive: try Self.open(bytes), bytes: bytes)
  }

  private init(archive: OpaquePointer, bytes: ArchiveBytes) {
    self.archive = archive
    self.bytes = bytes
  }

  deinit {
    zip_discard(archive)
  }

  private static func open(_ bytes: ArchiveBytes) throws(ArchiveError) -> OpaquePointer {
    ZipLibrary.prepare
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    let start = bytes.buffer.baseAddress
    guard let source = zip_source_buffer_create(start, zip_uint64_t(bytes.buffer.count), 0, &error)
    else { throw .inconsistent(zipError: error.zip_err) }
    guard let archive = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error) else {
      zip_source_free(source)
      throw .inconsistent(zipError: error.zip_err)
    }
    return archive
  }

  /// The members, each checked by name, method and size.
  func members(within limits: ArchiveLimits) throws(ArchiveError) -> [ArchiveMember] {
    let count = zip_get_num_entries(archive, 0)
    var members: [ArchiveMember] = []
    var names: Set<String> = []
    var packed: UInt64 = 0
    var inflated: UInt64 = 0
    for index in 0..<zip_uint64_t(max(count, 0)) {
      var status = zip_stat_t()
      guard zip_stat_index(archive, index, zip_flags_t(ZIP_FL_ENC_RAW), &status) == 0 else {
        throw .inconsistent(zipError: zip_error_code_zip(zip_get_error(archive)))
      }
      let member = try Self.member(status, limits)
      guard names.insert(member.name).inserted else { throw .duplicateMember(member.name) }
      members.append(member)
      // Neither sum can overflow: each size is below 2³² here, and there are at most 65,534.
      packed += status.comp_size
      inflated += status.size
    }
    // Members that share bytes would make a small file inflate without end.
    guard packed <= bytes.buffer.count else { throw .inconsistent(zipError: 0) }
    guard inflated <= limits.contentBytes else {
      throw .contentsTooLarge(limit: limits.contentBytes)
    }
    return members
  }

  private static func member(
    _ status: zip_stat_t, _ limits: ArchiveLimits
  ) throws(ArchiveError) -> ArchiveMember {
    let text = status.name.map { UnsafeBufferPointer(start: $0, count: strlen($0)) }
    let bytes = text?.map { UInt8(bitPattern: $0) } ?? []
    let name = String(decoding: bytes, as: UTF8.self)
    guard ArchiveMemberName.isValid(bytes) else { throw .memberName(name) }
    guard status.comp_method == ZIP_CM_DEFLATE || status.comp_method == ZIP_CM_STORE,
      status.encryption_method == ZIP_EM_NONE
    else { throw .memberMethod(member: name, method: status.comp_method) }
    guard status.size <= limits.memberBytes else {
      throw .memberTooLarge(member: name, size: status.size, limit: limits.memberBytes)
    }
    guard isPossible(status) else {
      throw .memberDamaged(member: name, zipError: ZIP_ER_COMPRESSED_DATA)
    }
    return ArchiveMember(name: name, size: Int(status.size))
  }

  /// Whether so few packed bytes can hold so many: 258 bytes for two bits is the most that deflate
  /// reaches (RFC 1951, 3.2.5), so a false claim allocates nothing.
  private static func isPossible(_ status: zip_stat_t) -> Bool {
    if status.comp_size >= 1 << 32 { return false }
    return status.comp_method == ZIP_CM_STORE
      ? status.size == status.comp_size : status.size <= status.comp_size * 1032
  }

  /// Inflates a member into its size and not a byte more; libzip checks the CRC at the end.
  func contents(of member: ArchiveMember, at index: Int) throws(ArchiveError) -> [UInt8] {
    guard let file = zip_fopen_index(archive, zip_uint64_t(index), 0) else {
      throw .memberDamaged(
        member: member.name, zipError: zip_error_code_zip(zip_get_error(archive)))
    }
    defer { zip_fclose(file) }
    let bytes = [UInt8](unsafeUninitializedCapacity: max(member.size, 1)) { buffer, count in
      while count < member.size {
        let start = buffer.baseAddress.map { $0 + count }
        let read = zip_fread(file, start, zip_uint64_t(member.size - count))
        if read <= 0 { return }
        count += Int(read)
      }
    }
    // The CRC is compared when the end is read, and bytes beyond the size are found here.
    var extra: UInt8 = 0
    let rest = bytes.count == member.size ? zip_fread(file, &extra, 1) : -1
    guard rest == 0 else {
      let number = zip_error_code_zip(zip_file_get_error(file))
      throw .memberDamaged(
        member: member.name, zipError: number == 0 ? ZIP_ER_INCONS : number)
    }
    return bytes
  }
}
