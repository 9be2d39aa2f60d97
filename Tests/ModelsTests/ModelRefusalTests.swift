import JSON
import Models
import Testing

/// A change to a model's file, and the code of the error that it must get.
struct ForgeryCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let code: String
  let change: @Sendable (inout Forgery) throws -> Void

  init(
    _ description: String, _ code: String,
    _ change: @escaping @Sendable (inout Forgery) throws -> Void
  ) {
    testDescription = description
    self.code = code
    self.change = change
  }

  /// Sets one value of model.json.
  init(_ path: String..., value: JSONValue?, _ code: String) {
    self.init("\(path.joined(separator: ".")) = \(value?.text ?? "nothing")", code) { forgery in
      switch path.count {
      case 1: forgery.document.set(path[0], to: value)
      case 2: forgery.document.set(path[0], path[1], to: value)
      case 3: forgery.document.set(path[0], path[1], path[2], to: value)
      default: forgery.document.set(path[0], path[1], path[2], path[3], to: value)
      }
    }
  }
}

struct ModelRefusalTests {
  private func error(_ change: (inout Forgery) throws -> Void) throws -> ModelError {
    var forgery = try Forgery(try Sample(.multiclass, hidden: [5, 3]).archive())
    try change(&forgery)
    let bytes = try forgery.sealed()
    return try failure { () throws(ModelError) in _ = try Model(archive: bytes) }
  }

  /// Otherwise no refusal below would mean anything.
  @Test func acceptsAForgeryWithoutChanges() throws {
    let sample = try Sample(.multiclass, hidden: [5, 3])
    #expect(try Model(archive: try Forgery(try sample.archive()).sealed()) == sample.model)
  }

  static let documents: [ForgeryCase] = [
    ForgeryCase("format", value: .string("other"), "not-a-model"),
    ForgeryCase("format", value: nil, "not-a-model"),
    ForgeryCase("format", value: .number(3), "not-a-model"),
    ForgeryCase("format_version", value: .number(2), "newer-format"),
    ForgeryCase("format_version", value: .number(0), "bad-model-document"),
    ForgeryCase("format_version", value: .string("1"), "bad-model-document"),
    ForgeryCase("name", value: nil, "bad-model-document"),
    ForgeryCase("epochs_run", value: .string("many"), "bad-model-document"),
    ForgeryCase("precision", value: .string("float16"), "bad-model-document"),
    ForgeryCase("precision", value: .string("float32"), "bad-model-document"),
    ForgeryCase("architecture", "activation", value: .string("swish"), "bad-model-document"),
    ForgeryCase("architecture", "output", value: .string("logistic"), "bad-model-document"),
    ForgeryCase("architecture", "inputs", value: .number(7), "bad-model-document"),
    ForgeryCase("architecture", "outputs", value: .number(1), "bad-model-document"),
    ForgeryCase("architecture", "hidden", value: .array([.number(0)]), "bad-model-document"),
    ForgeryCase("architecture", "hidden", value: .array([.number(-5)]), "bad-model-document"),
    ForgeryCase("architecture", "hidden", value: .array([.number(1e9)]), "beyond-limit"),
    ForgeryCase(
      "architecture", "hidden", value: .array(Array(repeating: .number(2), count: 17)),
      "beyond-limit"),
    ForgeryCase(
      "architecture", "hidden", value: .array(Array(repeating: .number(4096), count: 5)),
      "beyond-limit"),
    ForgeryCase("architecture", "outputs", value: .number(9e15), "beyond-limit"),
    ForgeryCase(
      "architecture", "hidden", value: .array([.number(3), .number(5)]), "wrong-shape"),
    ForgeryCase("target_encoder", "task", value: .string("regression"), "bad-model-document"),
    ForgeryCase(
      "signature", "columns", value: .array([]), "bad-model-document"),
    ForgeryCase(
      "arrays", "0", "sha256", value: .string(String(repeating: "0", count: 64)), "wrong-hash"),
    ForgeryCase("arrays", "0", "name", value: .string("layers/9/weight"), "bad-model-document"),
    ForgeryCase("arrays", "0", "dtype", value: .string("float32"), "bad-model-document"),
    ForgeryCase("arrays", "0", "shape", value: .array([.number(5), .number(6)]), "wrong-shape"),
    ForgeryCase(
      "arrays", "6", "shape", value: .array([.number(1e15), .number(6)]), "wrong-shape"),
    ForgeryCase("arrays", value: .array([]), "bad-model-document"),
    ForgeryCase("weights_sha256", value: .string("0"), "wrong-hash"),
  ]

  @Test(arguments: documents)
  func refusesDocument(_ item: ForgeryCase) throws {
    #expect(try error(item.change).code == item.code)
  }

  static let arrays: [ForgeryCase] = [
    ForgeryCase("a member is missing", "model-member-missing") { $0.remove("layers/1/bias.npy") },
    ForgeryCase("model.json is missing", "model-member-missing") { $0.remove("model.json") },
    ForgeryCase("a member too many", "unexpected-member") {
      $0.members.append(("layers/0/momentum.npy", []))
    },
    ForgeryCase("a weight changed", "wrong-hash") { forgery in
      let weight = try forgery.array("layers/0/weight")
      let values = [weight.values[0] + 1e-12] + weight.values.dropFirst()
      try forgery.replace(
        "layers/0/weight", with: NPYArray(shape: weight.shape, values: values), rehashing: false)
    },
    ForgeryCase("a weight changed, and its hash", "probe-differs") { forgery in
      let weight = try forgery.array("layers/0/weight")
      let values = [weight.values[0] + 1e-3] + weight.values.dropFirst()
      try forgery.replace("layers/0/weight", with: NPYArray(shape: weight.shape, values: values))
    },
    ForgeryCase("a NaN weight", "weights-not-finite") { forgery in
      let weight = try forgery.array("layers/1/weight")
      let values = [.nan] + weight.values.dropFirst()
      try forgery.replace("layers/1/weight", with: NPYArray(shape: weight.shape, values: values))
    },
    ForgeryCase("an infinite bias", "weights-not-finite") { forgery in
      let bias = try forgery.array("layers/1/bias")
      let values = [-.infinity] + bias.values.dropFirst()
      try forgery.replace("layers/1/bias", with: NPYArray(shape: bias.shape, values: values))
    },
    ForgeryCase("a NaN in the probe", "weights-not-finite") { forgery in
      let scores = try forgery.array("probe/scores")
      let values = [.nan] + scores.values.dropFirst()
      try forgery.replace("probe/scores", with: NPYArray(shape: scores.shape, values: values))
    },
    ForgeryCase("a weight transposed", "wrong-shape") { forgery in
      let weight = try forgery.array("layers/0/weight")
      try forgery.replace(
        "layers/0/weight", with: NPYArray(shape: weight.shape.reversed(), values: weight.values))
    },
    ForgeryCase("a weight of another type", "model-array") { forgery in
      let weight = try forgery.array("layers/0/weight")
      try forgery.replace(
        "layers/0/weight",
        with: NPYArray(shape: weight.shape, values: weight.values.map { Float($0) }))
    },
    ForgeryCase("a member of 10 MB where 240 bytes belong", "model-too-large") { forgery in
      for index in forgery.members.indices where forgery.members[index].name == "layers/0/bias.npy"
      {
        forgery.members[index].bytes = Array(repeating: 0, count: 10_000_000)
      }
    },
  ]

  @Test(arguments: arrays)
  func refusesArray(_ item: ForgeryCase) throws {
    #expect(try error(item.change).code == item.code)
  }

  @Test func refusesEveryTruncation() throws {
    let bytes = try Sample(.binary, hidden: [2]).archive()
    for count in stride(from: 0, to: bytes.count, by: 97) {
      _ = try failure { () throws(ModelError) in _ = try Model(archive: Array(bytes[..<count])) }
    }
  }

  @Test func refusesEveryFlippedBit() throws {
    let bytes = try Sample(.binary, hidden: [2]).archive()
    for index in stride(from: 0, to: bytes.count, by: 53) {
      var changed = bytes
      changed[index] ^= 1 << (index % 8)
      _ = try failure { () throws(ModelError) in _ = try Model(archive: changed) }
    }
  }

  @Test func namesTheNewerVersionAndWhoWroteIt() throws {
    let error = try error { forgery in
      forgery.document.set("format_version", to: .number(9))
      forgery.document.set("producer", "version", to: .string("4.0"))
      // A later format may look different in everything else.
      forgery.document.set("architecture", to: nil)
    }
    #expect(
      error.description
        == "the model has format version 9, written by backdrop 4.0; "
        + "this version of Backdrop reads format versions up to 1")
  }

  @Test func saysWhereTheDocumentIsWrong() throws {
    let missing = try error { $0.document.set("split", "train_rows", to: nil) }
    #expect(missing.description == "model.json is wrong at split.train_rows: is missing")
    let mistyped = try error { $0.document.set("arrays", "1", "shape", to: .string("5")) }
    #expect(
      mistyped.description
        == "model.json is wrong at arrays[1].shape: expected a list or an object")
    let shape = try error {
      $0.document.set("architecture", "hidden", to: .array([.number(3), .number(5)]))
    }
    #expect(
      shape.description == "layers/0/weight in the model has the shape [6 × 5]; "
        + "the architecture needs [6 × 3]")
  }

  @Test func escapesWhatTheFileSays() throws {
    let error = try error { $0.document.set("format", to: .string("\u{1B}[31mred")) }
    #expect(
      error.description == #"not a model: its model.json gives the format "\u{1B}[31mred""#)
  }
}
