import Files
import Models
import Testing

/// Archives whose seal fits but whose content lies.
@Suite struct ArchiveTestsHostile {
  typealias Member = HandmadeZIP.Member

  /// The CRC-32 of "abc".
  static let abc: UInt32 = 0x3524_41C2

  static func member(_ name: String) -> Member {
    Member(name: name, crc: abc, size: 3, data: Array("abc".utf8))
  }

  @Test func readsAnHonestArchiveMadeByHand() throws {
    let bytes = HandmadeZIP(members: [Self.member("a"), Self.member("b")]).bytes()
    let reader = try ArchiveReader(bytes: bytes)
    #expect(try reader.contents(of: "b") == Array("abc".utf8))
  }

  @Test(arguments: [
    "", "/etc/passwd", "../a", "a/../b", "a//b", "a/", "./a", "a\\b", "C:a", "a b", "a\u{1B}", "ä",
    String(repeating: "a", count: 201),
  ])
  func refusesNamesThatAreNoPlainPaths(_ name: String) {
    #expect(refusal(of: HandmadeZIP(members: [Self.member(name)]).bytes()) == .memberName(name))
  }

  @Test func refusesTwoMembersOfOneName() {
    let error = refusal(of: HandmadeZIP(members: [Self.member("a"), Self.member("a")]).bytes())
    #expect(error?.code == "model-inconsistent")
  }

  @Test func refusesMembersThatShareBytes() {
    // The second member lies within the first one's bytes.
    var inner = Member(name: "b", size: 300, data: [UInt8](repeating: 0, count: 300))
    var outer = Member(name: "a", data: HandmadeZIP.local(inner))
    outer.size = UInt32(outer.data.count)
    inner.claimedOffset = 31
    let error = refusal(of: HandmadeZIP(members: [outer, inner]).bytes())
    #expect(error == .inconsistent(zipError: 0))
  }

  @Test func refusesTooManyMembers() {
    let members = (0...1024).map { Self.member("\($0)") }
    #expect(
      refusal(of: HandmadeZIP(members: members).bytes())
        == .tooManyMembers(count: 1025, limit: 1024))
    #expect(refusal(of: HandmadeZIP(members: Array(members.dropLast())).bytes()) == nil)
  }

  @Test(arguments: [0, 1, 3, 1000, 65_534, 65_535] as [UInt16])
  func refusesACountThatIsNotTrue(_ count: UInt16) {
    var zip = HandmadeZIP(members: [Self.member("a"), Self.member("b")])
    zip.claimedCount = count
    let code = refusal(of: zip.bytes())?.code
    #expect(code == "model-inconsistent" || code == "model-too-large")
  }

  @Test func refusesOtherMethodsAndEncryption() {
    var bzip2 = Self.member("a")
    bzip2.method = 12
    #expect(
      refusal(of: HandmadeZIP(members: [bzip2]).bytes()) == .memberMethod(member: "a", method: 12))
    var encrypted = Self.member("a")
    encrypted.flags = 1
    #expect(
      refusal(of: HandmadeZIP(members: [encrypted]).bytes())
        == .memberMethod(member: "a", method: 0))
  }

  @Test func refusesAWrongCRC() {
    var wrong = Self.member("a")
    wrong.crc ^= 1
    #expect(
      refusal(of: HandmadeZIP(members: [wrong]).bytes()) == .memberDamaged(member: "a", zipError: 7)
    )
  }

  @Test func refusesASizeAboveTheLimitBeforeAllocatingIt() {
    var huge = Self.member("a")
    huge.method = 8
    huge.size = 0xFFFF_FFF0
    #expect(
      refusal(of: HandmadeZIP(members: [huge]).bytes())
        == .memberTooLarge(member: "a", size: 0xFFFF_FFF0, limit: 1 << 30))
    huge.size = 1 << 30
    let error = refusal(of: HandmadeZIP(members: [huge]).bytes())
    #expect(error == .memberDamaged(member: "a", zipError: 31))
  }

  @Test(arguments: [1 << 62, Int.min, -1])
  func refusesA64BitSize(_ size: Int) {
    var huge = Self.member("a")
    huge.method = 8
    huge.size = 0xFFFF_FFFF
    huge.extra = HandmadeZIP.number(1, 2) + HandmadeZIP.number(8, 2) + HandmadeZIP.number(size, 8)
    let error = refusal(of: HandmadeZIP(members: [huge]).bytes())
    #expect(
      error
        == .memberTooLarge(member: "a", size: UInt64(bitPattern: Int64(size)), limit: 1 << 30))
  }

  @Test func stopsInflatingAtTheClaimedSize() throws {
    // Sixteen megabytes of zeros whose headers claim ten bytes; the odd size is easy to find there.
    let honest = 16 << 20 | 0x1357
    var writer = ArchiveWriter()
    writer.add("bomb", [UInt8](repeating: 0, count: honest))
    var bytes = try writer.finish()
    #expect(bytes.count < 200_000)
    let size = HandmadeZIP.number(honest, 4)
    for index in bytes.indices.dropLast(4) where Array(bytes[index..<index + 4]) == size {
      bytes.replaceSubrange(index..<index + 4, with: HandmadeZIP.number(10, 4))
    }
    let reader = try ArchiveReader(bytes: resealed(bytes))
    #expect(reader.members.map(\.size) == [10])
    let error = refusal(of: resealed(bytes))
    #expect(error == .memberDamaged(member: "bomb", zipError: 21))
  }

  @Test func refusesAnHonestBombAboveTheLimit() throws {
    var writer = ArchiveWriter()
    writer.add("bomb", [UInt8](repeating: 0, count: 1 << 20))
    writer.add("bomb2", [UInt8](repeating: 0, count: 1 << 20))
    let bytes = try writer.finish()
    var limits = ArchiveLimits()
    limits.memberBytes = (1 << 20) - 1
    #expect(
      refusal(of: bytes, limits: limits)
        == .memberTooLarge(member: "bomb", size: 1 << 20, limit: (1 << 20) - 1))
    limits.memberBytes = 1 << 20
    limits.contentBytes = (2 << 20) - 1
    #expect(refusal(of: bytes, limits: limits) == .contentsTooLarge(limit: (2 << 20) - 1))
    limits.contentBytes = 2 << 20
    #expect(refusal(of: bytes, limits: limits) == nil)
  }

  @Test func readsNothingElseOutOfAnArchiveWithAnyBitFlippedAndSealedAgain() throws {
    let original = try SmallArchive.bytes()
    let weight = try SmallArchive.weight.encoded()
    for index in 0..<(original.count - 64) {
      for bit in 0..<8 {
        var bytes = original
        bytes[index] ^= 1 << bit
        bytes = resealed(bytes)
        guard refusal(of: bytes) == nil else { continue }
        let reader = try ArchiveReader(bytes: bytes)
        // A name may have changed, or a date; the bytes under a name cannot.
        #expect(reader.members.map(\.size) == [12, weight.count], "byte \(index), bit \(bit)")
        if reader.contains("layers/0/weight.npy") {
          #expect(try reader.contents(of: "layers/0/weight.npy") == weight)
        }
      }
    }
  }
}
