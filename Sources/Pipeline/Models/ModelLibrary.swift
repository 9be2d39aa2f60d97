import Files
import Models
import RunLog

/// The saved models of a root with what the run log knows of them, to look at and to change which
/// version is current.
package struct ModelLibrary {
  /// A version that became current.
  package struct Change: Sendable, Equatable {
    package let model: String
    package let run: String
    /// What was current before; nil where nothing was.
    package let before: String?
  }

  private let root: Root
  private let store: ModelStore
  private let log: RunLog

  /// Opens a root's models and its run log for writing; both must be there.
  ///
  /// What a kill has left between the run log and a link is set right first.
  package init(root: Root) throws {
    self.root = root
    store = ModelStore(root.models)
    log = try RunLog(path: root.runLog.text ?? root.runLog.displayed, create: false)
    try current.settleAll()
  }

  private var current: CurrentModel { CurrentModel(root: root, log: log, store: store) }

  /// Makes a saved version current, after its file was checked.
  ///
  /// - Parameter reference: `model@run`; the start of the run's id is enough where it is unique.
  /// - Throws: `ModelError` where there is no such version or its file is damaged; `noSuchRun` where
  ///   the run log does not know it.
  package func promote(_ reference: String) throws -> Change {
    let path = try store.resolve(reference: reference)
    let document = try Model(file: path).document
    return try makeCurrent(model: document.name, run: document.run, cause: .promote)
  }

  /// Makes the version current that was so before the current one.
  ///
  /// - Throws: `Failure` where there is none.
  package func rollBack(_ model: String) throws -> Change {
    try ModelName.checked(model)
    let history = try log.promotions(of: model)
    guard let previous = history.previous else {
      throw Failure(
        code: "no-earlier-version",
        message: history.isEmpty
          ? "no model \(model) in the run log; `backdrop models list` shows them"
          : "no version of \(model) was current before this one", exitCode: 66)
    }
    _ = try Model(file: try store.path(name: model, run: previous))
    return try makeCurrent(model: model, run: previous, cause: .rollback)
  }

  private func makeCurrent(
    model: String, run: String, cause: PromotionCause
  ) throws -> Change {
    let record = try log.run(run)
    let before = try log.currentModel(named: model)?.run
    let path = try store.path(name: model, run: run)
    guard record.id == run, record.model == model, try FileSystem.exists(path) else {
      throw RunLogError.noSuchRun(id: run)
    }
    if before != run {
      try log.makeCurrent(
        ModelRecord(
          model: model, run: run, checkpoint: root.relative(path).displayed, isCurrent: true),
        cause: cause)
    }
    try current.settle(model)
    return Change(model: model, run: run, before: before)
  }
}
