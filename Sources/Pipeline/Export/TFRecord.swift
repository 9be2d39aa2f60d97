/// One record of a TFRecord file: its length and its bytes, each with a masked checksum.
///
/// Source: https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details
enum TFRecord {
  /// Frames a record.
  static func framed(_ record: [UInt8]) -> [UInt8] {
    let length = littleEndian(UInt64(record.count))
    return length + littleEndian(masked(CRC32C.of(length))) + record
      + littleEndian(masked(CRC32C.of(record)))
  }

  /// A checksum that is stored beside what it checks is masked, so that a file of such records can
  /// be checked in its turn.
  private static func masked(_ checksum: UInt32) -> UInt32 {
    (checksum >> 15 | checksum << 17) &+ 0xa282_ead8
  }

  private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
}

/// The cyclic redundancy check with Castagnoli's polynomial.
///
/// Source: RFC 3720, appendix B.4: the polynomial 0x1EDC6F41, reflected.
enum CRC32C {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in
      value & 1 == 1 ? value >> 1 ^ 0x82f6_3b78 : value >> 1
    }
  }

  /// The checksum of bytes.
  static func of(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { checksum, byte in
      checksum >> 8 ^ table[Int(UInt8(truncatingIfNeeded: checksum) ^ byte)]
    }
  }
}
