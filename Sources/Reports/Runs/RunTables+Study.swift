import JSON
package import RunLog

/// What a study says, read from the finding `study` of its chosen run.
package struct StudySentences: Sendable {
  /// The conclusions in the order in which to read them.
  package let sentences: [String]

  private struct Document: Decodable {
    let sentences: [String]
  }

  /// Reads the conclusions that stand with a run of these; nil where they are not those of a study.
  ///
  /// - Throws: `JSONError` or `DecodingError` where the finding is not what it should be.
  package init?(_ results: [RunResult]) throws {
    // Runs of several studies have no conclusion in common.
    guard Set(results.map(\.run.job)).count == 1,
      let finding = results.flatMap(\.findings).first(where: { $0.name == "study" })
    else { return nil }
    let tree = try JSONTreeParser.parse(finding.value)
    sentences = try JSONTreeDecoder.decode(Document.self, from: tree).sentences
  }
}

extension RunTables {
  /// The conclusions of a study as a list; nothing for runs that are none.
  package func conclusions(_ results: [RunResult]) throws -> String {
    guard let study = try StudySentences(results), results.count > 1 else { return "" }
    return "\n" + study.sentences.map { "- \(TerminalText.escaped($0))\n" }.joined()
  }
}
