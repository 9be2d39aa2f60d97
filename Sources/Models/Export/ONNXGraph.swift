import Numerics

/// An ONNX graph that is being put together.
///
/// Source: onnx.proto3 of ONNX 1.17, whose field numbers stand in the comments; opset 13 of ai.onnx,
/// and 2 of ai.onnx.ml.
struct ONNXGraph {
  /// The types of elements, as `TensorProto.DataType` numbers them.
  enum ElementType: Int {
    case float32 = 1
    case int64 = 7
    case text = 8
    case float64 = 11
  }

  /// The value of an attribute of a node.
  enum Attribute {
    case integer(Int)
    case integers([Int])
    case texts([String])
  }

  private var nodes: [[UInt8]] = []
  private var initializers: [[UInt8]] = []
  private var inputs: [[UInt8]] = []
  private var outputs: [[UInt8]] = []
  private var metadata: [(key: String, value: String)] = []
  /// Stands before the names of all values but the inputs and the output.
  private let prefix: String
  private var count = 0

  /// Begins a graph whose own names are none of `taken`.
  init(taken: [String]) {
    var prefix = "backdrop/"
    while taken.contains(where: { $0.hasPrefix(prefix) }) { prefix = "_" + prefix }
    self.prefix = prefix
  }

  /// An input of one column: [rows × 1].
  mutating func input(_ name: String, _ type: ElementType) {
    inputs.append(Self.value(name, type, columns: 1))
  }

  /// The output: [rows × columns].
  mutating func output(_ name: String, _ type: ElementType, columns: Int) {
    outputs.append(Self.value(name, type, columns: columns))
  }

  /// A node of one output; its name is made up unless it is given.
  mutating func node(
    _ operation: String, _ inputs: [String], domain: String = "", output: String? = nil,
    _ attributes: [(name: String, value: Attribute)] = []
  ) -> String {
    let name = output ?? nextName(operation)
    nodes.append(
      ProtobufWriter.message { node in
        for input in inputs { node.text(1, input) }  // input
        node.text(2, name)  // output
        node.text(3, name)  // name
        node.text(4, operation)  // op_type
        for attribute in attributes {
          node.message(5) { Self.write(attribute.name, attribute.value, &$0) }  // attribute
        }
        if !domain.isEmpty { node.text(7, domain) }  // domain
      })
    return name
  }

  /// A constant of numbers in the order of rows.
  mutating func constant<Scalar: Real>(_ shape: [Int], _ values: [Scalar]) -> String {
    constant(
      shape, Scalar.precision == .float32 ? .float32 : .float64,
      values.withUnsafeBytes { Array($0) })
  }

  /// A constant of whole numbers.
  mutating func constant(_ shape: [Int], whole values: [Int64]) -> String {
    constant(shape, .int64, values.withUnsafeBytes { Array($0) })
  }

  private mutating func constant(
    _ shape: [Int], _ type: ElementType, _ raw: [UInt8]
  ) -> String {
    let name = nextName("constant")
    initializers.append(
      ProtobufWriter.message { tensor in
        for side in shape { tensor.integer(1, side) }  // dims
        tensor.integer(2, type.rawValue)  // data_type
        tensor.text(8, name)  // name
        tensor.blob(9, raw)  // raw_data, little-endian
      })
    return name
  }

  /// Something that the model says about itself.
  mutating func note(_ key: String, _ value: String) { metadata.append((key, value)) }

  /// The whole `ModelProto`.
  func encoded(name: String, producer: String, version: String) -> [UInt8] {
    ProtobufWriter.message { model in
      model.integer(1, 8)  // ir_version
      model.text(2, producer)  // producer_name
      model.text(3, version)  // producer_version
      model.message(7) { graph in
        for node in nodes { graph.blob(1, node) }  // node
        graph.text(2, name)  // name
        for initializer in initializers { graph.blob(5, initializer) }  // initializer
        for input in inputs { graph.blob(11, input) }  // input
        for output in outputs { graph.blob(12, output) }  // output
      }
      for (domain, version) in [("", 13), ("ai.onnx.ml", 2)] {
        model.message(8) { set in  // opset_import
          set.text(1, domain)
          set.integer(2, version)
        }
      }
      for (key, value) in metadata {
        model.message(14) { entry in  // metadata_props
          entry.text(1, key)
          entry.text(2, value)
        }
      }
    }
  }

  private mutating func nextName(_ what: String) -> String {
    defer { count += 1 }
    return "\(prefix)\(what)_\(count)"
  }

  /// A `ValueInfoProto` of so many rows, whose number is open.
  private static func value(_ name: String, _ type: ElementType, columns: Int) -> [UInt8] {
    ProtobufWriter.message { value in
      value.text(1, name)
      value.message(2) { kind in  // type
        kind.message(1) { tensor in  // tensor_type
          tensor.integer(1, type.rawValue)  // elem_type
          tensor.message(2) { shape in  // shape
            shape.message(1) { $0.text(2, "rows") }  // dim_param
            shape.message(1) { $0.integer(1, columns) }  // dim_value
          }
        }
      }
    }
  }

  /// An `AttributeProto`.
  private static func write(
    _ name: String, _ value: Attribute, _ writer: inout ProtobufWriter
  ) {
    writer.text(1, name)
    switch value {
    case .integer(let number):
      writer.integer(3, number)  // i
      writer.integer(20, 2)  // type: INT
    case .integers(let numbers):
      for number in numbers { writer.integer(8, number) }  // ints
      writer.integer(20, 7)  // type: INTS
    case .texts(let texts):
      for text in texts { writer.text(9, text) }  // strings
      writer.integer(20, 8)  // type: STRINGS
    }
  }
}
