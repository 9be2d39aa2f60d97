import Files
import Testing

@Suite struct SHA256Tests {
  /// FIPS 180-2, appendix B, and the empty message.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func givesTheStandardsHashes(_ message: String, _ hash: String) {
    #expect(SHA256.hexadecimal(of: message.utf8) == hash)
  }

  @Test func givesTheSameHashHoweverTheBytesCome() {
    let bytes = (0..<200).map { UInt8($0) }
    let whole = SHA256.hexadecimal(of: bytes)
    for cut in 0...200 {
      var hash = SHA256()
      hash.update(bytes[..<cut])
      hash.update(bytes[cut...])
      #expect(hash.finalize() == whole)
    }
  }

  @Test func agreesWithSha256sum() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("data", String(repeating: "x,y\n1,2\n", count: 400_000))
    #expect(try run(["sha256sum", path.displayed], output: directory["sum"]) == 0)
    let hash = try InputFile.open(path).sha256()
    #expect(try text(of: directory["sum"]).hasPrefix(hash + "  "))
  }
}
