import Tabular

extension ConfigError: CustomStringConvertible {
  /// The problem as `file:line: key: sentence`, and how to mend it where that is not plain.
  package var description: String {
    let place = [file, line.map(String.init)].compactMap(\.self).joined(separator: ":")
    let parts = [place.isEmpty ? nil : place, keyPath, sentence].compactMap(\.self)
    return parts.joined(separator: ": ")
  }

  private var sentence: String {
    switch problem {
    case .tooLarge(let bytes, let limit):
      "the config has \(bytes) bytes; at most \(limit) are read"
    case .tooDeep(let limit):
      "the config is nested deeper than \(limit) levels"
    case .syntax(let found, let column):
      "not valid JSON5: found \(found)" + (column.map { " at column \($0)" } ?? "")
    case .duplicateKey(let firstLine):
      "this key stands twice, first on line \(firstLine); remove one"
    case .unknownKey(let allowed):
      "unknown key" + advice(lastKey, allowed)
    case .wrongType(let expected, let found), .outOfRange(let expected, let found):
      "expected \(expected), found \(found)"
    case .unknownValue(let allowed, let found):
      "unknown value \"\(found)\"" + advice(found, allowed)
    case .notPlainFileName(let found):
      "expected one plain file name in the same folder, found \"\(found)\""
    case .notBuilt(let what, let instead):
      "\(what) is not built yet; \(instead)"
    case .fixedInStudy:
      "all runs of a study share one dataset and one split, so this cannot vary; "
        + "set it outside `study`"
    case .tooManyTrials(let count, let limit):
      "the study has \(count) runs; at most \(limit) are allowed"
    case .duplicateTrial(let name):
      "two runs of the study are named \"\(name)\"; give each its own name"
    case .tooManyParameters(let count, let limit):
      "the network would have \(count) weights and biases; at most \(limit) are allowed. "
        + "Make the hidden layers smaller, or leave out columns with many categories"
    case .conflict(let other):
      "does not go together with \(other)"
    case .needed(let choice):
      "the split \"\(choice)\" needs the column that names each row's "
        + (choice == "group" ? "group" : "part: train, validation or test")
    case .noWeight(let rows):
      "all \(rows) training rows have the weight 0; there is nothing to train on"
    case .otherModel(let what, let expected, let found):
      "the model to start from has other \(what) than this run: expected \(expected), "
        + "found \(found)"
    }
  }

  private var lastKey: String {
    keyPath?.split(separator: ".").last.map(String.init) ?? ""
  }

  /// The nearest of the allowed names, where one is near, and all of them.
  private func advice(_ found: String, _ allowed: [String]) -> String {
    let suggestion = Spelling.suggestion(for: found, among: allowed)
    let names = allowed.joined(separator: ", ")
    return suggestion.isEmpty ? "; allowed: \(names)" : "\(suggestion) Allowed: \(names)"
  }
}
