/// The element types of arrays that are written and read here, all little-endian.
package enum NPYType: String, Sendable, CaseIterable {
  case float32 = "<f4"
  case float64 = "<f8"
  case int64 = "<i8"

  /// The size of an element in bytes.
  package var size: Int { self == .float32 ? 4 : 8 }
}

/// A Swift type that is stored as an element of an array.
package protocol NPYElement: BitwiseCopyable, Sendable {
  /// The element type in the file.
  static var npyType: NPYType { get }
}

extension Float: NPYElement {
  /// `<f4`.
  package static var npyType: NPYType { .float32 }
}

extension Double: NPYElement {
  /// `<f8`.
  package static var npyType: NPYType { .float64 }
}

extension Int64: NPYElement {
  /// `<i8`.
  package static var npyType: NPYType { .int64 }
}

/// Why bytes are not an array that is read here; facts only.
package enum NPYError: Error, Hashable, Sendable {
  /// The bytes do not start as an array does.
  case notAnArray
  /// The array is of another version of the format.
  case version(major: UInt8, minor: UInt8)
  /// The header is longer than what is there, in bytes.
  case headerLength(Int, available: Int)
  /// The header is not the text that NumPy writes.
  case header
  /// The element type, as the header has it, is none of `NPYType`.
  case elementType(String)
  /// The element type is another than the reader needs.
  case otherElementType(expected: NPYType, found: NPYType)
  /// The array is stored in Fortran's order.
  case columnOrder
  /// The number of elements, or of their bytes, overflows, or there are more than eight dimensions.
  case shape
  /// The data has another length than the shape says, in bytes.
  case dataLength(expected: Int, found: Int)
}

/// What the start of an `.npy` file says: element type and shape, in C's order.
///
/// Source: numpy.lib.format, "Format Version 1.0".
package struct NPYHeader: Hashable, Sendable {
  /// The type of the elements.
  package let type: NPYType
  /// The length of each dimension; empty for a single number.
  package let shape: [Int]
  /// The number of elements: the product of the shape.
  package let elementCount: Int
  /// The number of bytes that follow the header.
  package let dataLength: Int

  /// The most dimensions that are read.
  static let maximumDimensions = 8

  /// Checks that the array fits into memory at all.
  ///
  /// - Throws: `shape` when a product overflows or a dimension is negative.
  package init(type: NPYType, shape: [Int]) throws(NPYError) {
    guard shape.count <= Self.maximumDimensions else { throw .shape }
    // A zero elsewhere must not hide a product that overflows, so the zeros are left out.
    var product = type.size
    for length in shape where length != 0 {
      let (next, overflow) = product.multipliedReportingOverflow(by: length)
      if length < 0 || overflow { throw .shape }
      product = next
    }
    self.type = type
    self.shape = shape
    dataLength = shape.contains(0) ? 0 : product
    elementCount = dataLength / type.size
  }

  /// The header as it stands in a file: magic, version 1.0, length, and the text padded so that the
  /// data starts at a multiple of 64; the very bytes that `numpy.save` writes.
  package var encoded: [UInt8] {
    let lengths = shape.map { "\($0)" }.joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let text = "{'descr': '\(type.rawValue)', 'fortran_order': False, 'shape': (\(lengths)), }"
    // NumPy leaves room for the first dimension to grow in place (GROWTH_AXIS_MAX_DIGITS).
    let growth = shape.first.map { 21 - "\($0)".utf8.count } ?? 0
    let unpadded = Self.prefixLength + text.utf8.count + growth + 1
    let padding = growth + (64 - unpadded % 64) % 64
    let length = UInt16(text.utf8.count + padding + 1)
    return Self.magic + [1, 0, UInt8(truncatingIfNeeded: length), UInt8(length >> 8)]
      + Array(text.utf8) + Array(repeating: 0x20, count: padding) + [0x0A]
  }

  /// The bytes before the text: magic, version and length.
  static let prefixLength = 10
  /// How every array starts.
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
}
