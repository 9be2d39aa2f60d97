import Threads

/// Wakes a loop that scans directories before its time, when something changes in them.
///
/// It never replaces the scan: inotify may be used up, lose events, or not see a network file
/// system's changes. Without inotify, `wait` simply lasts the whole time.
package final class DirectoryWatch: Sendable {
  /// An entry of one of the watched directories.
  package struct Entry: Hashable, Sendable {
    /// The directory's place in the list that the watch was made with.
    package let directory: Int
    /// The entry's name.
    package let name: FileName

    /// Names an entry.
    package init(directory: Int, name: FileName) {
      self.directory = directory
      self.name = name
    }
  }

  /// What events have told since they were asked for.
  private struct Seen {
    /// The directories' places by the numbers that their events bear.
    var places: [Int32: Int] = [:]
    var renamedIn: Set<Entry> = []
    var isNew = false
    /// News that were read by another call than `wait`, and that no call has told of yet.
    var isUntold = false
  }

  private let inotify: Int32?
  private let wakeUp: (reading: Int32, writing: Int32)?
  private let seen = Monitor(Seen())
  /// Whether every directory is watched; otherwise some changes are seen only by the next scan.
  package let isComplete: Bool

  /// Starts to watch the directories, as far as the system allows.
  package convenience init(_ directories: [FilePath]) {
    self.init(directories, inotify: Syscall.inotify())
  }

  /// Starts to watch with the given inotify instance, nil for none.
  package init(_ directories: [FilePath], inotify: Int32?) {
    self.inotify = inotify
    wakeUp = Syscall.pipe()
    var places: [Int32: Int] = [:]
    if let inotify {
      for (place, directory) in directories.enumerated() {
        if let number = Syscall.watch(directory, with: inotify) { places[number] = place }
      }
    }
    isComplete = places.count == directories.count
    seen.withLock { $0.places = places }
  }

  deinit {
    for descriptor in [inotify, wakeUp?.reading, wakeUp?.writing] {
      if let descriptor { Syscall.closeQuietly(descriptor) }
    }
  }

  /// Watches one directory more, as far as the system allows.
  ///
  /// - Parameter place: the place that its entries shall bear; one of its own.
  package func add(_ directory: FilePath, place: Int) {
    guard let inotify, let number = Syscall.watch(directory, with: inotify) else { return }
    seen.withLock { $0.places[number] = place }
  }

  /// Waits until something changes, `wake` is called, a signal comes or the time is over.
  ///
  /// What happened since the last call counts too, so nothing falls between two calls.
  /// - Parameter signals: signals that end the wait too.
  /// - Returns: whether it returned before the time was over.
  package func wait(seconds: Double, signals: SignalWatch? = nil) -> Bool {
    let descriptors = [inotify, wakeUp?.reading, signals?.descriptor].compactMap { $0 }
    let isUntold = seen.withLock { $0.isUntold }
    let milliseconds = isUntold ? 0 : Int32(min(max(seconds, 0) * 1000, 1e9).rounded(.up))
    let isEarly = Syscall.poll(descriptors, milliseconds: milliseconds)
    if let wakeUp { Syscall.drain(wakeUp.reading) }
    let isEvent = readEvents()
    seen.withLock { $0.isUntold = false }
    return isUntold || isEvent || isEarly
  }

  /// The entries of a directory that came by a rename, so that they are whole, and were not replaced
  /// since.
  ///
  /// To be called after a scan: an entry that the scan saw and that was replaced before it has its
  /// event by then. Each is given once; those that the scan did not see are kept for the next one.
  /// - Parameters:
  ///   - directory: the directory's place.
  ///   - isSeen: whether the scan saw a name.
  package func takeRenamedIn(directory: Int, where isSeen: (FileName) -> Bool) -> [FileName] {
    _ = readEvents()
    return seen.withLock { seen in
      let taken = seen.renamedIn.filter { $0.directory == directory && isSeen($0.name) }
      seen.renamedIn.subtract(taken)
      return taken.map(\.name)
    }
  }

  /// Whether anything came or changed since the last call; what only went is no news.
  package func takeNews() -> Bool {
    _ = readEvents()
    return seen.withLock { seen in
      defer {
        seen.isNew = false
        seen.isUntold = false
      }
      return seen.isNew
    }
  }

  /// Ends the present `wait`, or the next one; from any thread, and from a signal handler.
  package func wake() {
    if let wakeUp { Syscall.poke(wakeUp.writing) }
  }

  /// - Returns: whether there was any event.
  private func readEvents() -> Bool {
    guard let inotify else { return false }
    return seen.withLock { seen in
      var isEvent = false
      Syscall.events(of: inotify) { event in
        isEvent = true
        // What is lost may have told of a name that ended.
        if event.isOverflow { seen.renamedIn = [] }
        if event.isOverflow || event.isComing {
          seen.isNew = true
          seen.isUntold = true
        }
        guard let place = seen.places[event.watch] else { return }
        let entry = Entry(directory: place, name: event.name)
        if event.endsName { seen.renamedIn.remove(entry) }
        if event.isRenamedIn { seen.renamedIn.insert(entry) }
      }
      return isEvent
    }
  }
}
