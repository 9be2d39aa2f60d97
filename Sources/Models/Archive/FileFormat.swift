/// What the first bytes of a file that is no ZIP look like, to name it in an error.
package enum FileFormat: String, Hashable, Sendable {
  case empty, pickle, hdf5, npy, gzip, zstandard, xz, bzip2, sqlite, safetensors, json, text,
    unknown

  /// Guesses by the signatures of the formats.
  package init(of bytes: UnsafeRawBufferPointer) {
    let start = Array(bytes.prefix(512))
    if start.isEmpty {
      self = .empty
    } else if let (_, format) = Self.signatures.first(where: { start.starts(with: $0.0) }) {
      self = format
    } else if Self.isPickle(start) {
      self = .pickle
    } else if Self.isSafetensors(start) {
      self = .safetensors
    } else if Self.isText(start) {
      let first = start.first { !Self.whitespace.contains($0) }
      self = first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .json : .text
    } else {
      self = .unknown
    }
  }

  private static let signatures: [([UInt8], FileFormat)] = [
    ([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A], .hdf5),
    ([0x93] + Array("NUMPY".utf8), .npy),
    ([0x1F, 0x8B], .gzip),
    ([0x28, 0xB5, 0x2F, 0xFD], .zstandard),
    ([0xFD] + Array("7zXZ".utf8) + [0], .xz),
    (Array("BZh".utf8), .bzip2),
    (Array("SQLite format 3".utf8) + [0], .sqlite),
    // Protocol 0, which starts with an opcode instead of the mark of the later ones.
    (Array("(dp".utf8), .pickle), (Array("(lp".utf8), .pickle), (Array("ccopy".utf8), .pickle),
  ]

  private static let whitespace: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]

  /// The opcode PROTO and a protocol that exists (Python's `pickletools`).
  private static func isPickle(_ start: [UInt8]) -> Bool {
    start.count >= 2 && start[0] == 0x80 && (2...5).contains(start[1])
  }

  /// Eight bytes of little-endian length, and JSON.
  private static func isSafetensors(_ start: [UInt8]) -> Bool {
    start.count >= 9 && start[8] == UInt8(ascii: "{") && start[5..<8].allSatisfy { $0 == 0 }
  }

  private static func isText(_ start: [UInt8]) -> Bool {
    // The last character may be cut by the end of the sample.
    let whole = start.count < 512 ? start[...] : start.dropLast(3)
    return start.allSatisfy { $0 >= 0x20 || whitespace.contains($0) }
      && (String(validating: whole, as: UTF8.self) != nil || isCut(whole))
  }

  private static func isCut(_ bytes: ArraySlice<UInt8>) -> Bool {
    (1...3).contains { String(validating: bytes.dropLast($0), as: UTF8.self) != nil }
  }
}
