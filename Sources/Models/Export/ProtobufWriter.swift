/// Writes the wire format of protocol buffers, as far as ONNX needs it.
///
/// Source: https://protobuf.dev/programming-guides/encoding/
struct ProtobufWriter {
  private(set) var bytes: [UInt8] = []

  /// A message written by a closure.
  static func message(_ body: (inout ProtobufWriter) -> Void) -> [UInt8] {
    var writer = ProtobufWriter()
    body(&writer)
    return writer.bytes
  }

  /// A whole number: int64, int32 or an enum.
  mutating func integer(_ field: Int, _ value: Int) {
    tag(field, wireType: 0)
    varint(UInt64(bitPattern: Int64(value)))
  }

  /// A text.
  mutating func text(_ field: Int, _ value: String) {
    blob(field, Array(value.utf8))
  }

  /// Bytes.
  mutating func blob(_ field: Int, _ value: [UInt8]) {
    tag(field, wireType: 2)
    varint(UInt64(value.count))
    bytes += value
  }

  /// A message within the message.
  mutating func message(_ field: Int, _ body: (inout ProtobufWriter) -> Void) {
    blob(field, Self.message(body))
  }

  private mutating func tag(_ field: Int, wireType: Int) {
    varint(UInt64(field << 3 | wireType))
  }

  /// Seven bits a byte, the lowest first.
  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
