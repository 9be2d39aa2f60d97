import Files

/// The entries of the inbox over several looks, by place and by name.
///
/// A folder may hold a hundred thousand files: one look costs one pass over it and keeps one record
/// a file, and nothing is sorted or compared pairwise.
struct InboxIndex {
  /// The records; nil where a file went.
  private(set) var slots: [InboxEntry?] = []
  private var places: [FileName: Int32] = [:]
  private var free: [Int32] = []
  private var generation: UInt32 = 0
  /// Names whose ending is not in lower case, under the name with the ending in lower case.
  private var oddNames: [FileName: Set<FileName>] = [:]

  /// How many entries there are.
  var count: Int { places.count }

  /// Takes in all that lies in the folder now.
  ///
  /// - Throws: what the file system says; the index is as good as after an earlier look then.
  mutating func look(into folder: FilePath, at now: Double) throws(FileError) {
    generation &+= 1
    try DirectoryScan.forEach(of: folder) { entry in see(entry, at: now) }
    for (place, entry) in slots.enumerated() {
      if let entry, entry.generation != generation { forget(entry.name, Int32(place)) }
    }
  }

  private mutating func see(_ found: DirectoryEntry, at now: Double) {
    if let place = places[found.name] {
      slots[Int(place)]?.see(found.status, at: now)
      slots[Int(place)]?.generation = generation
      return
    }
    guard let role = InboxFile.role(ofName: found.name) else { return }
    let entry = InboxEntry(
      name: found.name, roleOfName: role, firstSeen: now, unchangedSince: now,
      generation: generation, status: found.status)
    if let place = free.popLast() {
      slots[Int(place)] = entry
      places[found.name] = place
    } else {
      places[found.name] = Int32(slots.count)
      slots.append(entry)
    }
    if let plain = Self.plain(found.name) { oddNames[plain, default: []].insert(found.name) }
  }

  private mutating func forget(_ name: FileName, _ place: Int32) {
    slots[Int(place)] = nil
    places[name] = nil
    free.append(place)
    if let plain = Self.plain(name) {
      oddNames[plain]?.remove(name)
      if oddNames[plain]?.isEmpty == true { oddNames[plain] = nil }
    }
  }

  /// The name with its ending in lower case; nil where it is so already.
  private static func plain(_ name: FileName) -> FileName? {
    guard let ending = InboxFile.ending(of: name), !ending.isLowercase else { return nil }
    return name.dropping(last: ending.text.utf8.count).appending(ending.text)
  }

  /// The place of a name.
  func place(of name: FileName) -> Int? { places[name].map { Int($0) } }

  /// The entry at a place that is known to be taken.
  subscript(place: Int) -> InboxEntry {
    get {
      guard let entry = slots[place] else { preconditionFailure("nothing lies at \(place)") }
      return entry
    }
    set { slots[place] = newValue }
  }

  /// The places of the files with a stem and one of some endings, whatever the endings' case; those
  /// with the first ending come first.
  func places(stem: FileName, endings: [String]) -> [Int] {
    endings.flatMap { ending in
      let plain = stem.appending("." + ending)
      let odd = oddNames[plain].map { $0.sorted() } ?? []
      return ([plain] + odd).compactMap { place(of: $0) }
    }
  }
}
