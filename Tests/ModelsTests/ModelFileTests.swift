import Files
import FoundationEssentials
import JSON
import Models
import Numerics
import Perceptron
import Tabular
import Testing

struct ModelFileTests {
  @Test(arguments: Sample.Kind.allCases, Precision.allCases)
  func keepsEverything(kind: Sample.Kind, precision: Precision) throws {
    let sample = try Sample(kind, precision)
    let opened = try Model(archive: try sample.archive())
    #expect(opened == sample.model)
    let table = sample.table
    let encoder = opened.document.encoder
    let scores = try opened.network.scores(table, encoder: encoder)
    #expect(scores == (try sample.model.network.scores(table, encoder: encoder)))
  }

  @Test(arguments: Precision.allCases)
  func givesTheSameBytesForTheSameModel(precision: Precision) throws {
    let first = try Sample(.multiclass, precision).archive()
    #expect(try Sample(.multiclass, precision).archive() == first)
    #expect(try Model(archive: first).archive() == first)
    #expect(try Sample(.multiclass, precision, seed: 2).archive() != first)
  }

  @Test func ordersItsMembers() throws {
    let reader = try ArchiveReader(bytes: try Sample(.binary, hidden: [2]).archive())
    #expect(
      reader.members.map(\.name) == [
        "model.json", "layers/0/weight.npy", "layers/0/bias.npy", "layers/1/weight.npy",
        "layers/1/bias.npy", "probe/inputs.npy", "probe/scores.npy",
      ])
    #expect(try reader.array("layers/0/weight.npy", of: Double.self).shape == [6, 2])
  }

  @Test func writesDocumentKeysInSnakeCaseAndLeavesTheConfigAlone() throws {
    let document = try Forgery(try Sample(.binary).archive()).document
    #expect(document["format"] == .string("backdrop-model"))
    #expect(document["format_version"] == .number(1))
    #expect(document["epochs_run"] == .number(12))
    #expect(document["split"]?["train_rows"] == .number(40))
    #expect(document["weights_sha256"] != nil)
    #expect(document["config"]?["training"]?["learning_rate"] == .number(0.001))
    #expect(document["config"]?["camelCase"] == .null)
    #expect(document["metrics"]?["train"]?["rows"] == .number(40))
  }

  @Test(arguments: Sample.Kind.allCases, Precision.allCases)
  func writesTheDocumentAsFoundationDoes(kind: Sample.Kind, precision: Precision) throws {
    let document = try Sample(kind, precision).model.document
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    let expected = String(decoding: try encoder.encode(document), as: UTF8.self)
    let written = try JSONTextEncoder.encode(document, .indented, .snakeCase)
    #expect(String(decoding: written, as: UTF8.self) == expected)
  }

  @Test func opensAModelThatIsPackedOtherwise() throws {
    let model = try Model(archive: try golden("deflated.npz"))
    #expect(model.document.name == "study-iris")
    #expect(model.document.weightsSHA256 == model.network.weightsSHA256)
    // Saved again, it is the same model in another packing.
    let saved = try model.archive()
    #expect(try Model(archive: saved) == model)
    let reader = try ArchiveReader(bytes: try golden("deflated.npz"))
    let again = try ArchiveReader(bytes: saved)
    #expect(again.members == reader.members)
    for member in reader.members {
      #expect(try again.contents(of: member.name) == reader.contents(of: member.name))
    }
  }

  @Test func probesAsManyRowsAsThereAre() throws {
    #expect(try Model(archive: try Sample(.binary).archive()).probe.rows == 16)
    #expect(try Model(archive: try Sample(.binary, rows: 9).archive()).probe.rows == 9)
  }

  @Test func worksWithoutHiddenLayers() throws {
    let sample = try Sample(.regression, .float32, hidden: [])
    #expect(try Model(archive: try sample.archive()) == sample.model)
  }

  @Test func keepsMetricsThatOverflowed() throws {
    var document = try Sample(.regression).model.document
    document.metrics.test = Metrics(rows: 1, loss: .infinity, r2: -.infinity, meanAbsoluteError: 1)
    let sample = try Sample(.regression)
    let inputs = sample.model.probe
    let model = Model(document: document, network: sample.model.network, inputs: inputs)
    let test = try Model(archive: try model.archive()).document.metrics.test
    #expect(test?.loss.isNaN == true)
    #expect(test?.r2?.isNaN == true)
    #expect(test?.meanAbsoluteError == 1)
  }

  @Test func neverWritesWeightsThatDiverged() throws {
    let sample = try Sample(.binary)
    guard case .float64(var network) = sample.model.network else { return }
    network.layers[1].bias[2] = .nan
    let model = Model(
      document: sample.model.document, network: .float64(network), inputs: sample.model.probe)
    let error = try failure { () throws(ModelError) in _ = try model.archive() }
    #expect(error == .notFinite(array: "layers/1/bias", index: 2))
  }
}
