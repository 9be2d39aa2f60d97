package import JSON

/// One thing found out about a run besides its metrics: a JSON document under a name.
///
/// The run log keeps it as it is, and the reports draw it; `docs/findings.md` gives the names and
/// the shape of each document.
package struct Finding: Sendable, Equatable {
  /// What it is about, as `data` or `roc`.
  package let name: String
  package let value: JSONValue
  /// The document as JSON on one line; the runs of a study share what they found out together.
  package let text: String

  /// States a finding.
  package init(name: String, value: JSONValue) {
    self.name = name
    self.value = value
    text = value.text
  }
}
