import CZip

/// Builds an archive in memory: a ZIP whose bytes depend on nothing but its members.
///
/// Members keep their order and carry no time of their own, so the same members give the same
/// bytes.
package struct ArchiveWriter {
  private var members: [(name: String, bytes: [UInt8], isPacked: Bool)] = []

  /// Starts an archive without members.
  package init() {}

  /// Adds a member behind those that are there; it is deflated where that makes it smaller.
  ///
  /// - Precondition: the name is new, and a relative path of ASCII letters, digits, `.`, `_`, `-`.
  package mutating func add(_ name: String, _ bytes: [UInt8]) {
    add(name, bytes, isPacked: true)
  }

  private mutating func add(_ name: String, _ bytes: [UInt8], isPacked: Bool) {
    precondition(ArchiveMemberName.isValid(name.utf8), "not a member's name: \(name)")
    precondition(!members.contains { $0.name == name }, "a second member \(name)")
    members.append((name, bytes, isPacked))
  }

  /// Adds an array as `.npy`, stored as it is, as NumPy's `savez` does: the mantissas of weights look
  /// random, and deflating takes much time to make them a tenth smaller.
  ///
  /// - Throws: `array` for more than eight dimensions.
  package mutating func add<Element>(
    _ name: String, _ array: NPYArray<Element>
  ) throws(ArchiveError) {
    do throws(NPYError) {
      add(name, try array.encoded(), isPacked: false)
    } catch {
      throw .array(member: name, error)
    }
  }

  /// Checks that an archive holds these members and no others, byte for byte.
  ///
  /// - Throws: `ArchiveError`: what is wrong with the container, or with the first member that differs.
  package func check(_ archive: [UInt8], limits: ArchiveLimits) throws(ArchiveError) {
    let reader = try ArchiveReader(bytes: archive, limits: limits)
    for (name, bytes, _) in members where try reader.contents(of: name) != bytes {
      throw .memberDamaged(member: name, zipError: ZIP_ER_INCONS)
    }
    guard reader.members.count == members.count else {
      throw .inconsistent(zipError: ZIP_ER_INCONS)
    }
  }

  /// Builds the archive and seals it.
  ///
  /// - Throws: `notBuilt`; `tooLarge` beyond 4 GB.
  package consuming func finish() throws(ArchiveError) -> [UInt8] {
    // The headers of a member take 76 bytes and its name twice.
    let size = members.reduce(256) { $0 + $1.bytes.count + 2 * $1.name.utf8.count + 76 }
    var zip = ZipBuilder(capacity: size)
    for (name, bytes, isPacked) in members {
      let packed = isPacked ? try RawDeflate.packed(bytes) : nil
      try zip.add(
        name, bytes, packed: packed.flatMap { $0.count < bytes.count ? $0 : nil })
    }
    var archive = try zip.finish(comment: ArchiveSeal.blank)
    ArchiveSeal.apply(to: &archive)
    return archive
  }
}
