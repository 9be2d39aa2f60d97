/// The order in which what waits is taken: the oldest first, and every user in turn, so that one
/// user's flood starves nobody.
enum FairShare {
  /// The places of the first items in their order.
  ///
  /// Each round takes the oldest item of every owner; within a round, and among all items of one
  /// owner, the older comes first.
  /// - Parameters:
  ///   - owner: whose an item is.
  ///   - isOlder: whether the left item came before the right one; a strict order.
  ///   - limit: at most so many.
  /// - Complexity: O(n log n) comparisons.
  static func order<Item>(
    _ items: [Item], owner: (Item) -> UInt32, limit: Int = .max, isOlder: (Item, Item) -> Bool
  ) -> [Int] {
    guard limit > 0 else { return [] }
    let byAge = items.indices.sorted { isOlder(items[$0], items[$1]) }
    var queues: [UInt32: [Int]] = [:]
    var owners: [UInt32] = []
    for place in byAge {
      let owner = owner(items[place])
      if queues[owner] == nil { owners.append(owner) }
      queues[owner, default: []].append(place)
    }
    if owners.count == 1 { return Array(byAge.prefix(limit)) }
    var order: [Int] = []
    var round = 0
    while !owners.isEmpty, order.count < limit {
      owners.removeAll { owner in
        guard let queue = queues[owner], round < queue.count else { return true }
        if order.count < limit { order.append(queue[round]) }
        return false
      }
      round += 1
    }
    return order
  }
}
