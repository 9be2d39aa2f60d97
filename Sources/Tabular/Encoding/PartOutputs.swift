import Numerics

/// The outputs of the parts, [rows × width] each.
struct PartOutputs<Scalar: Real> {
  private let starts: [UnsafeMutablePointer<Scalar>?]
  private let sizes: [Int]
  /// Where the rows of each part end, counted through all of them.
  private let ends: [Int]
  private let width: Int

  /// Takes the outputs; nil where a part has no rows.
  init(_ starts: [UnsafeMutablePointer<Scalar>?], _ sizes: [Int], width: Int) {
    (self.starts, self.sizes, self.width) = (starts, sizes, width)
    var end = 0
    ends = sizes.map { size in
      end += size
      return end
    }
  }

  /// Where a row begins, which is counted through all parts.
  @inline(__always)
  func row(_ place: Int) -> UnsafeMutablePointer<Scalar> {
    var part = 0
    while place >= ends[part] { part &+= 1 }
    guard let start = starts[part] else { preconditionFailure("a part with rows has no memory") }
    return start + (place &- (ends[part] &- sizes[part])) &* width
  }

  /// Prepares the memory of all parts, which nothing was written to yet.
  func prepare() {
    for (start, size) in zip(starts, sizes) {
      guard let start else { continue }
      FreshMemory.preferLargePages(start, bytes: size * width * MemoryLayout<Scalar>.stride)
    }
  }

  /// The rows that some of all steps will write, were they to write each part from its first row on.
  func share(of steps: Range<Int>, in count: Int) -> Share {
    Share(
      outputs: self, count: max(1, count), end: steps.upperBound,
      done: sizes.map {
        $0 * steps.lowerBound / max(1, count)
      })
  }

  /// What one thread lets the system provide, piece by piece, shortly before it writes there.
  struct Share {
    fileprivate let outputs: PartOutputs
    fileprivate let count: Int
    fileprivate let end: Int
    fileprivate var done: [Int]

    /// Provides what the steps up to one will write.
    mutating func provide(until step: Int) {
      let rowBytes = outputs.width * MemoryLayout<Scalar>.stride
      let pieceRows = max(1, FreshMemory.piece / max(1, rowBytes))
      for (part, size) in outputs.sizes.enumerated() {
        guard let start = outputs.starts[part] else { continue }
        let limit = size * end / count
        while done[part] < size * step / count {
          let rows = min(pieceRows, limit - done[part])
          FreshMemory.provide(start + done[part] * outputs.width, bytes: rows * rowBytes)
          done[part] += rows
        }
      }
    }
  }
}
