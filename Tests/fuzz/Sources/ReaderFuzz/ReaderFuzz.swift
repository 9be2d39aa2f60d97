import Numerics
import Tabular

/// Reads the input as CSV in every way there is: no input may crash, hang or take much memory.
///
/// The first byte chooses how; the rest is the file. The number of threads and the path through
/// chunks must not change what is read, so a difference is a crash too.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzReader(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 0 else { return 0 }
  let choice = data[0]
  let bytes = Array(UnsafeBufferPointer(start: data + 1, count: count - 1))
  let format = CSVFormat(
    delimiter: CSVFormat.delimiters[Int(choice & 3)],
    limits: choice & 4 == 0 ? CSVLimits(line: 32 << 10) : CSVLimits(line: 64, field: 20, columns: 5)
  )
  let compression: ByteSource.Compression = choice & 8 == 0 ? .none : .gzip
  func source() -> ByteSource {
    ByteSource(
      bytes: bytes, name: "fuzz.csv", compression: compression, inflatedSizeLimit: 1 << 20)
  }
  let records = outcome { () throws(TabularError) in
    let reader = CSVReader(source(), format: format)
    var count = 0
    while try reader.next() {
      for field in 0..<reader.fieldCount { count += reader.value(field).count }
    }
    return "\(count)"
  }
  let one = outcome { () throws(TabularError) in
    try describe(Table.read(source(), format: format, threads: 1))
  }
  let two = outcome { () throws(TabularError) in
    try describe(Table.read(source(), format: format, threads: 2))
  }
  precondition(one == two, "the table depends on the number of threads")
  // A table is made of records: where they cannot be read, it cannot either.
  precondition(!records.hasPrefix("error") || one.hasPrefix("error"), "\(records), but \(one)")
  return 0
}

/// libFuzzer's own main (compiler-rt, FuzzerInterface.h).
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ fuzz: @convention(c) (UnsafePointer<UInt8>, Int) -> CInt
) -> CInt

/// The entry point, which SwiftPM names after the target and not `main`.
@_cdecl("ReaderFuzz_main")
public func start(
  _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> CInt {
  var count = count
  var arguments = arguments
  return runDriver(&count, &arguments, fuzzReader)
}

private func outcome(_ body: () throws(TabularError) -> String) -> String {
  do throws(TabularError) { return try body() } catch {
    // The message must be makeable, and on one line unless it lists rows.
    return "error \(error.code) \(error)"
  }
}

/// All that can be asked of a table, so that the questions are fuzzed too.
private func describe(_ table: Table) throws(TabularError) -> String {
  var text = "\(table.rowCount) \(table.columns) \(table.notes) \(table.fileColumns)"
  text += " \(IdentifierColumns.names(table))"
  let target = try TargetEncoder(fitting: table)
  let split = try SplitSettings(method: .random).split(table)
  text += " \(DuplicateRows(table, split))"
  let labels = target.task == .classification ? try target.classIndices(table) : nil
  text += " \(SingleFeature.find(table, labels: labels, rows: split.train))"
  let settings = PreprocessSettings(maxCategories: 2, missingIndicator: true)
  let encoder = FeatureEncoder(fitting: table, rows: split.train, settings: settings)
  text += " \(encoder.featureNames)"
  // Small files only: one-hot columns of a large one would take much memory rightly.
  if table.rowCount * encoder.featureCount < 100_000 {
    let features: Matrix<Float> = try encoder.encode(table)
    text += " \(features.elements.map(\.bitPattern))"
  }
  return text
}
