import Numerics
import Tabular
import Testing

struct ScoringReaderTests {
  /// x is numeric, c categorical; from three rows.
  private func encoders(_ settings: PreprocessSettings = PreprocessSettings()) throws
    -> (features: FeatureEncoder, target: TargetEncoder)
  {
    let read = try table("x,c,y\n1,a,no\n3,b,yes\n2,a,no\n")
    return (
      FeatureEncoder(fitting: read, rows: [0, 1, 2], settings: settings),
      try TargetEncoder(fitting: read)
    )
  }

  /// A lane with what it needs to read a text for those encoders.
  private func lane(
    _ text: String, keep: KeptColumns = .none, badRows: BadRows = .refuse
  ) throws -> (reader: ScoringReader, lane: ScoringLane) {
    let (features, target) = try encoders()
    let reader = try ScoringReader(
      source(text), signature: Signature(features, target), keep: keep, badRows: badRows)
    return (reader, ScoringLane(reader, target: target))
  }

  /// The features of all rows of a text, block by block.
  private func features(_ text: String, badRows: BadRows = .refuse) throws -> [Double] {
    let lane = try lane(text, badRows: badRows).lane
    let encoder = ChunkEncoder(try encoders().features)
    var found: [Double] = []
    while try lane.nextBlock() != nil {
      while try lane.nextRows() > 0 {
        found += encoded(lane, encoder)
      }
    }
    return found
  }

  /// The features of a lane's rows, row after row.
  private func encoded(_ lane: ScoringLane, _ encoder: ChunkEncoder) -> [Double] {
    let buffer = AlignedBuffer<Double>(count: encoder.size(of: lane, as: Double.self))
    encoder.encode(lane, into: buffer.start)
    let lanes = Double.lanes
    return (0..<lane.rows).flatMap { row in
      (0..<encoder.width).map { feature in
        buffer.start[(row / lanes * encoder.width + feature) * lanes + row % lanes]
      }
    }
  }

  @Test func matchesColumnsByName() throws {
    let reader = try lane("more,c,x\n7,a,1\n8,b,2\n").reader
    #expect(reader.extraColumns == ["more"])
    #expect(!reader.hasTarget)
    #expect(try features("more,c,x\n7,a,1\n8,b,2\n") == features("x,c\n1,a\n2,b\n"))
  }

  @Test func encodesAsATableIsEncoded() throws {
    var text = "x,c,y\n"
    for row in 0..<3000 {
      let x = row % 13 == 0 ? "" : "\(Double(row) / 7)"
      text += "\(x),\(row % 17 == 0 ? "" : ["a", "b", "unseen \(row)"][row % 3]),yes\n"
    }
    let expected: Matrix<Double> = try encoders().features.encode(table(text))
    #expect(try features(text) == expected.elements)
  }

  /// More texts than a lane remembers.
  @Test func forgetsTextsWithoutMixingThemUp() throws {
    var text = "x,c\n"
    let filler = String(repeating: "z", count: 500)
    for row in 0..<6000 { text += "1,\(row % 5 == 0 ? "b" : filler + "\(row)")\n" }
    let found = try features(text)
    #expect(found.count == 6000 * 3)
    for row in 0..<6000 {
      #expect(found[3 * row + 1] == 0 && found[3 * row + 2] == (row % 5 == 0 ? 1 : 0))
    }
  }

  @Test func listsAllMissingColumns() throws {
    let error = try failure { _ = try lane("a,b\n1,2\n") }
    #expect(
      error
        == .missingColumns(
          Place("a.csv", line: 1), names: ["x", "c"], available: ["a", "b"], otherDelimiter: nil))
  }

  @Test func dealsOutBlocksInOrder() throws {
    // More than two blocks of 256 KiB.
    let rows = (0..<60_000).map { "\($0),a,yes\n" }.joined()
    let reader = try lane("x,c,y\n" + rows).reader
    let target = try encoders().target
    let lanes = [ScoringLane(reader, target: target), ScoringLane(reader, target: target)]
    var next = 0
    var block = 0
    while let number = try lanes[block % 2].nextBlock() {
      #expect(number == block)
      while case let count = try lanes[block % 2].nextRows(), count > 0 {
        #expect(lanes[block % 2].targetClasses == Array(repeating: 1, count: count))
        next += count
      }
      block += 1
    }
    #expect(next == 60_000 && block > 2)
    #expect(try lanes[1].nextBlock() == nil)
  }

  @Test func carriesFieldsThroughByteForByte() throws {
    let text = "id, x ,c\n\"a \"\"1\"\"\",1,\" b\"\n 2 ,2,b\n"
    let (reader, lane) = try lane(text, keep: .named(["c", "id", "x"]))
    #expect(reader.keptNames == ["c", "id", "x"])
    #expect(reader.keptHeader.map { String(decoding: $0, as: UTF8.self) } == ["c", "id", " x "])
    _ = try lane.nextBlock()
    #expect(try lane.nextRows() == 2)
    let fields = (0..<2).flatMap { row in
      (0..<3).map { lane.kept.withField(row: row, $0) { String(decoding: $0, as: UTF8.self) } }
    }
    #expect(fields == ["\" b\"", "\"a \"\"1\"\"\"", "1", "b", " 2 ", "2"])
  }

  @Test func refusesToKeepWhatIsNotThere() throws {
    let error = try failure { _ = try lane("x,c\n1,a\n", keep: .named(["x", "z"])) }
    #expect(
      error == .unknownColumns(Place("a.csv", line: 1), names: ["z"], available: ["x", "c"]))
  }

  @Test func findsTheClassOfEachTarget() throws {
    let lane = try lane("x,c,y\n1,a,yes\n1,a,\n1,a,perhaps\n1,a,no\n").lane
    _ = try lane.nextBlock()
    _ = try lane.nextRows()
    #expect(
      lane.targetClasses == [1, ScoringLane.missingClass, ScoringLane.unknownClass, 0])
  }

  // MARK: What is unusual

  private func inspected(
    _ text: String, settings: PreprocessSettings = PreprocessSettings(), lists: Bool = true,
    badRows: BadRows = .keep
  ) throws -> (lane: ScoringLane, inspection: RowInspection) {
    let (features, target) = try encoders(settings)
    let reader = try ScoringReader(
      source(text), signature: Signature(features, target), badRows: badRows)
    let lane = ScoringLane(reader, target: target)
    let inspection = RowInspection(features, listsConcerns: lists)
    _ = try lane.nextBlock()
    _ = try lane.nextRows()
    inspection.inspect(lane)
    return (lane, inspection)
  }

  private func concern(
    _ row: Int, _ column: Int, _ kind: RowConcern.Kind, _ text: String? = nil
  ) -> RowConcern {
    RowConcern(row: row, column: column, kind: kind, text: text)
  }

  @Test func namesWhatIsUnusualRowByRow() throws {
    let (_, inspection) = try inspected("x,c,y\n2,a,no\n,z,yes\n3.5,b,no\n1,,yes\n0,NA,yes\n")
    #expect(
      inspection.concerns == [
        concern(1, 0, .imputed), concern(1, 1, .unseen, "z"), concern(2, 0, .outOfRange),
        concern(3, 1, .imputed), concern(4, 0, .outOfRange), concern(4, 1, .imputed),
      ])
    #expect(inspection.badRows == 0 && !inspection.isLost.contains(true))
  }

  /// Whatever the case of true and false; anything else is neither, and said so.
  @Test func knowsTrueAndFalseInAnyCase() throws {
    let read = try table("b,y\ntrue,0\nfalse,1\ntrue,1\n")
    let features = FeatureEncoder(fitting: read, rows: [0, 1, 2], settings: PreprocessSettings())
    let target = try TargetEncoder(fitting: read)
    let reader = try ScoringReader(
      source("b\nTRUE\nfalse\nx\ntrue\nNA\n"), signature: Signature(features, target))
    let lane = ScoringLane(reader, target: target)
    _ = try lane.nextBlock()
    #expect(try lane.nextRows() == 5)
    let inspection = RowInspection(features, listsConcerns: true)
    inspection.inspect(lane)
    #expect(inspection.concerns == [concern(2, 0, .unseen, "x"), concern(4, 0, .imputed)])
    #expect(encoded(lane, ChunkEncoder(features)) == [1, 0, 0, 1, 0])
  }

  @Test func writesTheIndicatorOfAMissingNumber() throws {
    let read = try table("x,y\n1,0\n,1\n3,1\n")
    let features = FeatureEncoder(
      fitting: read, rows: [0, 1, 2],
      settings: PreprocessSettings(scale: .none, missingIndicator: true))
    let target = try TargetEncoder(fitting: read)
    let reader = try ScoringReader(source("x\n5\nNA\n"), signature: Signature(features, target))
    let lane = ScoringLane(reader, target: target)
    _ = try lane.nextBlock()
    _ = try lane.nextRows()
    #expect(encoded(lane, ChunkEncoder(features)) == [5, 0, 2, 1])
  }

  @Test func tellsBadCellsFromMissingOnes() throws {
    let (lane, inspection) = try inspected(
      "x,c,y\nabc,a,no\n,a,yes\n1,a\n1e999,b,perhaps\n1,\u{0}b,no\n2,b,no\n")
    #expect(lane.rows == 6)
    #expect(
      inspection.concerns == [
        concern(0, 0, .unparsable), concern(1, 0, .imputed), concern(3, 0, .unparsable),
        concern(3, 2, .unknownTarget, "perhaps"),
      ])
    #expect(inspection.badRows == 4)
    #expect(inspection.isLost == [false, false, true, false, true, false])
    #expect(lane.losses.map(\.row) == [2, 4])
    #expect(lane.losses.map(\.loss) == [.fields(expected: 3, found: 2), .nulByte])
    #expect(
      inspection.badRowErrors.map(\.code) == [
        "not-a-number", "ragged-row", "number-out-of-range", "nul-byte",
      ])
    #expect(inspection.badRowErrors.map(\.line) == [2, 4, 5, 6])
    let shift = inspection.shift
    #expect(shift.rows == 4)
    #expect(shift.columns.map(\.missing) == [1, 0])
    #expect(shift.columns.map(\.unparsable) == [2, 0])
  }

  @Test(arguments: [true, false])
  func losesRowsWithMissingValuesWhereNoneAreAllowed(lists: Bool) throws {
    let (_, inspection) = try inspected(
      "x,c,y\n2,a,no\n,a,no\n2,,no\nbad,b,no\n3,b,no\n",
      settings: PreprocessSettings(missing: .error), lists: lists)
    #expect(inspection.isLost == [false, true, true, true, false])
    #expect(inspection.badRows == 3)
    #expect(
      inspection.badRowErrors.map(\.code) == ["missing-value", "missing-value", "not-a-number"])
    #expect(inspection.badRowErrors.map(\.column) == [1, 2, 1])
    if lists {
      #expect(
        inspection.concerns == [
          concern(1, 0, .missing), concern(2, 1, .missing), concern(3, 0, .unparsable),
        ])
    }
  }

  @Test func sumsUpTheShiftOverPartsInAnyOrder() throws {
    let texts = ["x,c,y\n4,a,no\n,z,yes\n", "x,c,y\n4,b,no\n4,z,yes\n"]
    let parts = try texts.map { try inspected($0, lists: false).inspection.shift }
    var shift = ShiftSummary(try encoders().features)
    for part in parts { shift.add(part) }
    var reversed = ShiftSummary(try encoders().features)
    for part in parts.reversed() { reversed.add(part) }
    #expect(shift == reversed)
    #expect(shift.rows == 4)
    #expect(shift.columns.map(\.missing) == [1, 0])
    #expect(shift.columns.map(\.unseen) == [0, 2])
    #expect(shift.columns.map(\.outOfRange) == [3, 0])
    // (4 − 2) / √(2/3)
    let meanShift = try #require(shift.columns[0].meanShift)
    #expect(abs(meanShift - 2 / (2.0 / 3).squareRoot()) < 1e-8)
    #expect(shift.columns[1].meanShift == nil)
  }

  @Test func goesOnAfterBytesThatAreNoText() throws {
    var text = Array("x,c\n1,a\n".utf8)
    for row in 0..<1000 { text += Array("2,".utf8) + (row % 3 == 0 ? [0xc3, 0x28] : [97]) + [10] }
    let (features, target) = try encoders()
    let reader = try ScoringReader(
      ByteSource(bytes: text, name: "a.csv"), signature: Signature(features, target),
      badRows: .keep)
    let lane = ScoringLane(reader, target: target)
    _ = try lane.nextBlock()
    var lost = 0
    var rows = 0
    while case let count = try lane.nextRows(), count > 0 {
      rows += count
      lost += lane.losses.count
      #expect(lane.losses.allSatisfy { $0.loss == .invalidUTF8 })
    }
    #expect(rows == 1001 && lost == 334)
  }
}
