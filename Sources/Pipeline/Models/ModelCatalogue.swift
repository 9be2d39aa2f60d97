import Files
import Models
import Perceptron
package import Reports
import RunLog
import Tabular

/// What there is to tell about the saved models of a root; nothing is changed, and the run log need
/// not be there.
package struct ModelCatalogue {
  private let root: Root
  private let store: ModelStore
  private let log: RunLogReader?

  /// Opens a root's models.
  package init(root: Root) throws {
    self.root = root
    store = ModelStore(root.models)
    log =
      try FileSystem.exists(root.runLog)
      ? RunLogReader(path: root.runLog.text ?? root.runLog.displayed) : nil
  }

  /// All models, by name.
  package func list() throws -> [ModelSummary] {
    try store.list().map { entry in
      let run = try entry.current.flatMap { try runRecord($0) }
      let metrics = try run.map { try log?.metrics(of: $0.id) ?? [] } ?? []
      return ModelSummary(
        model: entry.name, current: entry.current, trial: run?.name,
        versions: try versions(of: entry).count,
        since: try log?.promotions(of: entry.name).last?.at.text,
        metrics: MetricRow.values(metrics, of: .test))
    }
  }

  /// Everything about one model.
  ///
  /// - Throws: `unknownModel`; what is wrong with its current file.
  package func show(_ name: String) throws -> ModelDetails {
    guard let entry = try store.list().first(where: { $0.name == name }) else {
      throw ModelError.unknownModel(
        name, store: store.root, available: try store.list().map(\.name))
    }
    let runs = try versions(of: entry)
    let versions = try runs.map { run in
      let record = try runRecord(run)
      let path = try store.path(name: name, run: run)
      return ModelDetails.Version(
        run: run, name: record?.name, trained_at: record?.startedAt.text,
        current: run == entry.current, checkpoint: root.located(root.relative(path).displayed),
        weights_sha256: record?.weightsSHA256,
        metrics: MetricRow.values(try log?.metrics(of: run) ?? [], of: .test))
    }
    let history = try log?.promotions(of: name) ?? []
    let newest = entry.current ?? entry.runs.last
    let document = try newest.map {
      try Model(file: try store.path(name: name, run: $0)).document
    }
    return ModelDetails(
      model: name, current: entry.current, versions: versions,
      other_runs: entry.runs.count - versions.count,
      history: history.map { .init(at: $0.at.text, run: $0.run, cause: $0.cause.rawValue) },
      described: document.map { ModelDetails.Description($0, run: newest ?? "") })
  }

  /// Opens every version of some models, or of all, and compares it with the run log.
  package func verify(_ names: [String]) throws -> [ModelCheck] {
    let entries = try store.list()
    for name in names where !entries.contains(where: { $0.name == name }) {
      throw ModelError.unknownModel(name, store: store.root, available: entries.map(\.name))
    }
    var checks: [ModelCheck] = []
    for entry in entries where names.isEmpty || names.contains(entry.name) {
      for run in entry.runs {
        checks.append(
          ModelCheck(model: entry.name, run: run, problem: try problem(entry.name, run)))
      }
      if let wanted = try log?.currentModel(named: entry.name), wanted.run != entry.current {
        checks.append(
          ModelCheck(
            model: entry.name, run: wanted.run,
            problem: "is current in the run log, but current.npz leads to "
              + "\(entry.current ?? "nothing"); the next promotion or training sets it right"))
      }
    }
    return checks
  }

  /// The saved runs that a job has chosen or somebody has promoted, and those which the run log does
  /// not know; the other runs of studies are saved too, and are no versions.
  private func versions(of entry: ModelStore.Entry) throws -> [String] {
    guard let log else { return entry.runs }
    let chosen = Set(try log.models(named: entry.name).map(\.run))
    let known = Set(try log.runs(filter: RunFilter(model: entry.name)).map(\.id))
    return entry.runs.filter { chosen.contains($0) || !known.contains($0) }
  }

  private func problem(_ name: String, _ run: String) throws -> String? {
    let model: Model
    do throws(ModelError) {
      model = try Model(file: try store.path(name: name, run: run))
    } catch {
      return "\(error)"
    }
    guard model.document.name == name, model.document.run == run else {
      return "the file is that of \(model.document.name)@\(model.document.run)"
    }
    guard let expected = try runRecord(run)?.weightsSHA256 else { return nil }
    return expected == model.document.weightsSHA256
      ? nil : "its weights are not those that the run log has"
  }

  private func runRecord(_ run: String) throws -> RunRecord? {
    do throws(RunLogError) {
      guard let record = try log?.run(run), record.id == run else { return nil }
      return record
    } catch .noSuchRun {
      return nil
    } catch .ambiguousRun {
      return nil
    }
  }
}

extension MetricRow {
  /// The metrics of one part by name.
  fileprivate static func values(
    _ rows: [MetricRow], of part: MetricPart
  ) -> [String: Double] {
    Dictionary(
      rows.filter { $0.part == part }.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
  }
}

extension ModelDetails.Description {
  /// Describes what a model's file says.
  fileprivate init(_ document: ModelDocument, run: String) {
    self.init(
      run: run, task: document.signature.target.task.rawValue,
      target: document.signature.target.name, classes: document.signature.target.classes,
      columns: document.signature.columns.map { .init(name: $0.name, kind: $0.kind.rawValue) },
      inputs: document.architecture.inputs, hidden: document.architecture.hidden,
      outputs: document.architecture.outputs,
      activation: document.architecture.activation.rawValue,
      parameters: document.architecture.parameterCount, precision: "\(document.precision)",
      epochs_run: document.epochsRun, dataset: document.dataset.name,
      dataset_sha256: document.dataset.sha256, train_rows: document.split.trainRows,
      test_rows: document.split.testRows)
  }
}
