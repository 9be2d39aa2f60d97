import CFastFloat
import Glibc

/// With which vectors the text of a file is looked at; nothing that is found depends on it.
enum TextVectors {
  /// Whether with those of 64 bytes: the processor has them, and the environment does not say
  /// `BACKDROP_VECTORS=256`.
  static let areWide: Bool = {
    if let text = getenv("BACKDROP_VECTORS"), String(cString: text) == "256" { return false }
    return backdrop_has_wide_rows() != 0
  }()
}
