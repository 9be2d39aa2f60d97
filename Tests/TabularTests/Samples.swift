import Glibc
import Tabular
import Testing

/// The bytes of a file beside the tests.
func golden(_ name: String, testFile: String = #filePath) throws -> [UInt8] {
  let folder = testFile.prefix(upTo: testFile.lastIndex(of: "/") ?? testFile.startIndex)
  let file = try #require(fopen("\(folder)/Goldens/\(name)", "r"), "no golden \(name)")
  defer { fclose(file) }
  return readAll(file)
}

/// The lines of a file beside the tests.
func goldenLines(_ name: String) throws -> [Substring] {
  String(decoding: try golden(name), as: UTF8.self).split(
    separator: "\n", omittingEmptySubsequences: false)
}

/// What a golden script prints for some arguments, run by the Python that has scikit-learn.
func runGolden(
  _ script: String, _ arguments: String, testFile: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> [UInt8] {
  let folder = testFile.prefix(upTo: testFile.lastIndex(of: "/") ?? testFile.startIndex)
  let python = "$('\(folder)/../../scripts/python-env')"
  let pipe = try #require(
    popen("\(python) '\(folder)/Goldens/\(script)' \(arguments)", "r"),
    sourceLocation: sourceLocation)
  let output = readAll(pipe)
  try #require(
    pclose(pipe) == 0, "\(script) \(arguments) failed", sourceLocation: sourceLocation)
  return output
}

/// How many cases to try: the whole number in a soak (`BACKDROP_SOAK=1`), else the short one.
func caseCount(_ short: Int, soak: Int) -> Int { getenv("BACKDROP_SOAK") == nil ? short : soak }

private func readAll(_ file: UnsafeMutablePointer<FILE>) -> [UInt8] {
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    if count == 0 { return bytes }
    bytes += buffer[..<count]
  }
}

/// A source of the bytes of `text`, named `a.csv`.
func source(_ text: String) -> ByteSource { ByteSource(bytes: Array(text.utf8), name: "a.csv") }

/// Reads a training table from `text`.
func table(_ text: String, _ choices: ColumnChoices = ColumnChoices()) throws -> Table {
  try Table.read(source(text), choices: choices)
}

/// All records of `bytes`.
func records(_ bytes: [UInt8], _ format: CSVFormat = CSVFormat()) throws(TabularError) -> [[String]]
{
  let reader = CSVReader(ByteSource(bytes: bytes, name: "a.csv"), format: format)
  var rows: [[String]] = []
  while try reader.next() { rows.append(reader.texts) }
  return rows
}

/// The error that `body` throws.
func failure(_ body: () throws -> Void) throws -> TabularError {
  do { try body() } catch let error as TabularError { return error }
  throw NoError()
}

/// Thrown when something that had to fail did not.
struct NoError: Error {}
