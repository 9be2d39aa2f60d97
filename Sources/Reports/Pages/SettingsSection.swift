import FoundationEssentials
import JSON
import RunLog

/// The full config of a run, and the command that trains it again.
struct SettingsSection {
  let result: RunResult
  let job: JobRecord?
  /// Where the data can be found again, relative to the root.
  let archive: String?

  /// The section.
  var html: HTML {
    guard !result.parameters.isEmpty else { return .nothing }
    var table = HTMLTable(
      "Every setting of this run, defaults too",
      [HTMLTable.Column("key"), HTMLTable.Column("value")])
    for row in result.parameters {
      table.append([
        HTMLTable.Cell(.code(row.key)), HTMLTable.Cell(.code(SettingText.plain(row.value))),
      ])
    }
    return .section(
      "settings", "Settings",
      [
        .paragraph("To train the same again, from the root:"), .codeBlock(command),
        commandRemark, replay,
        .details("All settings as a table", [table.html(id: "settings-table")]),
        config.map { .details("All settings as a config file", [.codeBlock($0)]) } ?? .nothing,
        provenance,
      ])
  }

  /// The config as it came, where it was archived; else all settings in a file.
  private var archivedConfig: String? {
    guard let job, job.source == .inbox, job.state == .done, let file = job.configFile else {
      return nil
    }
    return "pipeline/done/\(job.id)/\(file.text)"
  }

  private var data: String {
    archive ?? job?.dataFile?.text ?? result.finding("data")?["file"]?.string ?? "DATA.csv"
  }

  private var command: String {
    let config = archivedConfig ?? "\(result.run.name).json"
    return "backdrop train \(ShellText.quoted(data)) --config \(ShellText.quoted(config)) --force"
  }

  private var commandRemark: HTML {
    let same =
      "The same data, settings and version give the same weights, bit for bit; the hash is below."
    return archivedConfig == nil
      ? .paragraph("The config file is the one below, saved under that name. \(same)")
      : .paragraph("\(same)")
  }

  /// The command that trains again and compares the weights, where the data were archived.
  private var replay: HTML {
    archive == nil || result.run.weightsSHA256 == nil
      ? .nothing
      : .sequence([
        .paragraph("To train it again and compare the weights, without a new model:"),
        .codeBlock("backdrop runs replay \(result.run.id)"),
      ])
  }

  /// The dotted keys as nested objects.
  private var config: String? {
    var root: [String: JSONValue] = [:]
    for row in result.parameters {
      let path = row.key.split(separator: ".").map(String.init)
      do {
        root = Self.setting(root, path[...], to: try JSONTreeParser.parse(row.value).value)
      } catch {
        return nil
      }
    }
    do { return try JSONText.encoded(JSONValue.object(root)) } catch { return nil }
  }

  private static func setting(
    _ object: [String: JSONValue], _ path: ArraySlice<String>, to value: JSONValue
  ) -> [String: JSONValue] {
    guard let key = path.first else { return object }
    var object = object
    if path.count == 1 {
      object[key] = value
    } else {
      let inner: [String: JSONValue] =
        if case .object(let members)? = object[key] { members } else { [:] }
      object[key] = .object(setting(inner, path.dropFirst(), to: value))
    }
    return object
  }

  private var provenance: HTML {
    let run = result.run
    return .facts([
      ("Run", .code(run.id)), ("Job", .code(run.job)),
      ("Checkpoint", run.checkpoint.map { .code($0) }),
      ("Weights, SHA-256", run.weightsSHA256.map { .code($0) }),
      ("Version", run.engineVersion.map { "Backdrop \($0)" }),
    ])
  }
}

/// Words as a POSIX shell takes them.
package enum ShellText {
  /// The word itself where it is plain, else in quotes; control characters in `$'…'`.
  package static func quoted(_ word: String) -> String {
    let name = word.hasPrefix("-") ? "./\(word)" : word
    let isPlain = name.unicodeScalars.allSatisfy {
      ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
        || "_-./,:+@%=".unicodeScalars.contains($0)
    }
    if isPlain, !name.isEmpty { return name }
    guard TerminalText.escaped(name) != name else {
      return "'"
        + name.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: "'\\''") + "'"
    }
    // Byte by byte, so that what a page shows is what a shell reads.
    var text = "$'"
    for byte in name.utf8 {
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\\"):
        text += "\\" + String(UnicodeScalar(byte))
      case 0x20..<0x7f: text += String(UnicodeScalar(byte))
      default:
        let digits = String(byte, radix: 8)
        text += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      }
    }
    return text + "'"
  }
}
