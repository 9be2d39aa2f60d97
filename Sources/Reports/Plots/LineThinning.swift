/// A point of a curve, in pixels.
package struct PlotPoint: Hashable, Sendable {
  package let x, y: Double

  /// States a point.
  package init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// Leaves out the points of a curve that nobody could see.
package enum LineThinning {
  /// Of each column of pixels the first, the lowest, the highest and the last point, in their order:
  /// the curve looks the same, however many points it had.
  ///
  /// Source: Jugel et al. 2014, "M4: A Visualization-Oriented Time Series Data Aggregation".
  /// - Parameters:
  ///   - points: in the order of x.
  ///   - column: how wide a column is, in pixels.
  package static func thinned(_ points: [PlotPoint], column: Double = 1) -> [PlotPoint] {
    guard points.count > 4 else { return points }
    var kept: [PlotPoint] = []
    var start = 0
    while start < points.count {
      let place = (points[start].x / column).rounded(.down)
      var end = start
      var lowest = start
      var highest = start
      while end < points.count, (points[end].x / column).rounded(.down) == place {
        if points[end].y < points[lowest].y { lowest = end }
        if points[end].y > points[highest].y { highest = end }
        end += 1
      }
      let indices = Set([start, lowest, highest, end - 1]).sorted()
      kept += indices.map { points[$0] }
      start = end
    }
    return kept
  }
}
