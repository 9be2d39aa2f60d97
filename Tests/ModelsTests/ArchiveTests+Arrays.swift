import Models
import Testing

/// The `.npy` format.
@Suite struct ArchiveTestsArrays {
  @Test func readsAndWritesTheBytesOfNumPy() throws {
    try check("float32-3x4", NPYArray(shape: [3, 4], values: (0..<12).map { Float($0) / 8 }))
    try check("float64-12", NPYArray(shape: [12], values: (0..<12).map { Double($0) / 3 }))
    try check("int64-2x2x3", NPYArray(shape: [2, 2, 3], values: (0..<12).map { Int64($0 - 5) }))
    try check("float64-scalar", NPYArray(shape: [], values: [2.5]))
    try check("float32-empty", NPYArray(shape: [0, 3], values: [Float]()))
    try check(
      "float32-special",
      NPYArray(
        shape: [5],
        values: [.nan, .infinity, -.infinity, -0.0, Float.leastNonzeroMagnitude] as [Float]))
    try check(
      "float32-long-shape",
      NPYArray(shape: [Int](repeating: 1, count: 8), values: [0] as [Float]))
  }

  private func check<Element: Equatable>(_ name: String, _ array: NPYArray<Element>) throws {
    let bytes = try golden("arrays/\(name).npy")
    #expect(try array.encoded() == bytes, "\(name)")
    let read = try NPYArray<Element>(decoding: bytes)
    #expect(read.shape == array.shape, "\(name)")
    #expect(try read.encoded() == bytes, "\(name)")
  }

  @Test(
    arguments: [
      ("by-columns", .columnOrder), ("big-endian", .elementType(">f4")),
      ("bool", .elementType("|b1")), ("object", .elementType("|O")), ("record", .header),
      ("nine-dimensions", .shape), ("version-2", .version(major: 2, minor: 0)),
    ] as [(String, NPYError)])
  func refusesOtherArraysOfNumPy(_ name: String, _ error: NPYError) throws {
    let bytes = try golden("arrays/refused-\(name).npy")
    #expect(throws: error) { try NPYArray<Float>(decoding: bytes) }
  }

  /// An array of one float with the given text for its header.
  private static func array(
    _ text: String, length: Int? = nil, data: Int = 4
  ) -> [UInt8] {
    let length = length ?? text.utf8.count
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 255), UInt8(length >> 8)]
      + Array(text.utf8) + [UInt8](repeating: 0, count: data)
  }

  private static func header(shape: String) -> String {
    "{'descr': '<f4', 'fortran_order': False, 'shape': \(shape), }\n"
  }

  @Test(arguments: [
    "(9223372036854775807,)", "(9223372036854775808,)", "(18446744073709551617,)",
    "(2305843009213693952,)", "(4294967296, 4294967296)", "(4294967296, 4294967296, 0)",
    "(1, 1, 1, 1, 1, 1, 1, 1, 1)",
  ])
  func refusesShapesThatOverflow(_ shape: String) {
    #expect(throws: NPYError.shape) {
      try NPYArray<Float>(decoding: Self.array(Self.header(shape: shape)))
    }
  }

  @Test(arguments: [
    "(-1,)", "(1)", "(01,)", "(1,,)", "(,)", "(0x1,)", "(1 1)", "(1L,)", "1", "[1]", "(1.0,)",
    "(1,",
    "(+1,)", "(1_0,)",
  ])
  func refusesShapesThatNumPyNeverWrites(_ shape: String) {
    #expect(throws: NPYError.header) {
      try NPYArray<Float>(decoding: Self.array(Self.header(shape: shape)))
    }
  }

  @Test(arguments: [
    "", "\n", "{}\n", "{'descr': '<f4'}\n",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }\nx",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1, }\n",
    "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }\n",
    "{'descr': '<f4, 'fortran_order': False, 'shape': (1,), }\n",
    "{'fortran_order': False, 'descr': '<f4', 'shape': (1,), }\n",
    "{'descr': __import__('os'), 'fortran_order': False, 'shape': (1,), }\n",
  ])
  func refusesHeadersThatNumPyNeverWrites(_ text: String) {
    #expect(throws: NPYError.header) { try NPYArray<Float>(decoding: Self.array(text)) }
  }

  @Test func acceptsAHeaderWithOtherSpaces() throws {
    let text = "{'descr':'<f4','fortran_order':False,'shape':(1,)}   \n"
    #expect(try NPYArray<Float>(decoding: Self.array(text)).shape == [1])
  }

  @Test func refusesAHeaderLongerThanTheFile() {
    let text = Self.header(shape: "(1,)")
    let available = text.utf8.count + 4
    #expect(throws: NPYError.headerLength(65_535, available: available)) {
      try NPYArray<Float>(decoding: Self.array(text, length: 65_535))
    }
  }

  @Test(arguments: [0, 3, 5, 8])
  func refusesDataOfAnotherLength(_ length: Int) {
    #expect(throws: NPYError.dataLength(expected: 4, found: length)) {
      try NPYArray<Float>(decoding: Self.array(Self.header(shape: "(1,)"), data: length))
    }
  }

  @Test func refusesAClaimOfMuchData() {
    // 2⁶⁰ floats: the length is compared before anything is allocated.
    #expect(throws: NPYError.dataLength(expected: 1 << 62, found: 4)) {
      try NPYArray<Float>(decoding: Self.array(Self.header(shape: "(1152921504606846976,)")))
    }
  }

  @Test func refusesEveryTruncation() throws {
    let bytes = try golden("arrays/float32-3x4.npy")
    for length in bytes.indices {
      #expect(throws: NPYError.self) { try NPYArray<Float>(decoding: Array(bytes[..<length])) }
    }
  }
}
