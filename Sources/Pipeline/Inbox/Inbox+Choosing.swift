import Files

/// How the inbox chooses whose turn it is.
extension Inbox {
  /// What decides when a candidate's turn is: small, because a hundred thousand may be sorted.
  private struct Age {
    let modifiedNanoseconds: Int64
    let owner: UInt32
    let place: Int
  }

  /// The age of the oldest of a candidate's files.
  private func age(of candidate: InboxPairing.Candidate) -> Age {
    let places = candidate.places
    let oldest = places.dropFirst().reduce(places[0]) { oldest, place in
      index[place].isOlder(than: index[oldest]) ? place : oldest
    }
    let status = index[oldest].status
    return Age(
      modifiedNanoseconds: status.modifiedNanoseconds, owner: status.owner, place: oldest)
  }

  /// Makes jobs of the oldest candidates, every user in turn.
  mutating func choose(
    from candidates: [InboxPairing.Candidate], limit: Int, pause: Waiting.Reason?, at look: Double,
    _ poll: inout Poll
  ) {
    let ages = candidates.map(age)
    let order = FairShare.order(
      ages, owner: \.owner, limit: pause == nil ? limit : 0,
      isOlder: { left, right in
        left.modifiedNanoseconds == right.modifiedNanoseconds
          ? index[left.place].name < index[right.place].name
          : left.modifiedNanoseconds < right.modifiedNanoseconds
      })
    var chosen = [Bool](repeating: false, count: candidates.count)
    for position in order {
      chosen[position] = true
      let candidate = candidates[position]
      if let obstacle = obstacle(to: candidate, at: look) {
        for place in candidate.places { poll.waiting.add(index[place], obstacle.reason) }
        if let failure = obstacle.failure { poll.failures.append(failure) }
      } else {
        var drop = drop(candidate)
        if case .scoring(let model) = purpose { drop.scoredModel = model }
        poll.drops.append(drop)
      }
    }
    let reason = pause ?? .turn
    for (position, candidate) in candidates.enumerated() where !chosen[position] {
      for place in candidate.places { poll.waiting.add(index[place], reason) }
    }
  }

  /// What speaks against claiming a candidate now: a file that the daemon may not read, or that was
  /// touched since the scan, or that is being written.
  private mutating func obstacle(
    to candidate: InboxPairing.Candidate, at look: Double
  ) -> (reason: Waiting.Reason, failure: Failure?)? {
    for place in candidate.places where index[place].role != .special {
      let entry = index[place]
      do throws(FileError) {
        let file = try InputFile.open(folder.appending(entry.name))
        let isSame =
          file.status.isSameFile(as: entry.status) && file.status.size == entry.status.size
          && file.status.modifiedNanoseconds == entry.status.modifiedNanoseconds
        if !isSame { return (.growing(bytesPerSecond: nil), nil) }
        if !entry.isWhole, look - entry.unchangedSince < Self.openLooks * rules.pollSeconds,
          file.isOpenForWriting == true
        {
          return (.openForWriting, nil)
        }
      } catch {
        // What is no file any more is seen as such by the next scan.
        guard case .system = error, error.code != "no-such-file" else {
          return (.growing(bytesPerSecond: nil), nil)
        }
        note(Failure(error), of: place)
        return (.unreadable(error.description), Failure(error))
      }
    }
    return nil
  }

  private func drop(_ candidate: InboxPairing.Candidate) -> Drop {
    switch candidate {
    case .pair(let config, let data):
      Drop(config: index[config].file, dataset: .file(index[data].file))
    case .config(let config, let archived):
      Drop(
        config: index[config].file,
        dataset: archived.map { .archived(name: $0.displayed) } ?? .none)
    case .data(let data): Drop(dataset: .file(index[data].file))
    case .stray(let stray): Drop(stray: index[stray].file)
    }
  }
}
