import JSON
import Tabular

/// Something about the data that makes a model worse or its figures doubtful.
package struct DataWarning: Sendable, Equatable {
  /// A short stable name of the kind of warning, for scripts.
  package let code: String
  /// One sentence that names the column or the rows, and what to do.
  package let message: String

  /// States a warning.
  package init(code: String, message: String) {
    self.code = code
    self.message = message
  }

  /// Takes over what reading or encoding has noted.
  init(_ note: TableNote) {
    self.init(code: note.code, message: note.description)
  }

  /// The warning as a JSON object.
  var json: JSONValue { .object(["code": .string(code), "message": .string(message)]) }
}
