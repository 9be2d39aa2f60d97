import Files
import Tabular

extension ModelError: CustomStringConvertible {
  /// The error in one line for people, with nothing from outside in it unescaped.
  package var description: String {
    switch self {
    case .archive(let error): error.description
    case .unexpectedMember(let name):
      "the model has a member \(quoted(name)), which no model of its format version has"
    case .otherFormat(let found?):
      "not a model: its model.json gives the format \(quoted(found))"
    case .otherFormat(nil): "not a model: its model.json names no format"
    case .newerFormat(let found, let supported, let producer):
      "the model has format version \(found)"
        + (producer.map { ", written by \(displayedText(of: $0))" } ?? "")
        + "; this version of Backdrop reads format versions up to \(supported)"
    case .badDocument(let keyPath, let problem):
      "model.json is wrong\(keyPath.isEmpty ? "" : " at \(displayedText(of: keyPath))"): "
        + displayedText(of: problem)
    case .contradiction(let keyPath, let expected, let found):
      "model.json contradicts itself: \(displayedText(of: keyPath)) is \(displayedText(of: found))"
        + ", and \(displayedText(of: expected)) goes with the rest"
    case .beyondLimit(let what, let found, let limit):
      "the network has \(found) \(what); the limit is \(limit)"
    case .wrongShape(let array, let expected, let found):
      "\(array) in the model has the shape \(shape(found)); the architecture needs "
        + shape(expected)
    case .wrongHash(let array, let expected, let found):
      "\(array) in the model was altered: its SHA-256 is \(found), and model.json says "
        + displayedText(of: expected)
    case .notFinite(let array, let index):
      "\(array) in the model holds a NaN or an infinity at index \(index)"
    case .probeDiffers(let row, let output, let expected, let found):
      "the model does not give the scores that it was saved with: probe row \(row), output "
        + "\(output) is \(found) instead of \(expected)"
    case .badName(let name, let fault): "\(quoted(name)) cannot name a model: \(fault.sentence)"
    case .unknownModel(let name, let store, let available):
      "no model \(quoted(name)) in \(store.displayed)\(suggestion(name, available)); "
        + list("the models there", available)
    case .unknownRun(let model, let run, let available):
      "model \(quoted(model)) has no run \(quoted(run))\(suggestion(run, available)); "
        + list("its runs", available)
    case .ambiguousRun(let model, let prefix, let matching):
      "several runs of model \(quoted(model)) start with \(quoted(prefix)); "
        + list("they", matching)
    case .noCurrentRun(let model, let available):
      "model \(quoted(model)) has no current run; name one as "
        + "\(displayedText(of: model))@RUN; \(list("its runs", available))"
    case .file(let error): error.description
    case .inFile(let file, let error): "\(file.displayed): \(error)"
    }
  }

  private func quoted(_ text: String) -> String { "\"\(displayedText(of: text))\"" }

  private func shape(_ sides: [Int]) -> String {
    "[\(sides.map(String.init).joined(separator: " × "))]"
  }

  private func suggestion(_ name: String, _ available: [String]) -> String {
    Spelling.suggestion(for: name, among: available)
  }

  /// Names what there is, and counts it where it would fill the screen.
  private func list(_ what: String, _ names: [String]) -> String {
    if names.isEmpty { return "there are none" }
    let shown = names.prefix(10).map(displayedText(of:)).joined(separator: ", ")
    return "\(what) are: \(shown)" + (names.count > 10 ? " and \(names.count - 10) more" : "")
  }
}

extension ModelName.Fault {
  /// The rule that a name breaks, as the end of a sentence.
  fileprivate var sentence: String {
    switch self {
    case .empty: "it is empty"
    case .tooLong: "a name takes at most \(ModelName.maximumLength) bytes"
    case .startsWithDot: "it starts with a dot"
    case .edgeSpace: "it starts or ends with a space"
    case .character: "a name has letters, digits, spaces, dots, underscores and hyphens only"
    case .reserved: "the name \"current\" stands for the version in use"
    }
  }
}
