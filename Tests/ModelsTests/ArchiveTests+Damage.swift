import Files
import Models
import Testing

/// Archives that something happened to, and files that never were one.
@Suite struct ArchiveTestsDamage {
  @Test func refusesEveryFlippedBit() throws {
    var bytes = try SmallArchive.bytes()
    for index in bytes.indices {
      for bit in 0..<8 {
        bytes[index] ^= 1 << bit
        #expect(refusal(of: bytes) != nil, "byte \(index), bit \(bit)")
        bytes[index] ^= 1 << bit
      }
    }
    #expect(refusal(of: bytes) == nil)
  }

  @Test func callsAFlippedBitDamage() throws {
    let original = try SmallArchive.bytes()
    // One in a member, the directory, the comment's start, its first and last digit.
    for index in [50, original.count - 120, original.count - 71, original.count - 64] {
      var bytes = original
      bytes[index] ^= 1
      #expect(refusal(of: bytes) == .damaged, "byte \(index)")
    }
  }

  @Test func refusesEveryTruncation() throws {
    let bytes = try SmallArchive.bytes()
    for length in 4..<bytes.count {
      #expect(refusal(of: Array(bytes[..<length])) == .truncated, "\(length) bytes")
    }
    #expect(refusal(of: []) == .notAZip(.empty))
    #expect(refusal(of: Array(bytes[..<3])) == .notAZip(.unknown))
  }

  @Test(arguments: [1, 2, 64, 71, 1000, 65_535, 100_000])
  func refusesTrailingBytes(_ count: Int) throws {
    for byte in [UInt8(0), 0x0A, 0x30, 0xFF] {
      let bytes = try SmallArchive.bytes() + [UInt8](repeating: byte, count: count)
      #expect(refusal(of: bytes) == .trailingBytes(count: count))
    }
  }

  @Test func refusesAnArchiveTwiceOver() throws {
    let bytes = try SmallArchive.bytes()
    #expect(refusal(of: bytes + bytes) == .damaged)
  }

  @Test(
    arguments: [
      ([0x80, 4, 0x95, 0, 0, 0], .pickle), (Array("(dp0\nS'a'\n".utf8), .pickle),
      ([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A, 0], .hdf5), ([0x1F, 0x8B, 8, 0], .gzip),
      ([0x28, 0xB5, 0x2F, 0xFD], .zstandard), (Array("BZh91AY".utf8), .bzip2),
      (Array("SQLite format 3\0".utf8), .sqlite),
      ([0x40, 0, 0, 0, 0, 0, 0, 0, 0x7B], .safetensors),
      ([0x93] + Array("NUMPY".utf8), .npy), (Array(" {\"a\": 1}".utf8), .json),
      (Array("x,y\n1,2\n".utf8), .text), (Array("größe\r\n".utf8), .text),
      (Array(String(repeating: "ö", count: 600).utf8), .text), ([], .empty), ([0, 1, 2], .unknown),
      (Array("PK".utf8), .text),
    ] as [([UInt8], FileFormat)])
  func namesWhatIsNoArchive(_ bytes: [UInt8], _ format: FileFormat) {
    #expect(refusal(of: bytes) == .notAZip(format))
  }

  @Test func namesAnotherProgramsZIP() throws {
    let torch = HandmadeZIP(members: [.init(name: "archive/data.pkl")]).bytes(sealed: false)
    #expect(refusal(of: torch) == .zipWithoutSeal(firstMember: "archive/data.pkl"))
    #expect(refusal(of: try golden("numpy.npz")) == .zipWithoutSeal(firstMember: "arr_0.npy"))
  }

  @Test(
    arguments: [
      (.notAZip(.empty), "not-a-model", "not a model: the file is empty"),
      (
        .notAZip(.pickle), "not-a-model",
        "not a model: this looks like a Python pickle, which is never opened because it can run code"
      ),
      (
        .zipWithoutSeal(firstMember: "a\u{1B}b"), "zip-of-another-program",
        "not a model: this is a ZIP of another program; its first member is \"a\\u{1B}b\""
      ),
      (
        .truncated, "model-truncated", "the model is cut off: its end is missing; copy it again"
      ),
      (
        .damaged, "model-damaged", "the model is damaged: its bytes are not those that were saved"
      ),
      (
        .memberTooLarge(member: "w", size: 1 << 63, limit: 5), "model-too-large",
        "\"w\" in the model claims 9223372036854775808 bytes; the limit is 5"
      ),
      (
        .array(member: "w", .dataLength(expected: 8, found: 4)), "model-array",
        "\"w\" in the model: its shape needs 8 bytes, but 4 follow the header"
      ),
      (
        .inconsistent(zipError: 21), "model-inconsistent",
        "the model contradicts itself: Zip archive inconsistent"
      ),
    ] as [(ArchiveError, String, String)])
  func saysWhatIsWrong(_ error: ArchiveError, _ code: String, _ description: String) {
    #expect(error.code == code)
    #expect(error.description == description)
    #expect(error.exitCode == 65)
  }
}
