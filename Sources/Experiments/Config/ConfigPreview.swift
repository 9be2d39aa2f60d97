/// What a config says about its data, without the work of resolving its runs: for a program that
/// must look at thousands of configs a second.
package enum ConfigPreview: Hashable, Sendable {
  /// It is no config: a job with it says why.
  case broken
  /// It leaves the CSV to the name of the config's file.
  case unnamed
  /// It names its CSV.
  case named(String)

  /// Looks into a config file's bytes.
  package init(_ bytes: [UInt8]) {
    do throws(ConfigError) {
      var root = try JSON5Reader.parse(bytes, file: "")
      guard root.members != nil else {
        self = .broken
        return
      }
      self = try Study.takeData(&root, file: "").map { .named($0) } ?? .unnamed
    } catch {
      self = .broken
    }
  }
}
