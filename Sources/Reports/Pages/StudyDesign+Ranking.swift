import RunLog

extension StudyDesign {
  /// The groups, best first by the metric; equal ones by the loss of the same part.
  var ranked: [Group] {
    guard let metric else { return groups }
    let loss = MetricColumn(part: metric.part, name: "loss")
    let measured = groups.map { group in
      let done = group.results.filter { $0.run.state == .done }
      return (
        group: group, value: summary(of: done, metric)?.mean, loss: summary(of: done, loss)?.mean
      )
    }
    return measured.sorted { left, right in
      let direction = MetricDirection(metric.name) ?? .higher
      let (a, b) = (left.value ?? .nan, right.value ?? .nan)
      if a != b, !(a.isNaN && b.isNaN) { return direction.isBetter(a, b) }
      let (c, d) = (left.loss ?? .nan, right.loss ?? .nan)
      if c != d, !(c.isNaN && d.isNaN) { return MetricDirection.lower.isBetter(c, d) }
      return left.group.first < right.group.first
    }.map(\.group)
  }
}
