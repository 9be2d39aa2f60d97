import Files
import Reports
import RunLog

/// A receipt as a person reads it: `receipt.txt` beside `receipt.json`.
struct ReceiptText: CustomStringConvertible {
  let receipt: Receipt

  var description: String {
    let paragraphs = [head, inputs, outcome, notes].filter { !$0.isEmpty }
    return paragraphs.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
  }

  private var head: [String] {
    [
      line("job", receipt.job), line("outcome", receipt.outcome),
      line("received", receipt.received_at), line("finished", receipt.finished_at),
    ]
  }

  private var inputs: [String] {
    receipt.inputs.flatMap { input in
      let bytes = input.bytes.map { ", \(NumberText.count(Int($0))) bytes" } ?? ""
      return [line(input.role, input.name + bytes)]
        + (input.sha256.map { [line("", "sha256 \($0)")] } ?? [])
    }
  }

  private var outcome: [String] {
    if let error = receipt.error { return failure(error) }
    if let scores = receipt.scores { return scored(scores) }
    if let original = receipt.duplicate_of {
      return [line("done", "nothing: job \(original) trained the same data with the same config")]
        + runs
    }
    return runs
  }

  private func failure(_ error: Receipt.Problem) -> [String] {
    var place: [String] = []
    if let file = error.file { place.append(TerminalText.escaped(file)) }
    if let number = error.line { place.append("line \(number)") }
    if let number = error.column { place.append("column \(number)") }
    if let offset = error.byte_offset { place.append("byte \(offset)") }
    var lines = [line("code", error.code)]
    if !place.isEmpty { lines.append(line("where", place.joined(separator: ", "))) }
    lines.append(line("reason", TerminalText.escaped(error.message)))
    lines.append(line("mend", "\(Remedy.sentence(code: error.code, exitCode: error.exit_code))"))
    lines.append(
      line("", "backdrop retry \(receipt.job) puts the files back into the inbox as they came"))
    return lines
  }

  private func scored(_ scores: ScoringFacts) -> [String] {
    var lines = [
      line("scored", "\(NumberText.count(scores.rows)) rows by \(scores.model), run \(scores.run)")
    ]
    if let place = scores.scores { lines.append(line("", place)) }
    if !scores.metrics.isEmpty {
      let shown = scores.metrics.sorted { $0.key < $1.key }
        .map { "\($0.key) \(NumberText.metric($0.key, $0.value))" }
      lines.append(line("", shown.joined(separator: ", ")))
    }
    return lines
  }

  private var runs: [String] {
    receipt.runs.flatMap { run in
      var lines = [
        line(
          run.current ? "model" : "run",
          "\(run.model), run \(run.run)\(run.name == run.model ? "" : " (\(run.name))")"
            + (run.current ? ", current" : ""))
      ]
      if let checkpoint = run.checkpoint { lines.append(line("", checkpoint)) }
      for part in ["train", "validation", "test"] {
        guard let metrics = run.metrics[part] else { continue }
        let shown = metrics.sorted { $0.key < $1.key }
          .map { "\($0.key) \(NumberText.metric($0.key, $0.value))" }
        lines.append(line("", "\(part): \(shown.joined(separator: ", "))"))
      }
      return lines
    }
  }

  private var notes: [String] { receipt.notes.map { line("note", TerminalText.escaped($0)) } }

  private func line(_ label: String, _ text: String) -> String {
    label + String(repeating: " ", count: max(1, 11 - label.count)) + text
  }
}

/// What somebody can do about a failure, where its own sentence only says what is wrong.
enum Remedy {
  /// One sentence.
  static func sentence(code: String, exitCode: Int32) -> String {
    switch code {
    case "symbolic-link": "Drop the file itself, not a link to it."
    case "hard-link": "Drop a copy of the file (cp), not a second name of it (ln)."
    case "directory", "not-a-regular-file": "Drop a regular file."
    case "unknown-kind": "Give the name one of these endings: .csv, .csv.gz, .json, .json5."
    case "no-data": "Drop the CSV together with the config."
    case "vanished": "Drop the files again; nobody but Backdrop should touch pipeline/work."
    case "poison":
      "A process that was killed usually lacked memory: smaller layers or a smaller file need less. "
        + "A fault (SIGSEGV, SIGILL, SIGABRT) is one of the program: please report it, with these files."
    case "diverged": "Try a smaller training.learning_rate, or preprocess.scale \"standard\"."
    default:
      switch exitCode {
      case 65: "Mend the file at this place, and drop it again."
      case 66: "Drop the missing file."
      case 78:
        "Mend the config (docs/config.md explains every key), and drop it with its data again."
      case 70: "This is a bug in Backdrop: please report it with this receipt."
      default: "Mend what the reason names, and drop the files again."
      }
    }
  }
}
