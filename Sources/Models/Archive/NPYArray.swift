#if _endian(big)
  #error("arrays are stored little-endian and copied as they are")
#endif

/// The numbers of an `.npy` file with their shape, row-major.
package struct NPYArray<Element: NPYElement>: Sendable {
  /// The length of each dimension.
  package let shape: [Int]
  /// The numbers, the last dimension first to change.
  package let values: [Element]

  /// Pairs numbers with their shape.
  ///
  /// - Precondition: the product of the shape is the number of values.
  package init(shape: [Int], values: [Element]) {
    precondition(shape.reduce(1, *) == values.count, "the shape does not fit the values")
    self.shape = shape
    self.values = values
  }

  /// Reads a whole `.npy` file.
  ///
  /// - Throws: `NPYError`, before anything is allocated for the values.
  package init(decoding bytes: UnsafeRawBufferPointer) throws(NPYError) {
    let (header, dataStart) = try NPYHeader.parse(bytes)
    guard header.type == Element.npyType else {
      throw .otherElementType(expected: Element.npyType, found: header.type)
    }
    let found = bytes.count - dataStart
    guard header.dataLength == found else {
      throw .dataLength(expected: header.dataLength, found: found)
    }
    shape = header.shape
    values = [Element](unsafeUninitializedCapacity: header.elementCount) { buffer, count in
      UnsafeMutableRawBufferPointer(buffer).copyBytes(from: bytes[dataStart...])
      count = header.elementCount
    }
  }

  /// Reads a whole `.npy` file.
  package init(decoding bytes: [UInt8]) throws(NPYError) {
    self = try bytes.withUnsafeBufferPointer { buffer throws(NPYError) in
      try NPYArray(decoding: UnsafeRawBufferPointer(buffer))
    }
  }

  /// The array as an `.npy` file.
  ///
  /// - Throws: `NPYError.shape` for more than eight dimensions.
  package func encoded() throws(NPYError) -> [UInt8] {
    let header = try NPYHeader(type: Element.npyType, shape: shape)
    var bytes = header.encoded
    bytes.reserveCapacity(bytes.count + header.dataLength)
    values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    return bytes
  }
}
