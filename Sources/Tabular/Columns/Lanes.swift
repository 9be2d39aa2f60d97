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

/// Asks the kernel for large pages.
enum LargePages {
  private static let size = 2 << 20
  /// What stands before the elements of a large array in its own mapping: the header of the array,
  /// and that of malloc. One page has room for both.
  private static let header = 4096

  /// Advises the pages of a buffer of which no more than the start was touched yet.
  ///
  /// A large buffer costs a fault for each 4 KiB otherwise. The first large page was touched when
  /// the header was written, so it is asked for at once. Where the kernel gives no large pages,
  /// nothing changes (madvise(2), MADV_HUGEPAGE; MADV_COLLAPSE from Linux 6.1 on).
  static func advise(_ start: UnsafeMutableRawPointer, bytes: Int) {
    let first = UInt(bitPattern: start) & ~4095
    let end = (UInt(bitPattern: start) + UInt(bytes) + 4095) & ~4095
    guard bytes >= size, end > first, let page = UnsafeMutableRawPointer(bitPattern: first) else {
      return
    }
    madvise(page, Int(end - first), MADV_HUGEPAGE)
    if first & UInt(size - 1) == 0 { madvise(page, size, collapse) }
  }

  /// MADV_COLLAPSE, which Debian 12's headers lack.
  private static let collapse: Int32 = 25

  /// How many bytes to reserve for an array of `bytes` so that it lies in large pages wholly.
  ///
  /// Linux aligns a mapping to large pages when its length is a multiple of them. Up to a third
  /// more is worth that.
  static func rounded(_ bytes: Int) -> Int {
    let whole = (bytes + header + size - 1) / size * size - header
    return whole - bytes <= bytes / 3 ? whole : bytes
  }
}
