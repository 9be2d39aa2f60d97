/// How a CSV is written: RFC 4180, with a choice of delimiter.
package struct CSVFormat: Hashable, Codable, Sendable {
  /// The byte between two fields: `,` unless chosen.
  package var delimiter: UInt8
  /// What a file may not exceed.
  package var limits: CSVLimits

  /// The delimiters that can be chosen, and that hints suggest: comma, semicolon, tab, bar.
  package static let delimiters: [UInt8] = [
    UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|"),
  ]

  /// Describes a format; `delimiter` is one of `delimiters`.
  package init(delimiter: UInt8 = UInt8(ascii: ","), limits: CSVLimits = CSVLimits()) {
    precondition(Self.delimiters.contains(delimiter), "no delimiter: \(delimiter)")
    self.delimiter = delimiter
    self.limits = limits
  }
}

extension CSVFormat {
  /// The delimiter that `record` seems to be written with instead: the most frequent other one in
  /// it.
  static func otherDelimiter(in record: UnsafeBufferPointer<UInt8>, _ format: CSVFormat) -> String?
  {
    let counts = delimiters.filter { $0 != format.delimiter }.map { delimiter in
      (delimiter, record.count { $0 == delimiter })
    }
    guard let best = counts.max(by: { $0.1 < $1.1 }), best.1 > 0 else { return nil }
    return String(UnicodeScalar(best.0))
  }
}

/// What a CSV may not exceed; checked before memory grows.
package struct CSVLimits: Hashable, Codable, Sendable {
  /// Bytes in one record, its line breaks and quotes included.
  package var line: Int
  /// Bytes in one field, its quotes included.
  package var field: Int
  /// Fields in one record.
  package var columns: Int
  /// Bytes that a gzip stream may inflate to.
  package var inflated: Int

  /// How many times its own size a gzip stream may inflate to, beyond `inflatedFreely`.
  ///
  /// Deflate packs at most 1032 to 1 (zlib's technical details), and 50 to 1 is rare for real data.
  package static let inflationRatio = 200
  /// Bytes that any gzip stream may inflate to, however well it is packed.
  package static let inflatedFreely = 64 << 20

  /// 1 MiB a line, 64 KiB a field, 10,000 columns and 16 GiB inflated unless said otherwise.
  package init(
    line: Int = 1 << 20, field: Int = 64 << 10, columns: Int = 10_000, inflated: Int = 16 << 30
  ) {
    self.line = line
    self.field = field
    self.columns = columns
    self.inflated = inflated
  }
}
