import Glibc
import Testing

/// Compares text with a file in Goldens; `RECORD_GOLDEN=1` writes the file and fails the run.
func expectGolden(
  _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let path = goldenPath(name)
  if getenv("RECORD_GOLDEN") != nil {
    let file = try #require(fopen(path, "w"), sourceLocation: sourceLocation)
    fputs(text, file)
    fclose(file)
    Issue.record("recorded \(name)", sourceLocation: sourceLocation)
    return
  }
  #expect(text == golden(name), "differs from \(name)", sourceLocation: sourceLocation)
}

/// A file of Goldens as text; nil where there is none.
func golden(_ name: String) -> String? {
  guard let file = fopen(goldenPath(name), "r") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
    bytes += buffer[..<count]
  }
}

private func goldenPath(_ name: String) -> String {
  let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
  return folder.joined(separator: "/") + "/Goldens/" + name
}
