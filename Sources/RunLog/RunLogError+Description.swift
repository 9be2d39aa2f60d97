import Glibc

extension RunLogError: CustomStringConvertible {
  /// The error as one sentence for a person.
  package var description: String {
    switch self {
    case .sqlite(let error):
      return error.description
    case .noSuchFile(let path):
      return "\(path): there is no run log here yet; it is made when the first job is recorded"
    case .cannotOpen(let path, let systemError):
      return "\(path): cannot open the run log: \(reason(systemError))"
    case .notADatabase(let path):
      return "\(path): not an SQLite database"
    case .foreignDatabase(let path, let applicationID):
      let identity = applicationID == 0 ? "no application id" : "application id \(applicationID)"
      return "\(path): an SQLite database of another program (\(identity)), not a run log"
    case .newerVersion(let path, let found, let supported):
      return "\(path): the run log has version \(found), written by a newer backdrop; "
        + "this one knows versions up to \(supported)"
    case .olderVersion(let path, let found, let supported):
      return "\(path): the run log has version \(found), written by an older backdrop; "
        + "it is brought to version \(supported) when the next job is recorded"
    case .needsRecovery(let path):
      return "\(path): a writer died in the middle of a transaction; "
        + "start `backdrop watch`, which puts the run log right"
    case .journalMode(let path, let found):
      return "\(path): the journal mode stays \"\(found)\", expected \"delete\"; "
        + "is another program using the file?"
    case .notANumber(let parameter, let sql):
      return "NaN for value \(parameter) would be stored as NULL, in: \(shortened(sql))"
    case .notJSON(let key, let value):
      return "the setting \(key) should be JSON text, but is \"\(value)\""
    case .unexpectedValue(let column, let expected, let found):
      return "the run log's column \(column) should hold \(expected), but holds \"\(found)\""
    case .noSuchJob(let id):
      return "no job \"\(id)\""
    case .jobState(let id, let found, let wanted):
      return "job \"\(id)\" is \(found.rawValue) and cannot become \(wanted.rawValue)"
    case .noSuchRun(let id):
      return "no run \"\(id)\""
    case .ambiguousRun(let prefix, let candidates):
      return "several runs start with \"\(prefix)\": " + candidates.joined(separator: ", ")
    case .noSuchField(let name, _):
      return "no run has a metric or a setting \"\(name)\", and v_runs has no such column"
    case .runAlreadyDone(let id):
      return "run \"\(id)\" is done already"
    case .fileExists(let path):
      return "\(path): exists already"
    case .damaged(let path, let findings):
      return "\(path): the run log is damaged: " + findings.joined(separator: "; ")
    case .cannotSave(let path, let systemError):
      return "\(path): cannot save the backup: \(reason(systemError))"
    }
  }
}

extension RunConditionError: CustomStringConvertible {
  /// The error as a part of a sentence for a person.
  package var description: String {
    switch self {
    case .expected(let what, let position, let found):
      "expected \(what) at character \(position), found "
        + (found.map { "\"\($0)\"" } ?? "the end")
    case .unclosed(let character, let position):
      "the \(character) at character \(position) is never closed"
    case .unfit(let field, let expected, let found):
      "\(field) needs \(expected), found \"\(found)\""
    case .tooLarge: "the condition is too long or nested too deep"
    case .runLog(let error): error.description
    }
  }
}

extension SQLiteError: CustomStringConvertible {
  /// The error as one sentence for a person: message, code, reason and statement.
  package var description: String {
    var text = "SQLite: \(message) (code \(code.rawValue)"
    if systemError != 0 { text += ", \(reason(systemError))" }
    text += ")"
    if let sql { text += ", in: " + shortened(sql) }
    return text
  }
}

/// What the system calls an `errno`.
private func reason(_ code: Int32) -> String {
  guard code != 0, let text = strerror(code) else { return "no reason given" }
  return String(cString: text)
}

/// A statement on one line, cut where it is long.
private func shortened(_ sql: String) -> String {
  let line = sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  return line.count > 160 ? line.prefix(159) + "…" : line
}
