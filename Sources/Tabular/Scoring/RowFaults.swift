/// Why a record is no row at all.
package enum RowLoss: Equatable, Sendable {
  /// It has another number of fields than the header.
  case fields(expected: Int, found: Int)
  /// It has bytes that are not UTF-8.
  case invalidUTF8
  /// It has a NUL byte.
  case nulByte

  /// Takes the error of one record; nil for an error that ends the file.
  init?(_ error: TabularError) {
    switch error {
    case .raggedRow(_, let expected, let found, _): self = .fields(expected: expected, found: found)
    case .invalidUTF8: self = .invalidUTF8
    case .nulByte: self = .nulByte
    default: return nil
    }
  }
}

/// What is wrong with some rows.
struct RowFaults {
  /// A cell that should be a number and is neither that nor missing.
  struct Cell {
    let row: Int32
    /// The index in the plans.
    let plan: Int32
  }

  /// Bad rows of which the error is kept.
  static let listedRows = 10

  /// The cells that are no numbers, by row and then by plan.
  private(set) var cells: [Cell] = []
  /// The rows that are lost, in order.
  private(set) var lost: [(row: Int, loss: RowLoss)] = []
  /// The first error of each of the first ten bad rows.
  private(set) var errors: [(row: Int, error: TabularError)] = []
  /// How many rows are bad.
  private(set) var rows = 0
  private var lastRow = -1

  /// Takes note of a cell that is no number.
  mutating func note(plan: Int, row: Int, _ error: TabularError) {
    cells.append(Cell(row: Int32(row), plan: Int32(plan)))
    note(row: row, error)
  }

  /// Takes note of a lost row.
  mutating func note(_ loss: RowLoss, row: Int, _ error: TabularError) {
    lost.append((row, loss))
    note(row: row, error)
  }

  private mutating func note(row: Int, _ error: TabularError) {
    if row == lastRow { return }
    lastRow = row
    rows += 1
    if errors.count < Self.listedRows { errors.append((row, error)) }
  }
}
