/// The program's name and version, as checkpoints, receipts and `--version` give them.
package enum Product {
  package static let name = "backdrop"
  /// Part of a job's identity: another version trains the same data again.
  package static let version = "0.1.0"
  /// Name and version in one word.
  package static let producer = "\(name) \(version)"
}
