import FoundationEssentials
import Numerics
import Tabular
import Testing

struct FeatureEncoderTests {
  struct Case: Decodable {
    let csv: String
    let train: [Int]
    let scale: PreprocessSettings.Scale
    let missing: PreprocessSettings.Missing
    let maxCategories: Int
    let missingIndicator: Bool
    let features: [[Double]]
  }

  @Test func equalsScikitLearn() throws {
    let cases = try JSONDecoder().decode([Case].self, from: Data(golden("encoders.json")))
    #expect(cases.count == 14)
    for example in cases {
      let read = try table(example.csv, ColumnChoices(target: "target"))
      let settings = PreprocessSettings(
        scale: example.scale, missing: example.missing, maxCategories: example.maxCategories,
        missingIndicator: example.missingIndicator)
      let encoder = FeatureEncoder(fitting: read, rows: example.train, settings: settings)
      let features: Matrix<Double> = try encoder.encode(read)
      #expect(features.columns == example.features[0].count)
      for (row, expected) in example.features.enumerated() {
        for (column, value) in expected.enumerated() {
          let found = features.elements[row * features.columns + column]
          // A column of values near 1e9 with a deviation of 1e-3 has six digits left.
          let tolerance = encoder.featureNames[column] == "large" ? 1e-3 : 1e-9
          #expect(
            abs(found - value) <= tolerance * max(1, abs(value)),
            "\(example.scale) \(example.missing) \(row) \(encoder.featureNames[column])")
        }
      }
    }
  }

  /// All rows in order, most of them, few of them and repeated ones are written in different ways.
  @Test(arguments: [1, 3]) func encodesRowsInAnyOrder(threads: Int) throws {
    var random = RandomState(seed: 5)
    let rows = 7000
    var text = "x,z,c,y\n"
    for row in 0..<rows {
      let number = random.integer(below: 9)
      text += number == 0 ? ",\(row)," : "\(number),\(row),"
      text += "\(["", "a", "b", "c"][random.integer(below: 4)]),\(row % 2)\n"
    }
    let read = try table(text)
    let encoder = FeatureEncoder(
      fitting: read, rows: Array(0..<rows), settings: PreprocessSettings(missingIndicator: true))
    func check<Scalar: Real>(_ type: Scalar.Type) throws {
      let all: Matrix<Scalar> = try encoder.encode(read)
      #expect(all.columns == 7)
      let ones = all.elements.indices.filter { $0 % 7 > 2 && all.elements[$0] == 1 }
      #expect(ones.count == rows)
      let order = random.permutation(rows)
      for wanted in [
        order, Array(order.prefix(6000)), Array(order.prefix(2500)), Array(order.prefix(1000)),
        Array(order.prefix(500)), order + order, [],
      ] {
        // What was in the memory before must not show.
        _ = [Scalar](repeating: 7, count: wanted.count * 7)
        let encoded: Matrix<Scalar> = try encoder.encode(read, rows: wanted, threads: threads)
        #expect(encoded == all.selecting(rows: wanted), "\(wanted.count) rows")
      }
      for ends in [[4900, 4900, 7000], [10, 20, 400], [0, 1, 1]] {
        let starts = [0] + ends.dropLast()
        let parts = zip(starts, ends).map { Array(order[$0..<$1]) }
        let encoded: [FeatureMatrix<Scalar>] = try encoder.encode(
          read, parts: parts, threads: threads)
        #expect(
          encoded.map(\.dense) == parts.map { all.selecting(rows: $0) }, "parts up to \(ends)")
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  static let mixed = "x,c,y\n1,b,0\n3,a,1\n,b,0\n9,,1\n5,z,1\n"

  @Test func givesMissingCategoriesALevelOfTheirOwn() throws {
    let read = try table(Self.mixed)
    let encoder = FeatureEncoder(
      fitting: read, rows: [0, 1, 3], settings: PreprocessSettings(scale: .none))
    #expect(encoder.featureNames == ["x", "c=a", "c=b", "c (missing)"])
    let features: Matrix<Float> = try encoder.encode(read, rows: [4, 3, 2])
    #expect(features.elements == [5, 0, 0, 0, 9, 0, 0, 1, 13.0 / 3, 0, 1, 0])
  }

  @Test func keepsTheMostFrequentLevels() throws {
    let read = try table("c,y\nb,0\na,1\nb,0\nc,1\nc,1\nd,0\n")
    let encoder = FeatureEncoder(
      fitting: read, rows: Array(0..<6), settings: PreprocessSettings(maxCategories: 3))
    #expect(encoder.featureNames == ["c=b", "c=c", "c (unknown)"])
    #expect(encoder.notes == [.levelsDropped("c", kept: 2, found: 4)])
    // Rare, kept, never seen.
    let features: Matrix<Double> = try encoder.encode(try table("c,y\na,0\nc,1\nz,0\n"))
    #expect(features.elements == [0, 0, 1, 0, 1, 0, 0, 0, 1])
  }

  @Test func keepsLeadingZeros() throws {
    let read = try table("c,y\n001,0\n1,1\n001,0\n")
    let encoder = FeatureEncoder(fitting: read, rows: [0, 1, 2], settings: PreprocessSettings())
    #expect(encoder.featureNames == ["c=001", "c=1"])
    let features: Matrix<Double> = try encoder.encode(try table("c,y\n1,0\n001,1\n01,1\n"))
    #expect(features.elements == [0, 1, 1, 0, 0, 0])
  }

  @Test(arguments: [("true", "false"), ("True", "False"), ("TRUE", "FALSE")])
  func makesOneFeatureOfABoolean(_ yes: String, _ no: String) throws {
    let read = try table("b,y\n\(yes),0\n\(no),1\n\(yes),1\n")
    #expect(read.columns[0].isBoolean)
    let encoder = FeatureEncoder(fitting: read, rows: [0, 1, 2], settings: PreprocessSettings())
    #expect(encoder.featureNames == ["b"])
    let features: Matrix<Double> = try encoder.encode(read)
    #expect(features.elements == [1, 0, 1])
    // Whatever the case in the file that is scored; anything else is neither.
    let scored = Column(
      name: "b",
      values: .categorical(codes: [0, 1, 2, 3, -1], levels: ["TRUE", "false", "x", "true"]))
    let rows = Table(file: "b.csv", rowCount: 5, columns: [scored])
    let other: Matrix<Double> = try encoder.encode(rows)
    #expect(other.elements == [1, 0, 0, 1, 0])
  }

  @Test func givesAMissingBooleanAFeatureOfItsOwn() throws {
    let read = try table("b,y\ntrue,0\n,1\nfalse,1\n")
    let encoder = FeatureEncoder(fitting: read, rows: [0, 1, 2], settings: PreprocessSettings())
    #expect(encoder.featureNames == ["b", "b (missing)"])
    let features: Matrix<Double> = try encoder.encode(read)
    #expect(features.elements == [1, 0, 0, 1, 0, 0])
  }

  @Test func encodesADeclaredBooleanAsCategories() throws {
    let read = try table("b,y\ntrue,0\nfalse,1\n", ColumnChoices(categorical: ["b"]))
    let encoder = FeatureEncoder(fitting: read, rows: [0, 1], settings: PreprocessSettings())
    #expect(encoder.featureNames == ["b=false", "b=true"])
  }

  @Test func marksMissingNumbersWhenAskedTo() throws {
    let read = try table("x,z,y\n1,5,0\n,6,1\n3,,0\n")
    let encoder = FeatureEncoder(
      fitting: read, rows: [0, 1],
      settings: PreprocessSettings(scale: .none, missingIndicator: true))
    // Only where the training rows miss one, as scikit-learn has it.
    #expect(encoder.featureNames == ["x", "x (missing)", "z"])
    let features: Matrix<Double> = try encoder.encode(read)
    #expect(features.elements == [1, 0, 5, 1, 1, 6, 3, 0, 5.5])
  }

  @Test func opensTheEncoderOfAnOlderModel() throws {
    let json = #"""
      {"settings": {"scale": "standard", "missing": "mean", "maxCategories": 100}, "columns": [
        {"kind": "numeric", "name": "x", "fill": 2, "offset": 2, "scale": 0.5, "minimum": 1,
         "maximum": 3, "mean": 2, "deviation": 0.5},
        {"kind": "categorical", "name": "c", "levels": ["a", "b"], "hasMissingLevel": false,
         "foundLevels": 2}]}
      """#
    let encoder = try JSONDecoder().decode(FeatureEncoder.self, from: Data(json.utf8))
    #expect(encoder.featureNames == ["x", "c=a", "c=b"])
    #expect(!encoder.settings.missingIndicator)
    let features: Matrix<Double> = try encoder.encode(try table("x,c,y\n3,b,0\n,z,1\n"))
    #expect(features.elements == [2, 0, 1, 0, 0, 0])
  }

  @Test func refusesAMissingValueWhenThatIsAnError() throws {
    let read = try table(Self.mixed)
    let encoder = FeatureEncoder(
      fitting: read, rows: [0, 1], settings: PreprocessSettings(missing: .error))
    let error = try failure {
      let _: Matrix<Double> = try encoder.encode(read, rows: [0, 2])
    }
    #expect(error == .missingValue(Place("a.csv", line: 4, column: 1, columnName: "x")))
  }

  @Test func survivesItsOwnJSON() throws {
    let read = try table(Self.mixed)
    let encoder = FeatureEncoder(
      fitting: read, rows: [0, 1, 3], settings: PreprocessSettings())
    let json = try JSONEncoder().encode(encoder)
    #expect(try JSONDecoder().decode(FeatureEncoder.self, from: json) == encoder)
  }

  @Test func keepsTheRangeOfTheTrainingRows() throws {
    let read = try table(Self.mixed)
    let encoder = FeatureEncoder(fitting: read, rows: [0, 1], settings: PreprocessSettings())
    guard case .numeric(let encoding) = encoder.columns[0] else { throw NoError() }
    #expect(encoding.minimum == 1 && encoding.maximum == 3)
  }
}

struct TargetEncoderTests {
  @Test(arguments: [
    (["b", "a"], ["a", "b"]), (["10", "9", "2"], ["2", "9", "10"]), (["1", "0"], ["0", "1"]),
    (["1.0", "1", "0"], ["0", "1"]), (["-1", "1"], ["-1", "1"]),
    (["é", "z", "Z"], ["Z", "z", "é"]),
    (["01", "1"], ["01", "1"]),
  ])
  func sortsClasses(_ labels: [String], _ classes: [String]) throws {
    let read = try table("x,y\n" + labels.map { "1,\($0)\n" }.joined())
    #expect(try TargetEncoder(fitting: read, task: .classification).classes == classes)
  }

  @Test(arguments: [
    (["a", "b", "c"], Task.classification), (["0", "1", "1"], .classification),
    (["1.5", "2"], .regression), (["1", "2", "3", "1", "2", "3"], .classification),
    (["100", "200", "300"], .regression), ((0..<21).flatMap { ["\($0)", "\($0)"] }, .regression),
    ((0..<20).flatMap { ["\($0)", "\($0)"] }, .classification),
  ])
  func choosesTheTask(_ labels: [String], _ task: Task) throws {
    let read = try table("x,y\n" + labels.map { "1,\($0)\n" }.joined())
    #expect(try TargetEncoder(fitting: read).task == task)
  }

  @Test func encodesTwoClassesAsZeroAndOne() throws {
    let read = try table("x,y\n1,yes\n2,no\n3,yes\n")
    let encoder = try TargetEncoder(fitting: read)
    let encoded: Matrix<Float> = try encoder.encode(read, rows: [2, 1])
    #expect(encoded.columns == 1 && encoded.elements == [1, 0])
  }

  @Test func takesThePositiveClassFromTheUser() throws {
    let read = try table("x,y\n1,yes\n2,no\n3,yes\n")
    #expect(try TargetEncoder(fitting: read).positive == "yes")
    let encoder = try TargetEncoder(fitting: read, positive: "no")
    #expect(encoder.positive == "no")
    #expect(encoder.classes == ["yes", "no"])
    let encoded: Matrix<Float> = try encoder.encode(read)
    #expect(encoded.elements == [0, 1, 0])
  }

  @Test(arguments: [
    ("1,a\n2,b\n", nil, "A", "did you mean"), ("1,a\n2,b\n3,c\n", nil, "a", "the target has 3"),
    ("1,1.5\n2,2.5\n", Task.regression, "2.5", "the target has numbers"),
  ])
  func refusesAPositiveClassThatIsNone(
    _ rows: String, _ task: Task?, _ positive: String, _ message: String
  ) throws {
    let read = try table("x,y\n" + rows)
    let error = try failure {
      _ = try TargetEncoder(fitting: read, task: task, positive: positive)
    }
    #expect(error.code == "unknown-positive" && error.isChoice)
    #expect(error.column == 2)
    #expect("\(error)".contains(message), "\(error)")
  }

  @Test func encodesMoreClassesOneHot() throws {
    let read = try table("x,y\n1,c\n2,a\n3,b\n")
    let encoder = try TargetEncoder(fitting: read)
    let encoded: Matrix<Double> = try encoder.encode(read)
    #expect(encoded.columns == 3 && encoded.elements == [0, 0, 1, 1, 0, 0, 0, 1, 0])
  }

  @Test func encodesValues() throws {
    let read = try table("x,y\n1,0.5\n2,-2\n")
    let encoded: Matrix<Double> = try TargetEncoder(fitting: read).encode(read)
    #expect(encoded.elements == [0.5, -2])
  }

  @Test func refusesRegressionOnTexts() throws {
    let read = try table("x,y\n1,a\n2,b\n")
    let error = try failure { _ = try TargetEncoder(fitting: read, task: .regression) }
    #expect(error.code == "target-is-text")
  }
}
