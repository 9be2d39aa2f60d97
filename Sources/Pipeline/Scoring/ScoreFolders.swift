import Files
import Models
import RunLog

/// The folders `score/<model>/`, whose CSVs are to be scored: each is looked into like an inbox of its
/// own.
struct ScoreFolders {
  private let root: Root
  private let store: ModelStore
  private var inboxes: [String: (inbox: Inbox, place: Int)] = [:]

  init(_ root: Root) {
    self.root = root
    store = ModelStore(root.models)
  }

  /// Leaves a file alone for a while: it could not be moved.
  mutating func block(_ name: FileName, of model: String, _ failure: Failure) {
    inboxes[model]?.inbox.block(name, failure)
  }

  /// Looks into every folder and adds what it finds to a poll.
  ///
  /// - Parameters:
  ///   - limit: most jobs that all folders together may give.
  ///   - pause: what everything waits for that is ready; nil where it is claimed.
  ///   - watch: is told of folders that are new.
  mutating func poll(
    limit: Int, pause: Waiting.Reason?, rules: Inbox.Rules, watch: DirectoryWatch,
    into poll: inout Inbox.Poll
  ) throws {
    var models: Set<String> = []
    for entry in try DirectoryScan.entries(of: root.score) {
      guard entry.status.kind == .directory, let model = entry.name.text,
        ModelName.fault(in: model) == nil
      else { continue }
      models.insert(model)
      if inboxes[model] == nil {
        let place = 2 + inboxes.count
        let folder = root.score.appending(entry.name)
        inboxes[model] = (Inbox(folder, for: .scoring(model: model), rules: rules), place)
        watch.add(folder, place: place)
      }
    }
    // A folder that is gone keeps its place: places are never given twice.
    for model in inboxes.keys.sorted() where models.contains(model) {
      let place = inboxes[model]?.place ?? 0
      inboxes[model]?.inbox.rules = rules
      let missing = try store.currentRun(of: model) == nil
      // In place, and no copy: a folder may hold a hundred thousand files.
      let found = try inboxes[model]?.inbox.poll(
        limit: max(0, limit - poll.drops.count),
        pause: missing ? .model(model) : pause,
        renamedIn: { watch.takeRenamedIn(directory: place, where: $0) }, isArchived: { _ in false })
      guard let found else { continue }
      poll.drops += found.drops
      poll.failures += found.failures
      poll.waiting.add(found.waiting)
      poll.oldestAt = [poll.oldestAt, found.oldestAt].compactMap(\.self).min()
    }
  }
}
