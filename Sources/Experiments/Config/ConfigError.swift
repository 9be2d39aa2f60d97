/// What is wrong with a config: the file, the line, the key, and the facts of the problem.
package struct ConfigError: Error, Sendable, Equatable {
  /// The facts of one problem; the sentences stand in `ConfigError+Description.swift`.
  package enum Problem: Sendable, Equatable {
    case tooLarge(bytes: Int, limit: Int)
    case tooDeep(limit: Int)
    case syntax(found: String, column: Int?)
    case duplicateKey(firstLine: Int)
    case unknownKey(allowed: [String])
    case wrongType(expected: String, found: String)
    case outOfRange(expected: String, found: String)
    case unknownValue(allowed: [String], found: String)
    case notPlainFileName(found: String)
    case notBuilt(what: String, instead: String)
    case fixedInStudy
    case tooManyTrials(count: Int, limit: Int)
    case duplicateTrial(name: String)
    case tooManyParameters(count: Int, limit: Int)
    case conflict(with: String)
    case needed(by: String)
    case noWeight(rows: Int)
    case otherModel(what: String, expected: String, found: String)
  }

  /// The config file's name as it is shown; nil for a value from the command line.
  package let file: String?
  /// The line in the file, from 1.
  package let line: Int?
  /// The dotted path of the key, such as `training.learning_rate`.
  package let keyPath: String?
  package let problem: Problem

  /// Creates an error about a key of a file or of the command line.
  package init(file: String?, line: Int? = nil, keyPath: String? = nil, problem: Problem) {
    self.file = file
    self.line = line
    self.keyPath = keyPath
    self.problem = problem
  }

  /// A stable name of the problem, for receipts and scripts.
  package var code: String {
    switch problem {
    case .tooLarge: "config-too-large"
    case .tooDeep: "config-too-deep"
    case .syntax: "config-syntax"
    case .duplicateKey: "duplicate-key"
    case .unknownKey: "unknown-key"
    case .wrongType: "wrong-type"
    case .outOfRange: "out-of-range"
    case .unknownValue: "unknown-value"
    case .notPlainFileName: "not-a-plain-file-name"
    case .notBuilt: "not-built"
    case .fixedInStudy: "fixed-in-study"
    case .tooManyTrials: "too-many-trials"
    case .duplicateTrial: "duplicate-trial"
    case .tooManyParameters: "too-many-parameters"
    case .conflict: "conflict"
    case .needed: "missing-key"
    case .noWeight: "no-weight"
    case .otherModel: "other-model"
    }
  }
}
