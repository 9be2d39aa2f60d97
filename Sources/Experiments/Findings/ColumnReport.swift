package import JSON

/// One column of a training file: what it is, what it holds, and what is done with it.
package struct ColumnReport: Sendable, Equatable {
  /// The name in the header.
  package let name: String
  /// The column's number in the file, from 1.
  package let number: Int
  /// `numeric`, `categorical`, `boolean` or, where the cells were not read, `text`.
  package let kind: String
  /// `feature`, `target`, `id`, `ignored`, `weight`, `group`, `split` or `left_out`.
  package let role: String
  /// What is done with it, in words.
  package let use: String
  /// How many values are missing; nil where the cells were not read.
  package let missing: Int?
  /// How many distinct values there are; nil where they were not counted.
  package let distinct: Int?
  /// The range and the mean of numbers.
  package let minimum, maximum, mean: Double?
  /// The first value in the file's first rows.
  package let example: String?

  /// The report as a JSON object.
  package var json: JSONValue {
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    func count(_ value: Int?) -> JSONValue { value.map { .integer($0) } ?? .null }
    return .object([
      "name": .string(name), "number": .integer(self.number), "kind": .string(kind),
      "role": .string(role), "use": .string(use), "missing": count(missing),
      "distinct": count(distinct), "minimum": number(minimum), "maximum": number(maximum),
      "mean": number(mean), "example": example.map { .string($0) } ?? .null,
    ])
  }
}
