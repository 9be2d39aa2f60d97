import RunLog

/// One key of the resolved config in which runs differ: a column of a comparison.
struct SettingColumn {
  /// The dotted key.
  let key: String
  /// The key's last part, or all of it where another column ends the same.
  let header: String
  /// Whether every value is a number.
  let isNumeric: Bool

  /// The value in a run as a person would write it; nil where the run has none.
  func text(in result: RunResult) -> String? {
    result.parameters.first { $0.key == key }.map { SettingText.plain($0.value) }
  }

  /// The keys whose values are not the same in all runs, in the order of the alphabet.
  static func differing(in results: [RunResult]) -> [SettingColumn] {
    let settings = results.map { result in
      Dictionary(result.parameters.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    }
    let keys = Set(settings.flatMap(\.keys)).filter { key in
      Set(settings.map { $0[key] }).count > 1
    }.sorted()
    func last(_ key: String) -> Substring { key.split(separator: ".").last ?? key[...] }
    return keys.map { key in
      let isUnique = keys.filter { last($0) == last(key) }.count == 1
      return SettingColumn(
        key: key, header: isUnique ? String(last(key)) : key,
        isNumeric: settings.compactMap { $0[key] }.allSatisfy { Double($0) != nil })
    }
  }
}

/// JSON text as a person would write it.
package enum SettingText {
  /// A string loses its quotes where it needs no escapes; all else stays JSON.
  package static func plain(_ json: String) -> String {
    guard json.count >= 2, json.hasPrefix("\""), json.hasSuffix("\"") else { return json }
    let inner = json.dropFirst().dropLast()
    return inner.isEmpty || inner.contains("\\") ? json : String(inner)
  }
}
