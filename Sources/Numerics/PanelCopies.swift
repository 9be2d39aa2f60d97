/// Which rows a kernel copies, and from where.
package struct RowSelection<Scalar: Real> {
  /// [all rows × columns], not padded.
  package let source: UnsafePointer<Scalar>
  /// Length of a row.
  package let columns: Int
  /// The rows to copy, in order.
  package let rows: UnsafeBufferPointer<Int32>

  /// Names some rows of a source.
  package init(
    source: UnsafePointer<Scalar>, columns: Int, rows: UnsafeBufferPointer<Int32>
  ) {
    self.source = source
    self.columns = columns
    self.rows = rows
  }
}

/// Rows between the one that is copied and the one whose memory is asked for, since chosen rows lie
/// anywhere: about what arrives while the memory answers.
private let prefetchDistance = 12

extension RowSelection {
  /// Asks for the memory of the row that will be copied soon after one.
  @inline(__always) fileprivate func prefetch(after position: Int) {
    guard position &+ prefetchDistance < rows.count else { return }
    prefetchLines(
      of: source + Int(rows[position &+ prefetchDistance]) &* columns, count: columns)
  }
}

extension Lanes {
  /// Copies chosen rows into padded rows: see `Real.gatherRows`.
  @inline(__always) static func gatherRows(
    _ features: FeatureRows<Scalar>, _ rows: UnsafeBufferPointer<Int32>,
    into target: UnsafeMutablePointer<Scalar>, stride: Int
  ) {
    var position = 0
    while position < rows.count {
      if position &+ prefetchDistance < rows.count {
        features.prefetch(Int(rows[position &+ prefetchDistance]))
      }
      write(features, Int(rows[position]), to: target + position &* stride)
      position &+= 1
    }
  }

  /// Copies neighbouring rows: see `Real.copyRows`.
  @inline(__always) static func copyRows(
    _ features: FeatureRows<Scalar>, _ rows: Range<Int>,
    into target: UnsafeMutablePointer<Scalar>, stride: Int
  ) {
    var row = rows.lowerBound
    while row < rows.upperBound {
      write(features, row, to: target + (row &- rows.lowerBound) &* stride)
      row &+= 1
    }
  }

  /// Copies chosen rows of few columns into panels: see `Real.gatherPanels`.
  @inline(__always) static func gatherPanels(
    _ selection: RowSelection<Scalar>, into target: UnsafeMutablePointer<Scalar>
  ) {
    let columns = selection.columns
    var position = 0
    // A single column is the same in rows and in panels, and no number waits for another.
    while columns == 1, position < selection.rows.count {
      target[position] = selection.source[Int(selection.rows[position])]
      position &+= 1
    }
    while position < selection.rows.count {
      selection.prefetch(after: position)
      let from = selection.source + Int(selection.rows[position]) &* columns
      let to = target + (position / count &* columns &* count &+ position % count)
      var column = 0
      while column < columns {
        to[column &* count] = from[column]
        column &+= 1
      }
      position &+= 1
    }
  }

  /// Transposes padded rows into panels: see `Real.panels(fromRows:)`.
  @inline(__always) static func transposeRows(
    _ rows: UnsafePointer<Scalar>, stride: Int, columns: Int,
    panels: UnsafeMutablePointer<Scalar>, count: Int
  ) {
    let lanes = Self.count
    let target = UnsafeMutableRawPointer(panels).assumingMemoryBound(to: Self.self)
    for panel in 0..<count {
      let origin = rows + panel * lanes * stride
      let to = target + panel * columns
      var column = 0
      while column < columns {
        var block = load(origin + column, stride: stride)
        block.transpose()
        block.store(to + column, step: 1, count: min(lanes, columns - column))
        column &+= lanes
      }
    }
  }

  /// Transposes panels into padded rows: see `Real.rows(fromPanels:)`.
  @inline(__always) static func transposePanels(
    _ panels: UnsafePointer<Scalar>, columns: Int, count: Int,
    rows: UnsafeMutablePointer<Scalar>, stride: Int
  ) {
    let lanes = Self.count
    let source = UnsafeRawPointer(panels).assumingMemoryBound(to: Self.self)
    for panel in 0..<count {
      let from = source + panel * columns
      let target = UnsafeMutableRawPointer(rows + panel * lanes * stride)
        .assumingMemoryBound(to: Self.self)
      var column = 0
      while column < columns {
        var block = Square(repeating: Self(splat: 0))
        let filled = min(lanes, columns - column)
        if filled == lanes {
          for lane in 0..<8 where lane < lanes { block[lane] = from[column + lane] }
        } else {
          var lane = 0
          while lane < filled {
            block[lane] = from[column + lane]
            lane &+= 1
          }
        }
        block.transpose()
        block.store(target + column / lanes, step: stride / lanes, count: lanes)
        column &+= lanes
      }
    }
  }

  /// As many vectors as a vector has lanes, in the first of eight places.
  fileprivate typealias Square = InlineArray<8, Self>

  @inline(__always)
  private static func load(_ rows: UnsafePointer<Scalar>, stride: Int) -> Square {
    let source = UnsafeRawPointer(rows).assumingMemoryBound(to: Self.self)
    var block = Square(repeating: source[0])
    for lane in 1..<8 where lane < count { block[lane] = source[lane &* (stride / count)] }
    return block
  }
}

extension InlineArray where count == 8, Element: Lanes {
  /// Exchanges rows and columns of the square that the vectors form.
  @inline(__always) fileprivate mutating func transpose() {
    if Element.count == 4 {
      let source = self
      for row in 0..<4 {
        for column in 0..<4 { self[row][column] = source[column][row] }
      }
    } else {
      let source = self
      for row in 0..<8 {
        for column in 0..<8 { self[row][column] = source[column][row] }
      }
    }
  }

  @inline(__always) fileprivate func store(
    _ target: UnsafeMutablePointer<Element>, step: Int, count: Int
  ) {
    if count == Element.count {
      for lane in 0..<8 where lane < Element.count { target[lane &* step] = self[lane] }
    } else {
      var lane = 0
      while lane < count {
        target[lane &* step] = self[lane]
        lane &+= 1
      }
    }
  }
}
