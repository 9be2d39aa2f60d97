import Experiments
import Files
import Glibc
import Pipeline
import Reports
import RunLog

/// Runs `backdrop train`.
func runTrain(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let root = arguments.rootFolder
  let overrides = try arguments.texts("set").map(Override.init(parsing:))
  let training = try ForegroundTraining(root: root, threads: arguments.threadCount)
  let display = ProgressDisplay(console)
  // Before an error is told, too.
  defer { display.finish() }
  let isJSON = arguments.flag("json")
  // The answer of a study of many short runs takes as long as committing the last of them.
  var prepared: Result<String, any Error>?
  let answer = try training.train(
    FilePath(arguments.required("DATA.csv")), config: arguments.text("config").map { FilePath($0) },
    overrides: overrides, force: arguments.flag("force"), stop: StopOnSignal.begin(),
    whileCommitting: { answer in
      prepared = Result { try text(of: answer, below: root, isJSON: isJSON) }
    }, progress: { display.show($0) })
  display.finish()
  for note in answer.notes { console.message("warning: \(note)") }
  if let original = answer.duplicateOf {
    console.message(
      "The same data and config were trained before, in job \(original): nothing was trained. "
        + "--force trains again.")
  }
  try console.write(try prepared?.get() ?? text(of: answer, below: root, isJSON: isJSON))
  return .ok
}

private func text(of answer: TrainingAnswer, below root: Root, isJSON: Bool) throws -> String {
  let results = answer.results.map { $0.located(below: root) }
  guard isJSON else { return try summary(results, best: answer.best) }
  return try JSONText.encoded(
    TrainingObject(
      results, best: answer.best, duplicateOf: answer.duplicateOf, notes: answer.notes))
}

/// The result as a person reads it: a study's table, then the model that is current now.
private func summary(_ results: [RunResult], best: String) throws -> String {
  let tables = RunTables(style: .of(fileDescriptor: STDOUT_FILENO))
  guard let result = results.first(where: { $0.run.id == best }) else { return "" }
  let run = result.run
  var text =
    results.count > 1 ? tables.compare(results) + (try tables.conclusions(results)) + "\n" : ""
  let metrics = result.metrics.filter { $0.part == .test }.map {
    "\($0.name) \(NumberText.metric($0.name, $0.value))"
  }
  var shown = metrics.isEmpty ? "no test rows" : "test \(metrics.joined(separator: ", "))"
  if let baseline = tables.baseline(of: result) { shown += " (\(baseline))" }
  let name = results.count > 1 ? " (\(TerminalText.escaped(run.name)))" : ""
  text += "model \(run.model), run \(run.id)\(name): \(shown)\n"
  if let checkpoint = run.checkpoint { text += "saved \(TerminalText.escaped(checkpoint))\n" }
  text += "score new rows with: backdrop predict \(run.model) NEW.csv\n"
  return text
}

extension RunResult {
  /// The same run with its checkpoint's path as it can be opened from here.
  fileprivate func located(below root: Root) -> RunResult {
    var located = self
    located.run.checkpoint = run.checkpoint.map { root.located($0) }
    return located
  }
}
