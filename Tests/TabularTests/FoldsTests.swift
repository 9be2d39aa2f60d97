import FoundationEssentials
import Tabular
import Testing

@Suite struct FoldsTests {
  /// Folds that scikit-learn made; `make_folds.py` writes them.
  private struct Case: Decodable {
    let count, rows: Int
    let seed: UInt32
    let labels: [Int]?
    let test: [[Int]]
  }

  @Test func areThoseOfScikitLearn() throws {
    let cases = try JSONDecoder().decode([Case].self, from: Data(try golden("folds.json")))
    #expect(cases.count == 10)
    for test in cases {
      let folds =
        try test.labels.map { try Folds(count: test.count, labels: $0, seed: test.seed) }
        ?? Folds(count: test.count, rowCount: test.rows, seed: test.seed)
      for fold in 0..<test.count {
        let (others, rows) = folds.rows(of: fold)
        #expect(rows == test.test[fold])
        #expect(others == (0..<test.rows).filter { !rows.contains($0) })
      }
    }
  }

  @Test func refuseTooFewRows() {
    #expect(throws: TabularError.tooFewRowsForFolds(rows: 2, folds: 3)) {
      try Folds(count: 3, rowCount: 2, seed: 1)
    }
    #expect(throws: TabularError.tooFewRowsForFolds(rows: 2, folds: 3)) {
      try Folds(count: 3, labels: [0, 1, 0, 1], seed: 1)
    }
  }
}
