private import CWideKernels

/// The rows of a `FeatureMatrix` as kernels read them.
///
/// Unchecked: what the pointers point at is only read, and stays while `withUnsafeRows` runs.
package struct FeatureRows<Scalar: Real>: @unchecked Sendable {
  /// Number of rows.
  package let count: Int
  /// Length of a row that is written out.
  package let columns: Int
  /// The rows as they are kept; nil where there is nothing in them.
  let elements: UnsafePointer<Scalar>?
  /// Length of a row as it is kept.
  let width: Int
  fileprivate let numbers: Int
  fileprivate let runs: UnsafeBufferPointer<FeatureForm.Run>
  fileprivate let groups: UnsafeBufferPointer<Int>
  fileprivate let isDense: Bool

  /// Takes the parts of a `FeatureMatrix`.
  init(
    _ elements: UnsafeBufferPointer<Scalar>, count: Int, _ form: FeatureForm,
    _ runs: UnsafeBufferPointer<FeatureForm.Run>, _ groups: UnsafeBufferPointer<Int>
  ) {
    self.count = count
    (self.runs, self.groups) = (runs, groups)
    self.elements = elements.baseAddress
    (columns, width, numbers, isDense) = (form.columns, form.width, form.numbers, form.isDense)
  }

  /// Takes rows that are written out, one after the other.
  package init(dense elements: UnsafePointer<Scalar>?, count: Int, columns: Int) {
    (runs, groups) = (
      UnsafeBufferPointer(start: nil, count: 0), UnsafeBufferPointer(start: nil, count: 0)
    )
    self.count = count
    self.elements = elements
    (self.columns, width, numbers, isDense) = (columns, columns, columns, true)
  }

  /// All rows as they are written out, one after the other; nil where they are not kept so.
  package var dense: UnsafePointer<Scalar>? { isDense ? elements : nil }

  /// The elements of a row; nil where no row has any.
  @inline(__always)
  fileprivate func row(_ row: Int) -> UnsafePointer<Scalar>? { elements.map { $0 + row &* width } }

  /// Asks for the memory of a row that will be written out soon.
  @inline(__always)
  func prefetch(_ row: Int) {
    if let elements { prefetchLines(of: elements + row &* width, count: width) }
  }
}

extension Lanes {
  /// Writes one row out and leaves the padding after it as it is.
  @inline(__always) static func write(
    _ features: FeatureRows<Scalar>, _ row: Int, to target: UnsafeMutablePointer<Scalar>
  ) {
    guard let source = features.row(row) else { return }
    if features.isDense { return copy(source, to: target, features.columns) }
    clear(target, features.columns)
    for run in features.runs { copy(source + run.first, to: target + run.column, run.count) }
    let ones = source + features.numbers
    var group = 0
    while group < features.groups.count {
      let place = ones[group].truncated
      if place >= 0 { target[features.groups[group] &+ place] = 1 }
      group &+= 1
    }
  }

  /// Copies a few numbers: a call that does it would take longer.
  @inline(__always) private static func copy(
    _ source: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>, _ length: Int
  ) {
    func copyVector(at place: Int) {
      let vector = UnsafeRawPointer(source + place).loadUnaligned(as: Self.self)
      UnsafeMutableRawPointer(target + place).storeBytes(of: vector, as: Self.self)
    }
    var place = 0
    while place &+ count <= length {
      copyVector(at: place)
      place &+= count
    }
    if place < length, length >= count {
      // The last ones with some of those before.
      copyVector(at: length &- count)
      return
    }
    while place < length {
      target[place] = source[place]
      place &+= 1
    }
  }

  @inline(__always) private static func clear(
    _ target: UnsafeMutablePointer<Scalar>, _ length: Int
  ) {
    let zero = Self(splat: 0)
    var place = 0
    while place &+ count <= length {
      UnsafeMutableRawPointer(target + place).storeBytes(of: zero, as: Self.self)
      place &+= count
    }
    while place < length {
      target[place] = 0
      place &+= 1
    }
  }
}

/// Bytes of a row that are asked for; the processor itself asks for the rest of a long one.
private let headBytes = 256

/// Asks for the memory of the first elements of a row, and for that of the last one.
@inline(__always)
func prefetchLines<Element>(of row: UnsafePointer<Element>, count: Int) {
  guard count > 0 else { return }
  let start = UnsafeRawPointer(row)
  let bytes = min(count &* MemoryLayout<Element>.stride, headBytes)
  var offset = 0
  while offset < bytes {
    prefetch_line(start + offset)
    offset &+= 64
  }
  prefetch_line(start + bytes - 1)
}
