extension NPYHeader {
  /// Reads the header that the bytes start with.
  ///
  /// - Returns: the header, and where the data starts.
  /// - Throws: `NPYError`; nothing larger than the header's text is allocated.
  package static func parse(
    _ bytes: UnsafeRawBufferPointer
  ) throws(NPYError) -> (header: NPYHeader, dataStart: Int) {
    guard bytes.count >= prefixLength, bytes.starts(with: magic) else { throw .notAnArray }
    guard bytes[6] == 1, bytes[7] == 0 else { throw .version(major: bytes[6], minor: bytes[7]) }
    let length = Int(bytes[8]) | Int(bytes[9]) << 8
    let available = bytes.count - prefixLength
    guard length <= available else { throw .headerLength(length, available: available) }
    let dataStart = prefixLength + length
    var text = HeaderText(bytes[prefixLength..<dataStart])
    return (try text.header(), dataStart)
  }
}

/// The text of a header: the one form that NumPy writes, with any spaces between its parts.
private struct HeaderText {
  private var rest: Slice<UnsafeRawBufferPointer>

  init(_ bytes: Slice<UnsafeRawBufferPointer>) {
    rest = bytes
  }

  mutating func header() throws(NPYError) -> NPYHeader {
    try expect("{")
    try expect("'descr'")
    try expect(":")
    let name = try quoted()
    try expect(",")
    try expect("'fortran_order'")
    try expect(":")
    let isByColumns = accept("True")
    if !isByColumns { try expect("False") }
    try expect(",")
    try expect("'shape'")
    try expect(":")
    let shape = try tuple()
    _ = accept(",")
    try expect("}")
    guard accept("\n"), rest.isEmpty else { throw .header }
    guard let type = NPYType(rawValue: name) else { throw .elementType(name) }
    if isByColumns { throw .columnOrder }
    return try NPYHeader(type: type, shape: shape)
  }

  private mutating func tuple() throws(NPYError) -> [Int] {
    try expect("(")
    var lengths: [Int] = []
    while !accept(")") {
      if lengths.count == NPYHeader.maximumDimensions { throw .shape }
      lengths.append(try number())
      if accept(",") { continue }
      // Python writes a tuple of one with a comma: "(3)" is a number.
      guard lengths.count > 1, accept(")") else { throw .header }
      return lengths
    }
    return lengths
  }

  private mutating func number() throws(NPYError) -> Int {
    skipSpaces()
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    guard let first = digits.first, digits.count == 1 || first != 0x30 else { throw .header }
    var value = 0
    for digit in digits {
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (next, carry) = tens.addingReportingOverflow(Int(digit - 0x30))
      if overflow || carry { throw .shape }
      value = next
    }
    rest = rest.dropFirst(digits.count)
    return value
  }

  private mutating func quoted() throws(NPYError) -> String {
    try expect("'")
    let content = rest.prefix { $0 != 0x27 }
    guard content.count < rest.count, let text = String(validating: content, as: UTF8.self) else {
      throw .header
    }
    rest = rest.dropFirst(content.count + 1)
    return text
  }

  private mutating func expect(_ text: StaticString) throws(NPYError) {
    guard accept(text) else { throw .header }
  }

  private mutating func accept(_ text: StaticString) -> Bool {
    skipSpaces()
    let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    guard rest.starts(with: wanted) else { return false }
    rest = rest.dropFirst(wanted.count)
    return true
  }

  private mutating func skipSpaces() {
    rest = rest.drop { $0 == 0x20 }
  }
}
