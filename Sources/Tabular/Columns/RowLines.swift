/// The line on which each row starts.
///
/// Rows are lines unless a field contains line breaks, so only those rows are stored.
package struct RowLines: Equatable, Sendable {
  /// The line of row 0, from 1.
  private var first: Int
  /// Rows that are off, with the lines to add from there on, ascending.
  private var shifts: [Shift] = []

  private struct Shift: Equatable, Sendable {
    var row: Int
    var extra: Int
  }

  /// Describes rows that start on line `first` and take a line each.
  package init(first: Int) { self.first = first }

  /// Takes note that row `row` starts on `line`; rows come in order.
  mutating func set(row: Int, line: Int) {
    let extra = line - first - row
    if extra != (shifts.last?.extra ?? 0) { shifts.append(Shift(row: row, extra: extra)) }
  }

  /// Appends the lines of the rows from `row` on.
  mutating func append(_ other: RowLines, at row: Int) {
    set(row: row, line: other.first)
    for shift in other.shifts {
      set(row: row + shift.row, line: other.first + shift.row + shift.extra)
    }
  }

  /// The line on which a row starts, from 1.
  package func line(ofRow row: Int) -> Int {
    var low = 0
    var high = shifts.count
    while low < high {
      let middle = (low + high) / 2
      if shifts[middle].row <= row { low = middle + 1 } else { high = middle }
    }
    return first + row + (low == 0 ? 0 : shifts[low - 1].extra)
  }
}
