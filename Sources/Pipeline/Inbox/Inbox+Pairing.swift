import Experiments
import Files

/// How the inbox finds out what belongs together.
extension Inbox {
  // MARK: - Configs

  /// Reads the configs that hold still and were not read yet, as many as one poll may.
  ///
  /// - Returns: how many are left.
  mutating func readConfigs(_ configs: [Int], _ pairing: InboxPairing) -> Int {
    let unread = configs.filter {
      index[$0].content == .unread && pairing.isStill[$0] && blocks[index[$0].name] == nil
    }
    let order = FairShare.order(
      unread, owner: { index[$0].status.owner }, limit: Self.readLimit,
      isOlder: { index[$0].isOlder(than: index[$1]) })
    for position in order {
      let place = unread[position]
      guard let bytes = contents(of: place) else { continue }
      index[place].content =
        switch ConfigPreview(bytes) {
        case .broken: .broken
        case .unnamed: .read(nil)
        case .named(let name): .read(FileName(name))
        }
    }
    return unread.count - order.count
  }

  /// A config's bytes; nil where it cannot be read now, which is noted.
  private mutating func contents(of place: Int) -> [UInt8]? {
    let name = index[place].name
    do throws(FileError) {
      return try InputFile.contents(
        of: folder.appending(name), limit: Int64(Study.configByteLimit))
    } catch {
      // A refusal of ours, such as a file that is too large, is the job's to tell.
      guard case .system = error, error.code != "no-such-file" else { return [] }
      note(Failure(error), of: place)
      return nil
    }
  }

  mutating func note(_ failure: Failure, of place: Int) {
    let entry = index[place]
    blocks[entry.name] = Block(
      reason: .unreadable(failure.message), failure: failure, until: now + Self.blockSeconds,
      changedNanoseconds: entry.status.changedNanoseconds)
  }

  /// Pairs a config with the CSV that it names, else with the CSV of its stem.
  mutating func pair(
    _ place: Int, _ pairing: inout InboxPairing, _ isArchived: (FileName) throws -> Bool,
    _ poll: inout Poll
  ) throws {
    let entry = index[place]
    let stem = InboxFile.stem(of: entry.name)
    let named: FileName? = if case .read(let name) = entry.content { name } else { nil }
    let fitting =
      named.map { index.place(of: $0).map { [$0] } ?? [] }
      ?? index.places(stem: stem, endings: ["csv", "csv.gz"])
    let data = fitting.filter { index[$0].role == .data }
    guard pairing.isStill[place], entry.content != .unread else {
      for place in data { pairing.isExpected[place] = true }
      return
    }
    if let found = data.first(where: { pairing.isStill[$0] && !pairing.isTaken[$0] }) {
      pairing.take(.pair(config: place, data: found))
      return
    }
    let names = named.map { [$0] } ?? [stem.appending(".csv"), stem.appending(".csv.gz")]
    if !data.isEmpty {
      // It is growing, or another config takes it at this poll and archives it.
      for place in data { pairing.isExpected[place] = true }
      poll.waiting.add(entry, .data(name: names[0].displayed))
      pairing.isTaken[place] = true
      return
    }
    if !names.allSatisfy({ !newlyArchived.contains($0) }) { index[place].isDataMissing = false }
    if try isBroken(place) {
      pairing.take(.config(place, archived: nil))
    } else if !index[place].isDataMissing, let name = try names.first(where: isArchived) {
      pairing.take(.config(place, archived: name))
    } else if entry.secondsSinceChange > rules.dataTimeoutSeconds {
      pairing.take(.config(place, archived: names[0]))
    } else {
      index[place].isDataMissing = true
      poll.waiting.add(entry, .data(name: names[0].displayed))
      pairing.isTaken[place] = true
    }
  }

  /// Whether a config whose data are not there is refused whatever the data: then it need not wait
  /// for them. Known once for each content.
  private mutating func isBroken(_ place: Int) throws -> Bool {
    if index[place].content == .broken { return true }
    if index[place].isDataMissing { return false }
    guard let bytes = contents(of: place) else { return false }
    if !Study.isReadable(config: bytes) { index[place].content = .broken }
    return index[place].content == .broken
  }

  // MARK: - What is left

  /// Takes a CSV without a config after a grace, and at once what can never be part of a job.
  mutating func takeAlone(
    _ place: Int, at look: Double, holdData: Bool, _ pairing: inout InboxPairing, _ poll: inout Poll
  ) {
    guard let entry = index.slots[place] else { return }
    if let block = blocks[entry.name] {
      poll.failures.append(block.failure)
      poll.waiting.add(entry, block.reason)
    } else if !pairing.isStill[place] {
      poll.waiting.add(entry, .growing(bytesPerSecond: entry.bytesPerSecond.map { Int($0) }))
    } else {
      switch entry.role {
      case .config where purpose == .training: poll.waiting.add(entry, .turn)
      case .config: pairing.take(.stray(place))
      case .special, .other: pairing.take(.stray(place))
      case .data:
        let since = max(entry.firstSeen, entry.unchangedSince)
        if let config = blockedConfig(of: entry) {
          poll.waiting.add(entry, .unreadable("its config \(config.displayed) cannot be read"))
        } else if pairing.isExpected[place] || holdData || isGrace(look - since) {
          poll.waiting.add(entry, .config)
        } else {
          pairing.take(.data(place))
        }
      }
    }
  }

  /// Whether a config may still come for a CSV that has held still for some seconds.
  private func isGrace(_ seconds: Double) -> Bool {
    purpose == .training && seconds < rules.graceSeconds
  }

  private func blockedConfig(of data: InboxEntry) -> FileName? {
    if blocks.isEmpty || purpose != .training { return nil }
    return index.places(stem: InboxFile.stem(of: data.name), endings: ["json", "json5"])
      .map { index[$0].name }.first { blocks[$0] != nil }
  }
}
