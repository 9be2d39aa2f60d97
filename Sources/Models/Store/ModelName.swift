import Files

/// The rule for the names of models and runs, which are names of directories and files too.
package enum ModelName {
  /// The longest name, in bytes of UTF-8.
  package static let maximumLength = 100

  /// Why a text is no model name.
  package enum Fault: String, Equatable, Sendable {
    case empty, tooLong, startsWithDot, edgeSpace, character, reserved
  }

  /// What is wrong with a name, or nil when nothing is.
  ///
  /// A name has letters and digits of any script, dots, underscores, hyphens and spaces; it starts
  /// with no dot, starts and ends with no space, and takes 1 to 100 bytes of UTF-8. So it can leave
  /// no directory, hide no file, and hold no `@`, which stands before a run.
  package static func fault(in name: String) -> Fault? {
    if name.isEmpty { return .empty }
    if name.utf8.count > maximumLength { return .tooLong }
    if name.hasPrefix(".") { return .startsWithDot }
    if name.hasPrefix(" ") || name.hasSuffix(" ") { return .edgeSpace }
    return name.unicodeScalars.allSatisfy(isAllowed) ? nil : .character
  }

  /// What is wrong with the id of a run, or nil when nothing is: the rule for names, and `current`
  /// is taken by the link to the run in use.
  package static func fault(inRun run: String) -> Fault? {
    run == "current" ? .reserved : fault(in: run)
  }

  /// Passes a good id of a run on.
  ///
  /// - Throws: `ModelError.badName`.
  @discardableResult
  package static func checkedRun(_ run: String) throws(ModelError) -> String {
    if let fault = fault(inRun: run) { throw .badName(run, fault) }
    return run
  }

  /// Passes a good name on.
  ///
  /// - Throws: `ModelError.badName`.
  @discardableResult
  package static func checked(_ name: String) throws(ModelError) -> String {
    if let fault = fault(in: name) { throw .badName(name, fault) }
    return name
  }

  /// Makes a model's name of a file's name without its ending.
  ///
  /// A good name stays as it is. In any other, what is not allowed becomes `_`, and the first eight
  /// digits of the SHA-256 of the bytes follow, so that two files never share a model by accident.
  package static func derived(from stem: [UInt8]) -> String {
    if let text = String(validating: stem, as: UTF8.self), fault(in: text) == nil { return text }
    let digest = SHA256.hexadecimal(of: stem).prefix(8)
    var name = ""
    for scalar in String(decoding: stem, as: UTF8.self).unicodeScalars {
      let next: Unicode.Scalar = isAllowed(scalar) ? scalar : "_"
      guard name.utf8.count + UTF8.width(next) + 1 + digest.count <= maximumLength else { break }
      name.unicodeScalars.append(next)
    }
    if let first = name.unicodeScalars.first, first == "." || first == " " {
      name = "_" + name.dropFirst()
    }
    return "\(name)-\(digest)"
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ".", "_", "-", " ": true
    default:
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
        .nonspacingMark, .spacingMark, .decimalNumber, .letterNumber, .otherNumber:
        true
      default: false
      }
    }
  }
}
