import Numerics
import Perceptron
import Tabular

/// Scores blocks of a CSV on one thread.
final class ScoringWorker<Scalar: Real> {
  /// Bytes of output and of scores after which a block does not wait for its end.
  private static var bufferSize: Int { 1 << 20 }

  private let reader: ScoringReader
  private let lane: ScoringLane
  private let encoder: ChunkEncoder
  private let inspection: RowInspection
  private let scorer: Scorer<Scalar>
  private let outputs: Int
  private let inputs: AlignedBuffer<Scalar>
  private let scores: AlignedBuffer<Scalar>
  private let writer: RowWriter
  private let output: OrderedOutput
  private let keptCount: Int
  private let isReported: Bool
  private let threshold: Double
  private let classes: [RowWriter.PreparedText]
  private let verdict: VerdictText?
  private var pending = ScoredRows<Scalar>()

  /// Prepares the memory of one thread.
  init(
    _ model: Model, _ network: Network<Scalar>, _ reader: ScoringReader, _ options: ScoringOptions,
    _ writer: RowWriter, _ output: OrderedOutput
  ) {
    let document = model.document
    self.reader = reader
    self.output = output
    self.writer = writer
    lane = ScoringLane(reader, target: document.targetEncoder)
    encoder = ChunkEncoder(document.encoder)
    inspection = RowInspection(
      document.encoder, listsConcerns: options.verdict, countsShift: options.isReported)
    scorer = Scorer(network)
    outputs = network.architecture.outputs
    inputs = AlignedBuffer(count: encoder.size(of: lane, as: Scalar.self))
    scores = AlignedBuffer(count: lane.capacity * outputs)
    keptCount = reader.keptNames.count
    isReported = options.isReported
    threshold = options.threshold
    classes = document.targetEncoder.classes.map { writer.prepared($0) }
    let names = document.encoder.columns.map(\.name) + [document.targetEncoder.name]
    verdict = options.verdict ? VerdictText(names, for: writer) : nil
  }

  /// Scores one block after the other until none is left.
  func run() {
    do throws(TabularError) {
      while let number = try lane.nextBlock() { score(block: number) }
    } catch {
      output.stop(error)
    }
    output.add(inspection.shift)
  }

  private func score(block number: Int) {
    var hasTurn = false
    var isFirst = true
    var failure: TabularError?
    while failure == nil {
      do throws(TabularError) {
        if try lane.nextRows() == 0 { break }
      } catch {
        // The rows before it count.
        failure = error
        if lane.rows == 0 { break }
      }
      addRows()
      if writer.buffer.count + pending.scores.count * MemoryLayout<Scalar>.stride
        < Self.bufferSize
      {
        continue
      }
      if !hasTurn { output.wait(for: number) }
      hasTurn = true
      handOut(isFirst: isFirst)
      isFirst = false
    }
    if !hasTurn { output.wait(for: number) }
    handOut(isFirst: isFirst)
    output.finish(failure, blankLine: lane.blankLine)
  }

  private func handOut(isFirst: Bool) {
    output.take(pending, writer.buffer.contents, lane: lane, isFirst: isFirst)
    pending.removeAll()
    writer.removeAll()
  }

  /// Scores the lane's rows and appends them to what is to be handed out.
  private func addRows() {
    inspection.inspect(lane)
    pending.count += lane.rows
    if inspection.badRows > 0 {
      pending.badRows += inspection.badRows
      pending.errors += inspection.badRowErrors.prefix(10 - min(10, pending.errors.count))
    }
    guard output.wantsScores else { return }
    encoder.encode(lane, into: inputs.start)
    scorer.score(panels: inputs.start, rows: lane.rows, into: scores.start)
    if isReported { addTargets() }
    if verdict == nil { writeRows() } else { writeWithVerdicts() }
  }

  /// Keeps scores and targets for the evaluation.
  private func addTargets() {
    let lost = inspection.isLost
    if !lane.targetClasses.isEmpty {
      for (row, index) in lane.targetClasses.enumerated() {
        pending.classes.append(lost[row] ? ScoringLane.missingClass : index)
      }
    } else if let values = lane.targetValues {
      for row in values.indices { pending.values.append(lost[row] ? .nan : values[row]) }
    } else {
      return
    }
    pending.scores += UnsafeBufferPointer(start: scores.start, count: lane.rows * outputs)
  }

  private func writeRows() {
    // Taken once, and not counted anew for every row.
    let (writer, classes, scores) = (writer, classes, scores.start)
    for row in 0..<lane.rows {
      writeKept(row)
      writeScores(scores + row * outputs, classes, to: writer)
      writer.endRow()
    }
  }

  private func writeWithVerdicts() {
    guard let verdict else { return }
    let concerns = inspection.concerns
    var losses = lane.losses[...]
    var start = 0
    for row in 0..<lane.rows {
      var end = start
      while end < concerns.count, concerns[end].row == row { end += 1 }
      writeKept(row)
      if inspection.isLost[row] {
        pending.emptyRows += 1
        for _ in 0..<outputs + (classes.isEmpty ? 0 : 1) { writer.empty() }
      } else {
        writeScores(scores.start + row * outputs, classes, to: writer)
      }
      let loss = losses.first?.row == row ? losses.removeFirst().loss : nil
      verdict.write(concerns[start..<end], loss: loss, to: writer)
      writer.endRow()
      start = end
    }
  }

  @inline(__always)
  private func writeKept(_ row: Int) {
    if keptCount == 0 { return }
    for index in 0..<keptCount { lane.kept.withField(row: row, index) { writer.field($0) } }
  }

  /// Writes the prediction and the probabilities, in the network's own precision, so that no digits
  /// are written that mean nothing.
  @inline(__always)
  private func writeScores(
    _ start: UnsafePointer<Scalar>, _ classes: [RowWriter.PreparedText], to writer: RowWriter
  ) {
    let values = UnsafeBufferPointer(start: start, count: outputs)
    switch classes.count {
    case 0: break  // The value itself is the prediction.
    case 2: writer.text(classes[Double(values[0]) >= threshold ? 1 : 0])
    default: writer.text(classes[Evaluation.largest(values)])
    }
    for value in values { write(value, to: writer) }
  }

  @inline(__always)
  private func write(_ value: Scalar, to writer: RowWriter) {
    if let value = value as? Float { writer.number(value) } else { writer.number(Double(value)) }
  }
}
