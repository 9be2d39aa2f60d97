/// Writes one message of Protocol Buffers, field by field.
///
/// The fields' numbers and types are the caller's to know, from the message's `.proto`. Fields go
/// out in the order in which they are given; equal calls give equal bytes. What has the default
/// value of its type is written too: leave it out where proto3's canonical form matters.
/// Source: https://protobuf.dev/programming-guides/encoding/
package struct ProtobufWriter: Sendable {
  /// The message so far.
  package private(set) var bytes: [UInt8] = []

  /// How a field's value is laid out; the raw values are those of the wire.
  private enum WireType: UInt64 {
    case varint = 0
    case fixed64 = 1
    case lengthDelimited = 2
    case fixed32 = 5
  }

  /// Begins an empty message.
  package init() {}

  /// Makes a message of what a body writes.
  package init(_ body: (inout ProtobufWriter) -> Void) {
    body(&self)
  }

  /// Writes an `int32` or `int64`; a negative number takes ten bytes.
  package mutating func integer(_ field: Int, _ value: Int) {
    tag(field, .varint)
    varint(UInt64(bitPattern: Int64(value)))
  }

  /// Writes a `uint32` or `uint64`.
  package mutating func unsigned(_ field: Int, _ value: UInt64) {
    tag(field, .varint)
    varint(value)
  }

  /// Writes an `sint32` or `sint64`, whose small negative numbers are short.
  package mutating func zigzag(_ field: Int, _ value: Int) {
    tag(field, .varint)
    let value = Int64(value)
    varint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
  }

  /// Writes a `bool`.
  package mutating func bool(_ field: Int, _ value: Bool) {
    tag(field, .varint)
    varint(value ? 1 : 0)
  }

  /// Writes a `double`.
  package mutating func double(_ field: Int, _ value: Double) {
    tag(field, .fixed64)
    fixed(value.bitPattern)
  }

  /// Writes a `float`.
  package mutating func float(_ field: Int, _ value: Float) {
    tag(field, .fixed32)
    fixed(value.bitPattern)
  }

  /// Writes a `string`.
  package mutating func string(_ field: Int, _ value: String) {
    tag(field, .lengthDelimited)
    varint(UInt64(value.utf8.count))
    bytes += value.utf8
  }

  /// Writes `bytes`.
  package mutating func bytes(_ field: Int, _ value: some Collection<UInt8>) {
    tag(field, .lengthDelimited)
    varint(UInt64(value.count))
    bytes += value
  }

  /// Writes the bytes of memory, as those of an array of numbers in the machine's order.
  package mutating func bytes(_ field: Int, memory: UnsafeRawBufferPointer) {
    bytes(field, memory)
  }

  /// Writes a message in the message.
  package mutating func message(_ field: Int, _ body: (inout ProtobufWriter) -> Void) {
    message(field, ProtobufWriter(body))
  }

  /// Writes a message in the message.
  package mutating func message(_ field: Int, _ message: ProtobufWriter) {
    bytes(field, message.bytes)
  }

  /// Writes a packed list of `int32`, `int64`, `uint64` or `bool`; an empty one is left out.
  package mutating func packed(_ field: Int, integers: some Sequence<Int>) {
    var list = ProtobufWriter()
    for value in integers { list.varint(UInt64(bitPattern: Int64(value))) }
    if !list.bytes.isEmpty { bytes(field, list.bytes) }
  }

  /// Writes a packed list of `float`; an empty one is left out.
  package mutating func packed(_ field: Int, floats: some Sequence<Float>) {
    var list = ProtobufWriter()
    for value in floats { list.fixed(value.bitPattern) }
    if !list.bytes.isEmpty { bytes(field, list.bytes) }
  }

  /// Writes a packed list of `double`; an empty one is left out.
  package mutating func packed(_ field: Int, doubles: some Sequence<Double>) {
    var list = ProtobufWriter()
    for value in doubles { list.fixed(value.bitPattern) }
    if !list.bytes.isEmpty { bytes(field, list.bytes) }
  }

  private mutating func tag(_ field: Int, _ type: WireType) {
    precondition((1...536_870_911).contains(field), "no field has the number \(field)")
    varint(UInt64(field) << 3 | type.rawValue)
  }

  /// Seven bits a byte, the lowest first; the highest bit says that more follow.
  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// The bytes of a number, the lowest first.
  private mutating func fixed(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
  }
}
