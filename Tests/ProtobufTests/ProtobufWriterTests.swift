import Protobuf
import Testing

/// The examples of https://protobuf.dev/programming-guides/encoding/ and the edges of each type.
@Suite struct ProtobufWriterTests {
  @Test func writesTheExamplesOfTheEncodingGuide() {
    #expect(ProtobufWriter { $0.integer(1, 150) }.bytes == [0x08, 0x96, 0x01])
    #expect(
      ProtobufWriter { $0.string(2, "testing") }.bytes
        == [0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67])
    #expect(
      ProtobufWriter { $0.message(3) { $0.integer(1, 150) } }.bytes
        == [0x1a, 0x03, 0x08, 0x96, 0x01])
    #expect(
      ProtobufWriter { $0.packed(6, integers: [3, 270, 86_942]) }.bytes
        == [0x32, 0x06, 0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05])
    #expect(
      ProtobufWriter { $0.integer(1, -2) }.bytes
        == [0x08, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01])
    #expect(
      ProtobufWriter {
        $0.string(4, "hello")
        for value in 1...3 { $0.integer(6, value) }
      }.bytes == [
        0x22, 0x05, 0x68, 0x65, 0x6c, 0x6c, 0x6f, 0x30, 0x01, 0x30, 0x02, 0x30, 0x03,
      ])
  }

  @Test(
    arguments: [
      (0, [0x08, 0x00]), (-1, [0x08, 0x01]), (1, [0x08, 0x02]), (-2, [0x08, 0x03]),
      (0x7fff_ffff, [0x08, 0xfe, 0xff, 0xff, 0xff, 0x0f]),
      (-0x8000_0000, [0x08, 0xff, 0xff, 0xff, 0xff, 0x0f]),
      (.min, [0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]),
    ] as [(Int, [UInt8])])
  func zigzags(_ value: Int, _ bytes: [UInt8]) {
    #expect(ProtobufWriter { $0.zigzag(1, value) }.bytes == bytes)
  }

  @Test func writesEveryTypeLittleEndian() {
    let message = ProtobufWriter {
      $0.double(1, -2)
      $0.float(2, 1.5)
      $0.bool(3, true)
      $0.unsigned(4, .max)
      $0.bytes(5, [0, 0xff])
      $0.packed(6, floats: [1])
      $0.packed(7, doubles: [1])
      $0.packed(8, floats: [])
      $0.string(9, "é\u{0}")
      $0.integer(16, 1)
      $0.integer(536_870_911, 1)
    }
    #expect(
      message.bytes == [
        0x09, 0, 0, 0, 0, 0, 0, 0, 0xc0,
        0x15, 0, 0, 0xc0, 0x3f,
        0x18, 1,
        0x20, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1,
        0x2a, 2, 0, 0xff,
        0x32, 4, 0, 0, 0x80, 0x3f,
        0x3a, 8, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f,
        0x4a, 3, 0xc3, 0xa9, 0,
        0x80, 0x01, 1,
        0xf8, 0xff, 0xff, 0xff, 0x0f, 1,
      ])
  }

  @Test func takesMemoryAsItIs() {
    let numbers: [Float] = [1, -1]
    let message = numbers.withUnsafeBytes { memory in
      ProtobufWriter { $0.bytes(9, memory: memory) }
    }
    #expect(message.bytes == [0x4a, 8, 0, 0, 0x80, 0x3f, 0, 0, 0x80, 0xbf])
  }
}
