import Files
import Glibc
import Models
import Pipeline
import Reports

/// Runs `backdrop models list`.
func runModelsList(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let models = try ModelCatalogue(root: arguments.rootFolder).list()
  return try console.answer(arguments, ModelListObject(models)) { $0.list(models) }
}

/// Runs `backdrop models show`.
func runModelsShow(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let model = try ModelCatalogue(root: arguments.rootFolder).show(arguments.required("MODEL"))
  return try console.answer(arguments, model) { $0.show(model) }
}

/// Runs `backdrop models verify`.
func runModelsVerify(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let checks = try ModelCatalogue(root: arguments.rootFolder).verify(
    arguments.positionals("MODEL"))
  _ = try console.answer(arguments, ModelCheckObject(checks)) { $0.verify(checks) }
  return checks.contains { $0.problem != nil } ? .data : .ok
}

/// Runs `backdrop models promote`.
func runModelsPromote(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let reference = arguments.required("MODEL@RUN")
  return try tell(
    try ModelLibrary(root: arguments.rootFolder).promote(reference), arguments, console)
}

/// Runs `backdrop models rollback`.
func runModelsRollback(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  try tell(
    try ModelLibrary(root: arguments.rootFolder).rollBack(arguments.required("MODEL")), arguments,
    console)
}

private func tell(
  _ change: ModelLibrary.Change, _ arguments: Arguments, _ console: Console
) throws -> ExitCode {
  let object = ModelChangeObject(
    model: change.model, current: change.run, before: change.before)
  return try console.answer(arguments, object) { _ in
    change.before == change.run
      ? "\(change.run) is the current version of \(change.model) already\n"
      : "\(change.run) is the current version of \(change.model) now"
        + (change.before.map { "; before it was \($0)\n" } ?? "\n")
  }
}

/// Runs `backdrop models export`.
func runModelsExport(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let output = arguments.text("output") ?? "-"
  let format = arguments.text("format") ?? (output.hasSuffix(".json") ? "json" : "onnx")
  let store = ModelStore(arguments.rootFolder.models)
  let model = try store.open(reference: arguments.required("MODEL"))
  let bytes = format == "json" ? try model.json() : model.onnx()
  if output == "-" {
    try console.write(bytes)
    return .ok
  }
  let path = FilePath(output)
  let replacing = arguments.flag("force")
  if !replacing, try FileSystem.exists(path) { throw OutputExists(path: path) }
  try AtomicFile.publish(bytes, to: path, replacing: replacing)
  return .ok
}

extension Console {
  /// Writes an answer as JSON where that was asked for, else as a table.
  fileprivate func answer(
    _ arguments: Arguments, _ object: some Encodable, table: (ModelTables) -> String
  ) throws -> ExitCode {
    if arguments.flag("json") {
      try write(JSONText.encoded(object))
    } else {
      try write(table(ModelTables(style: .of(fileDescriptor: STDOUT_FILENO))))
    }
    return .ok
  }
}
