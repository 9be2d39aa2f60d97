import CZip
package import Files

/// How much an archive may hold before it is refused.
package struct ArchiveLimits: Hashable, Sendable {
  /// The most bytes of the file.
  package var fileBytes: Int64 = 2 << 30
  /// The most members.
  package var members = 1024
  /// The most bytes of one member, inflated.
  package var memberBytes: Int64 = 1 << 30
  /// The most bytes of all members, inflated.
  package var contentBytes: Int64 = 4 << 30

  /// The default limits: room for 50 million parameters in double precision, three times over.
  package init() {}
}

/// One member of an archive.
package struct ArchiveMember: Hashable, Sendable {
  /// Its name, a plain relative path.
  package let name: String
  /// The bytes that it inflates to, as its entry claims; within the limits.
  package let size: Int
}

/// An archive opened to be read, after everything was checked that can be without inflating it.
package struct ArchiveReader: ~Copyable {
  /// The members in the order of the archive.
  package let members: [ArchiveMember]
  /// The SHA-256 in the seal, 64 hexadecimal digits: it stands for the whole content.
  package let seal: String
  private let archive: ZipHandle

  /// Opens a file; symbolic links are followed, as `current.npz` is one.
  ///
  /// - Throws: `ArchiveError`.
  package init(
    file path: FilePath, limits: ArchiveLimits = ArchiveLimits()
  ) throws(ArchiveError) {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try InputFile.contents(of: path, limit: limits.fileBytes, origin: .named)
    } catch {
      if case .tooLarge(_, let size, let limit) = error {
        throw .tooLarge(size: size, limit: limit)
      }
      throw .file(error)
    }
    try self.init(bytes: bytes, limits: limits)
  }

  /// Opens an archive in memory.
  ///
  /// - Throws: `ArchiveError`.
  package init(
    bytes: [UInt8], limits: ArchiveLimits = ArchiveLimits()
  ) throws(ArchiveError) {
    guard bytes.count <= limits.fileBytes else {
      throw .tooLarge(size: Int64(bytes.count), limit: limits.fileBytes)
    }
    let copy = ArchiveBytes(bytes)
    let seal = try ArchiveSeal.check(copy.buffer)
    try ZipDirectory.check(copy.buffer, limits)
    let archive = try ZipHandle(copy)
    let members = try archive.members(within: limits)
    self.init(members: members, seal: seal, archive: archive)
  }

  private init(members: [ArchiveMember], seal: String, archive: consuming ZipHandle) {
    self.members = members
    self.seal = seal
    self.archive = archive
  }

  /// Whether there is a member of that name.
  package func contains(_ name: String) -> Bool {
    members.contains { $0.name == name }
  }

  /// Inflates one member.
  ///
  /// - Throws: `missingMember`, `memberDamaged`.
  /// - Complexity: allocates the member's size and no more.
  package func contents(of name: String) throws(ArchiveError) -> [UInt8] {
    guard let index = members.firstIndex(where: { $0.name == name }) else {
      throw .missingMember(name)
    }
    return try archive.contents(of: members[index], at: index)
  }

  /// Reads one member as an array.
  ///
  /// - Throws: `missingMember`, `memberDamaged`, `array`.
  package func array<Element: NPYElement>(
    _ name: String, of type: Element.Type
  ) throws(ArchiveError) -> NPYArray<Element> {
    let bytes = try contents(of: name)
    do throws(NPYError) {
      return try NPYArray(decoding: bytes)
    } catch {
      throw .array(member: name, error)
    }
  }
}
