import Glibc

/// Work that is shared by a few threads.
enum Lanes {
  /// Calls `body` once for each lane, 0..<count, at the same time, and returns when all are done.
  ///
  /// The caller's thread takes the first lane; a thread that the system does not give has its lane
  /// done by the caller too, which only costs time.
  static func run(_ count: Int, _ body: (Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      var threads: [pthread_t] = []
      var left: [Int] = []
      for lane in 1..<max(1, count) {
        if let thread = start(Lane(number: lane, body: body)) {
          threads.append(thread)
        } else {
          left.append(lane)
        }
      }
      body(0)
      for lane in left { body(lane) }
      for thread in threads { pthread_join(thread, nil) }
    }
  }

  /// The part of 0..<`total` that a lane of `count` does, cut at multiples of `step`.
  static func part(_ lane: Int, of count: Int, _ total: Int, step: Int) -> Range<Int> {
    let steps = (total + step - 1) / step
    return min(total, steps * lane / count * step)..<min(total, steps * (lane + 1) / count * step)
  }

  private final class Lane {
    let number: Int
    let body: (Int) -> Void

    init(number: Int, body: @escaping (Int) -> Void) {
      self.number = number
      self.body = body
    }
  }

  private static func start(_ lane: Lane) -> pthread_t? {
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(lane)
    let status = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        let lane = Unmanaged<Lane>.fromOpaque(argument).takeRetainedValue()
        lane.body(lane.number)
        return nil
      }, argument.toOpaque())
    if status == 0 { return thread }
    argument.release()
    return nil
  }
}
