import CCrypto

/// A SHA-256 that is computed as the bytes come, by OpenSSL's libcrypto.
package struct SHA256: ~Copyable {
  private var context = SHA256_CTX()

  /// Starts a hash of nothing.
  package init() {
    let result = SHA256_Init(&context)
    precondition(result == 1, "libcrypto cannot hash")
  }

  /// Takes in the next bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    let result = SHA256_Update(&context, bytes.baseAddress, bytes.count)
    precondition(result == 1, "libcrypto cannot hash")
  }

  /// Takes in the next bytes.
  package mutating func update(_ bytes: some Sequence<UInt8>) {
    let result: Void? = bytes.withContiguousStorageIfAvailable {
      update(UnsafeRawBufferPointer($0))
    }
    if result == nil { Array(bytes).withUnsafeBytes { update($0) } }
  }

  /// The hash of all bytes so far, as 64 lower-case hexadecimal digits.
  package consuming func finalize() -> String {
    var context = context
    let digest = [UInt8](unsafeUninitializedCapacity: Self.digestLength) { buffer, count in
      let result = SHA256_Final(buffer.baseAddress, &context)
      precondition(result == 1, "libcrypto cannot hash")
      count = Self.digestLength
    }
    return String(unsafeUninitializedCapacity: 2 * Self.digestLength) { text in
      for (place, byte) in digest.enumerated() {
        text[2 * place] = Self.digit(byte >> 4)
        text[2 * place + 1] = Self.digit(byte & 15)
      }
      return 2 * Self.digestLength
    }
  }

  private static let digestLength = 32

  private static func digit(_ value: UInt8) -> UInt8 {
    value + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
  }

  /// The hash of the bytes, as 64 lower-case hexadecimal digits.
  package static func hexadecimal(of bytes: some Sequence<UInt8>) -> String {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finalize()
  }

  /// The hash of the bytes in a buffer, as 64 lower-case hexadecimal digits.
  package static func hexadecimal(of bytes: UnsafeRawBufferPointer) -> String {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finalize()
  }
}
