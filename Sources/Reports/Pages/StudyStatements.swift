import JSON
import RunLog

/// What a study says, from the finding `study` of its chosen run.
struct StudyStatements {
  /// The conclusions, in the order in which to read them.
  let sentences: [String]
  /// The test that the comparisons use, with its source; nil without repeats.
  let test: String?
  /// `runs`, `one_at_a_time`, `grid` or `random`; nil where no finding is on record.
  let form: String?

  /// Reads the finding of a study's chosen run.
  init(_ best: RunResult) {
    let finding = best.finding("study")
    sentences = (finding?["sentences"]?.list ?? []).compactMap(\.string)
    form = finding?["form"]?.string
    let test = finding?["test"]
    guard let name = test?["name"]?.string else {
      self.test = nil
      return
    }
    let source = test?["source"]?.string.map { " (\($0))" } ?? ""
    let correction = test?["correction"]?.string.map { ", corrected by \($0)" } ?? ""
    self.test = "The test: \(name)\(source)\(correction)."
  }

  /// The conclusions as a list, with the test below.
  var html: HTML {
    guard !sentences.isEmpty else {
      return .paragraph("No conclusions are on record: the study did not come to its end.")
    }
    return .sequence([
      .list(sentences.map { .name($0) }),
      test.map { .paragraph(.text($0), style: "soft") } ?? .nothing,
    ])
  }
}
