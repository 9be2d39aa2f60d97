import Reports
import RunLog
import Tabular

/// Runs `backdrop runs list`.
func runRunsList(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let reader = try arguments.runLog(console)
  let sort = try arguments.sort(reader)
  let limit = arguments.integer("limit") ?? 50
  let filter = RunFilter(
    model: arguments.text("model"), job: arguments.text("job"),
    state: arguments.text("state").flatMap(RunState.init(rawValue:)),
    condition: try arguments.condition(reader))
  // One more than is shown says whether there are more.
  var runs = try reader.runs(
    filter: filter, sort: sort ?? .newest, limit: limit == 0 ? nil : limit + 1)
  let isCut = limit > 0 && runs.count > limit
  if isCut { runs.removeLast() }
  // Without an order of its own a list ends with what is newest, beside the prompt.
  if sort == nil { runs.reverse() }
  let isJSON = arguments.flag("json")
  let results = try runs.map { run in
    RunResult(
      run: run, parameters: isJSON ? try reader.parameters(of: run.id) : [],
      metrics: try reader.metrics(of: run.id))
  }
  let code = try console.answer(arguments, object: try RunListObject(results)) {
    $0.list(results)
  }
  if isCut { console.message("there are more runs: --limit 0 lists them all") }
  return code
}

extension Arguments {
  /// All of `--where` at once; nil without any.
  func condition(_ reader: RunLogReader) throws -> RunCondition? {
    let conditions = try texts("where").map { text in
      do {
        return try reader.condition(text)
      } catch let error as RunConditionError {
        guard case .runLog(let cause) = error else {
          throw misuse(.badCondition(option: "--where", reason: "\(error), in: \(text)"))
        }
        throw unknownField(cause, option: "where")
      }
    }
    return conditions.isEmpty ? nil : .all(conditions)
  }

  /// The order of `--sort` and `--reverse`; nil where neither is given.
  ///
  /// A metric starts with the best, all else with the least.
  fileprivate func sort(_ reader: RunLogReader) throws -> RunSort? {
    let isReversed = flag("reverse")
    switch text("sort") {
    case nil: return isReversed ? .oldest : nil
    case "newest": return isReversed ? .oldest : .newest
    case "oldest": return isReversed ? .newest : .oldest
    case "slowest": return isReversed ? .field(.column(.seconds), descending: false) : .slowest
    case .some(let name):
      do {
        let field = try reader.field(name)
        let isBestFirst: Bool =
          if case .metric(_, let metric) = field { MetricDirection(metric) == .higher } else {
            false
          }
        return .field(field, descending: isBestFirst != isReversed)
      } catch {
        throw unknownField(error, option: "sort")
      }
    }
  }

  /// The usage error for a name that no run has; any other error as it is.
  private func unknownField(_ error: RunLogError, option: String) -> any Error {
    guard case .noSuchField(let name, let known) = error else { return error }
    // A person may mean the last part of a setting's key.
    let endings = known.compactMap { $0.split(separator: ".").last.map(String.init) }
    return misuse(
      .badCondition(
        option: "--\(option)",
        reason: "\(error)" + Spelling.suggestion(for: name, among: known + endings)))
  }
}
