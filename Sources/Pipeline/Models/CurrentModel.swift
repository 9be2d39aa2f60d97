import Files
import Models
import RunLog

/// Which version of a model is current: the run log says it, and `current.npz` follows.
///
/// The run log is changed first, so a kill in between leaves a link that the next one who writes
/// sets right. Two processes may change a model at once: whoever sets the link looks afterwards
/// whether the run log still says so.
struct CurrentModel {
  let root: Root
  let log: RunLog
  let store: ModelStore

  /// Lets `current.npz` lead where the run log says; a version whose file is gone is left alone.
  func settle(_ model: String) throws {
    while let wanted = try log.currentModel(named: model) {
      guard try store.currentRun(of: model) != wanted.run,
        try FileSystem.exists(root.directory.appending(wanted.checkpoint))
      else { return }
      try store.makeCurrent(name: model, run: wanted.run)
      if try log.currentModel(named: model)?.run == wanted.run { return }
    }
  }

  /// Does so for every model.
  func settleAll() throws {
    for model in try log.currentModels() { try settle(model.model) }
  }
}
