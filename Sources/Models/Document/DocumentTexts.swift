import JSON
import Tabular
import Threads

/// The parts of a document that all runs of a study have in common, as JSON: each is encoded when the first
/// run is saved.
final class DocumentTexts: Sendable {
  /// What says how rows become features and targets.
  struct Coding: Equatable {
    let signature: Signature
    let encoder: FeatureEncoder
    let targetEncoder: TargetEncoder
  }

  /// The text of each.
  struct Texts {
    let signature, encoder, targetEncoder: JSONFragment

    fileprivate init(_ coding: Coding) throws {
      func text(_ value: some Encodable) throws -> JSONFragment {
        try JSONFragment(value, ModelManifest.style, ModelManifest.spelling, depth: 1)
      }
      signature = try text(coding.signature)
      encoder = try text(coding.encoder)
      targetEncoder = try text(coding.targetEncoder)
    }
  }

  private let last = Monitor<(coding: Coding, texts: Texts)?>(nil)

  /// The texts of a document's coding: those of the document before, where that is equal.
  func texts(of document: ModelDocument) throws -> Texts {
    let coding = Coding(
      signature: document.signature, encoder: document.encoder,
      targetEncoder: document.targetEncoder)
    // Arrays that share their elements are equal at once, so this looks at little.
    if let last = last.withLock({ $0 }), last.coding == coding { return last.texts }
    let texts = try Texts(coding)
    last.withLock { $0 = (coding, texts) }
    return texts
  }
}
