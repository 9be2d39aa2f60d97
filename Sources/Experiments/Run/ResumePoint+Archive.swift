import JSON
import Models
import Numerics
import Perceptron

/// `resume.json`: what a resume file is, and the short part of the state.
private struct ResumeDocument<State: Codable>: Codable {
  var format = ResumePoint.format
  var formatVersion = ResumePoint.formatVersion
  let training: String
  let state: State
}

extension ResumePoint {
  fileprivate static let format = "backdrop-resume"
  fileprivate static let formatVersion = 1
  private static let documentMember = "resume.json"

  /// The point as the bytes of a sealed `.npz`, as a checkpoint is one.
  ///
  /// - Parameter training: names what is trained: data, config, version, and the run.
  /// - Throws: `ResumeProblem.archive` where there is no memory for it.
  package func archive(of training: String) throws(ResumeProblem) -> [UInt8] {
    switch state {
    case .float32(let state): try archive(state, training)
    case .float64(let state): try archive(state, training)
    }
  }

  /// Opens a resume file's bytes and checks all of it.
  ///
  /// - Throws: `ResumeProblem`.
  package init(archive bytes: [UInt8], of training: String) throws(ResumeProblem) {
    let reader = try Self.reading { () throws(ArchiveError) in try ArchiveReader(bytes: bytes) }
    let json = try Self.reading { () throws(ArchiveError) in
      try reader.contents(of: Self.documentMember)
    }
    let tree: JSONTree
    do throws(JSONError) { tree = try JSONTreeParser.parse(json) } catch { throw .otherFormat }
    if let state: TrainingState<Float> = try Self.state(reader, tree, training, "<f4") {
      self.init(epochs: try Self.epochs(reader, state.lossCurve), state: .float32(state))
    } else if let state: TrainingState<Double> = try Self.state(reader, tree, training, "<f8") {
      self.init(epochs: try Self.epochs(reader, state.lossCurve), state: .float64(state))
    } else {
      throw .otherFormat
    }
  }

  // MARK: - Writing

  private func archive<Scalar: NPYElement>(
    _ state: TrainingState<Scalar>, _ training: String
  ) throws(ResumeProblem) -> [UInt8] {
    let arrays = state.arrays
    var rest = state
    rest.arrays = .init()
    let document = ResumeDocument(training: training, state: rest)
    let json: [UInt8]
    do {
      json = try JSONTextEncoder.encode(document, .line, Self.spelling)
    } catch {
      throw .archive("\(error)")
    }
    return try Self.reading { () throws(ArchiveError) in
      var writer = ArchiveWriter()
      writer.add(Self.documentMember, json)
      try writer.add("state/loss_curve.npy", NPYArray(arrays.lossCurve))
      try writer.add("state/validation_scores.npy", NPYArray(arrays.validationScores))
      try writer.add("state/order.npy", NPYArray(arrays.order.map(Int64.init)))
      try writer.add("state/parameters.npy", NPYArray(arrays.parameters))
      try writer.add("state/first.npy", NPYArray(arrays.first))
      try writer.add("state/second.npy", NPYArray(arrays.second))
      try writer.add("state/best.npy", NPYArray(arrays.best))
      try writer.add("epochs/seconds.npy", NPYArray(epochs.map(\.seconds)))
      try writer.add("epochs/validation_loss.npy", NPYArray(epochs.compactMap(\.validationLoss)))
      try writer.add("epochs/validation_score.npy", NPYArray(epochs.compactMap(\.validationScore)))
      return try writer.finish()
    }
  }

  /// A score may be NaN or infinite, which JSON has no numbers for.
  private static let spelling = JSONSpelling.plain(infinity: "inf", nan: "nan")

  // MARK: - Reading

  /// The state; nil where its arrays are of the other precision.
  private static func state<Scalar: NPYElement>(
    _ reader: borrowing ArchiveReader, _ tree: JSONTree, _ training: String, _ type: String
  ) throws(ResumeProblem) -> TrainingState<Scalar>? {
    let document: ResumeDocument<TrainingState<Scalar>>
    do {
      document = try JSONTreeDecoder.decode(
        ResumeDocument<TrainingState<Scalar>>.self, from: tree, spelling)
    } catch {
      throw .otherFormat
    }
    guard document.format == format, document.formatVersion == formatVersion else {
      throw .otherFormat
    }
    guard document.training == training else { throw .otherTraining }
    var arrays = TrainingState<Scalar>.Arrays()
    do throws(ArchiveError) {
      arrays.parameters = try reader.values("state/parameters.npy")
    } catch .array(_, .otherElementType) {
      return nil
    } catch {
      throw .archive("\(error)")
    }
    arrays.first = try values(reader, "state/first.npy")
    arrays.second = try values(reader, "state/second.npy")
    arrays.best = try values(reader, "state/best.npy")
    arrays.lossCurve = try values(reader, "state/loss_curve.npy")
    arrays.validationScores = try values(reader, "state/validation_scores.npy")
    let order: [Int64] = try values(reader, "state/order.npy")
    arrays.order = order.map { Int32(clamping: $0) }
    // Each row once: an order of other rows would be read out of bounds.
    guard Set(arrays.order).count == order.count,
      arrays.order.allSatisfy({ $0 >= 0 && $0 < order.count })
    else { throw .otherTraining }
    var state = document.state
    state.arrays = arrays
    return state
  }

  private static func epochs(
    _ reader: borrowing ArchiveReader, _ losses: [Double]
  ) throws(ResumeProblem) -> [EpochRecord] {
    let seconds: [Double] = try values(reader, "epochs/seconds.npy")
    let validation: [Double] = try values(reader, "epochs/validation_loss.npy")
    let scores: [Double] = try values(reader, "epochs/validation_score.npy")
    for column in [validation, scores] where !column.isEmpty && column.count != losses.count {
      throw .otherTraining
    }
    guard seconds.count == losses.count else { throw .otherTraining }
    return losses.indices.map { index in
      EpochRecord(
        epoch: index + 1, trainLoss: losses[index],
        validationLoss: validation.isEmpty ? nil : validation[index],
        validationScore: scores.isEmpty ? nil : scores[index], seconds: seconds[index])
    }
  }

  private static func values<Element: NPYElement>(
    _ reader: borrowing ArchiveReader, _ member: String
  ) throws(ResumeProblem) -> [Element] {
    do throws(ArchiveError) {
      return try reader.values(member)
    } catch {
      throw .archive("\(error)")
    }
  }

  private static func reading<Result: ~Copyable>(
    _ body: () throws(ArchiveError) -> Result
  ) throws(ResumeProblem) -> Result {
    do throws(ArchiveError) {
      return try body()
    } catch {
      throw .archive("\(error)")
    }
  }
}

extension ArchiveReader {
  /// The numbers of one member, whatever its shape.
  fileprivate func values<Element: NPYElement>(
    _ member: String
  ) throws(ArchiveError) -> [Element] {
    try array(member, of: Element.self).values
  }
}

extension NPYArray {
  /// A list of numbers.
  fileprivate init(_ values: [Element]) {
    self.init(shape: [values.count], values: values)
  }
}
