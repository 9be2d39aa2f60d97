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
    let digits = Array("0123456789abcdef".utf8)
    let text = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  private static let digestLength = 32

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
