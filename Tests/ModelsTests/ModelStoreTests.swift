import Files
import Models
import Numerics
import Testing

struct ModelStoreTests {
  let directory: TemporaryDirectory
  let store: ModelStore

  init() throws {
    directory = try TemporaryDirectory()
    store = ModelStore(directory.path.appending("models"))
  }

  /// Saves a small model as a run.
  @discardableResult
  private func save(_ name: String, _ run: String, seed: UInt32 = 1) throws -> FilePath {
    try store.save(try Sample(.binary, seed: seed, hidden: [2]).model, name: name, run: run)
  }

  private func error(_ reference: String) throws -> ModelError {
    try failure { () throws(ModelError) in _ = try store.resolve(reference: reference) }
  }

  @Test func savesUnderModelAndRun() throws {
    let path = try save("iris", "r1")
    #expect(path == store.root.appending("iris/r1.npz"))
    #expect(try Model(file: path) == (try Sample(.binary, hidden: [2]).model))
    let names = try DirectoryScan.entries(of: path.parent).map(\.name)
    #expect(names == ["r1.npz"], "no temporary file stays behind")
  }

  @Test func savesTheSameHoweverItIsVerified() throws {
    let model = try Sample(.binary, hidden: [2]).model
    let opened = try save("iris", "r1")
    let compared = try store.save(model, name: "iris", run: "r2", verifying: .bytes)
    #expect(
      try InputFile.contents(of: opened, origin: .named)
        == InputFile.contents(of: compared, origin: .named))
  }

  /// What is kept of one model to save the next must not get into another.
  @Test func savesEachModelAsByItself() throws {
    let models = try [
      Sample(.binary, hidden: [2]), Sample(.binary, seed: 2, hidden: [2]),
      Sample(.binary, rows: 41, hidden: [2]), Sample(.multiclass, .float32, hidden: [70]),
      Sample(.regression, hidden: [2]), Sample(.binary, hidden: [2]),
    ].map(\.model)
    for (number, model) in models.enumerated() {
      let file = try store.save(model, name: "any", run: "r\(number)", verifying: .bytes)
      #expect(try InputFile.contents(of: file, origin: .named) == model.archive(), "\(number)")
    }
  }

  @Test func switchesTheCurrentRun() throws {
    try save("iris", "r1")
    #expect(try store.currentRun(of: "iris") == nil)
    try store.makeCurrent(name: "iris", run: "r1")
    try save("iris", "r2", seed: 2)
    #expect(try store.resolve(reference: "iris") == store.root.appending("iris/r1.npz"))
    try store.makeCurrent(name: "iris", run: "r2")
    #expect(try store.resolve(reference: "iris") == store.root.appending("iris/r2.npz"))
    #expect(try store.open(reference: "iris") == (try Sample(.binary, seed: 2, hidden: [2]).model))
    let link = store.root.appending("iris/current.npz")
    #expect(try FileSystem.symlinkTarget(of: link) == "r2.npz")
    #expect(try Model(file: link).document.name == "sample")
  }

  @Test func listsModelsAndRuns() throws {
    #expect(try store.list().isEmpty)
    try save("wine", "b")
    try save("iris", "r2")
    try save("iris", "r1")
    try store.makeCurrent(name: "iris", run: "r1")
    _ = try directory.write([1], to: "models/README.md")
    _ = try directory.write([1], to: "models/iris/notes.txt")
    let entries = try store.list()
    #expect(entries.map(\.name) == ["iris", "wine"])
    #expect(entries.map(\.runs) == [["r1", "r2"], ["b"]])
    #expect(entries.map(\.current) == ["r1", nil])
  }

  @Test func replacesARunThatIsSavedAgain() throws {
    try save("iris", "r1")
    let path = try save("iris", "r1", seed: 2)
    #expect(try Model(file: path) == (try Sample(.binary, seed: 2, hidden: [2]).model))
  }

  @Test func findsARunByTheStartOfItsId() throws {
    try save("iris", "20260102-aa")
    try save("iris", "20260102-ab")
    try save("iris", "20260102")
    #expect(
      try store.resolve(reference: "iris@20260102-ab")
        == store.root.appending("iris/20260102-ab.npz"))
    #expect(
      try store.resolve(reference: "iris@20260102") == store.root.appending("iris/20260102.npz"),
      "a whole id wins over the start of others")
    #expect(
      try error("iris@20260102-a")
        == .ambiguousRun(
          model: "iris", prefix: "20260102-a", matching: ["20260102-aa", "20260102-ab"]))
    #expect(
      try error("iris@x")
        == .unknownRun(
          model: "iris", run: "x", available: ["20260102", "20260102-aa", "20260102-ab"]))
    #expect(try error("iris@").code == "unknown-run")
  }

  @Test func suggestsWhatWasMeant() throws {
    try save("iris", "r1")
    try save("wine", "r1")
    #expect(
      try error("irsi").description
        == "no model \"irsi\" in \(store.root); did you mean \"iris\"?; "
        + "the models there are: iris, wine")
    #expect(
      try error("iris@r2").description
        == "model \"iris\" has no run \"r2\"; did you mean \"r1\"?; its runs are: r1")
    #expect(
      try error("iris").description
        == "model \"iris\" has no current run; name one as iris@RUN; its runs are: r1")
  }

  @Test func saysWhenThereIsNoModel() throws {
    let error = try error("iris")
    #expect(error == .unknownModel("iris", store: store.root, available: []))
    #expect(error.exitCode == 66)
    #expect(error.description == "no model \"iris\" in \(store.root); there are none")
  }

  @Test(arguments: ["a/b", "./iris", "iris.npz", "/tmp/x.npz"])
  func takesPathsAsTheyAre(reference: String) throws {
    #expect(try store.resolve(reference: reference) == FilePath(reference))
  }

  @Test func namesTheFileInErrors() throws {
    let file = try directory.write(Array("hello".utf8), to: "x.npz")
    let error = try failure { () throws(ModelError) in _ = try Model(file: file) }
    #expect(error.code == "not-a-model")
    #expect(error.exitCode == 65)
    #expect(error.description == "\(file): not a model: this looks like text")
    let missing = directory.path.appending("y.npz")
    let none = try failure { () throws(ModelError) in _ = try Model(file: missing) }
    #expect(none.exitCode == 66)
    #expect(none.description == "\(missing): cannot examine: No such file or directory")
  }

  @Test func refusesToMakeAnUnsavedRunCurrent() throws {
    try save("iris", "r1")
    let error = try failure { () throws(ModelError) in
      try store.makeCurrent(name: "iris", run: "r2")
    }
    #expect(error == .unknownRun(model: "iris", run: "r2", available: ["r1"]))
  }

  @Test(arguments: ["..", "a/b", "", "current"])
  func refusesRunsThatLeaveTheirPlace(run: String) throws {
    let error = try failure { () throws(ModelError) in
      _ = try store.path(name: "iris", run: run)
    }
    #expect(error.code == "bad-name")
    #expect(error.exitCode == 64)
  }
}
