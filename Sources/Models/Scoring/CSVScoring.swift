import Numerics
import Perceptron
package import Tabular

/// Scores the rows of a CSV with a model, on several threads and with flat memory.
///
/// Columns are matched by name; rows keep their order and number. Where the file has the target,
/// the rows that have a value there are evaluated as well. Each lane takes the next block of the
/// file, parses, encodes and scores it, and waits for its turn to hand it out; so no byte and no
/// metric depends on the number of threads.
package final class CSVScoring: Sendable {
  /// Columns of the file that the model does not know; they are passed over.
  package var extraColumns: [String] { reader.extraColumns }
  /// Whether the file has the target.
  package var hasTarget: Bool { reader.hasTarget }
  /// The names of the columns that are written: the kept ones, `prediction`, then
  /// `probability_<class>` of the positive class, or of every class when there are more than two,
  /// and with verdicts `status` and `reason`.
  package let columnNames: [String]

  /// Threads beyond which reading, which is done by one at a time, is what the others wait for;
  /// each has some megabytes of its own.
  private static let laneLimit = 16

  private let model: Model
  private let options: ScoringOptions
  private let reader: ScoringReader

  /// Reads the header of `source` and matches it with the model's columns.
  ///
  /// - Throws: What the header gets, such as `missingColumns`; `columnChosenTwice` for a kept column
  ///   with the name of one that is written.
  package init(_ model: Model, source: ByteSource, options: ScoringOptions) throws(TabularError) {
    self.model = model
    self.options = options
    reader = try ScoringReader(
      source, signature: model.document.signature, format: options.format, keep: options.keep,
      badRows: options.verdict ? .keep : .refuse)
    let classes = model.document.targetEncoder.classes
    let scored = classes.count == 2 ? [classes[1]] : classes
    let own =
      ["prediction"] + scored.map { "probability_\($0)" }
      + (options.verdict ? VerdictText.columns : [])
    var taken = Set(own)
    for name in reader.keptNames where !taken.insert(name).inserted {
      throw .columnChosenTwice(
        Place(source.name, line: 1, columnName: name), name: name,
        choices: ["among the kept columns", own.contains(name) ? "among the scores" : "again"])
    }
    columnNames = reader.keptNames + own
  }

  /// Scores all rows; to be called once.
  ///
  /// - Parameters:
  ///   - threads: how many threads may compute, this one included.
  ///   - sink: gets the bytes of the output in their order, by one thread at a time.
  /// - Throws: `badRows` for rows that cannot be read, with the first ten of them, unless verdicts
  ///   are wanted; the error that makes the rest of the file unreadable; what `sink` throws.
  package func run(
    threads: Int, to sink: @escaping (UnsafeRawBufferPointer) throws -> Void
  ) throws -> ScoringSummary {
    let output = OrderedOutput(
      reader, Evaluation(model.network.architecture, threshold: options.threshold),
      ShiftSummary(model.document.encoder), header: header(), refusesBadRows: !options.verdict,
      sink: sink)
    let lanes = reader.isLong ? min(threads, Self.laneLimit) : 1
    switch model.network {
    case .float32(let network): run(lanes, network, output)
    case .float64(let network): run(lanes, network, output)
    }
    return try output.summary()
  }

  private func run<Scalar: Real>(
    _ threads: Int, _ network: Network<Scalar>, _ output: OrderedOutput
  ) {
    TurnOrder.onThreads(threads) { [self] in
      ScoringWorker(model, network, reader, options, makeWriter(), output).run()
    }
  }

  private func makeWriter() -> RowWriter {
    RowWriter(options.rowFormat, names: columnNames, escapesFields: options.escapesKept)
  }

  /// The first line of a CSV; nothing of JSON Lines.
  private func header() -> [UInt8] {
    guard case .csv = options.rowFormat else { return [] }
    let writer = makeWriter()
    for field in reader.keptHeader { field.withUnsafeBufferPointer { writer.field($0) } }
    for name in columnNames.dropFirst(reader.keptHeader.count) { writer.text(name) }
    writer.endRow()
    return Array(writer.buffer.contents)
  }
}
