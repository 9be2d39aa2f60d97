import Glibc

/// Numbers as people read them.
package enum NumberText {
  /// A number with a fixed count of decimals, correctly rounded, never in the locale's form.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return special(value) }
    let text = formatted("%.\(decimals)f", value)
    // -0.0000 says nothing that 0.0000 does not.
    let isZero = !text.contains { ("1"..."9").contains($0) }
    return isZero && text.hasPrefix("-") ? String(text.dropFirst()) : text
  }

  /// A number in at most six significant digits, without trailing zeros.
  package static func short(_ value: Double) -> String {
    value.isFinite ? formatted("%.6g", value) : special(value)
  }

  /// A loss or an error with four decimals; where that would hide it, in scientific form.
  package static func loss(_ value: Double) -> String {
    guard value.isFinite else { return special(value) }
    let size = value.magnitude
    if size >= 1e7 || (size > 0 && size < 0.00005) { return formatted("%.3e", value) }
    return fixed(value, decimals: 4)
  }

  /// A share as percent with two decimals: 0.476 is `47.60 %`.
  package static func percent(_ share: Double) -> String {
    fixed(share * 100, decimals: 2) + (share.isFinite ? " %" : "")
  }

  /// A metric by its name: accuracies as percent, all else as a loss.
  package static func metric(_ name: String, _ value: Double) -> String {
    isShare(name) ? percent(value) : loss(value)
  }

  /// Whether a metric is a share of rows.
  package static func isShare(_ name: String) -> Bool {
    name == "accuracy" || name.hasSuffix("_accuracy")
  }

  /// A time in seconds as `0.2 ms`, `12 ms`, `3.4 s`, `2 min 05 s`, `1 h 02 min`, `3 d 04 h`.
  package static func duration(seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0 else { return "–" }
    if seconds < 0.00995 { return fixed(seconds * 1000, decimals: 1) + " ms" }
    if seconds < 0.9995 { return fixed(seconds * 1000, decimals: 0) + " ms" }
    if seconds < 59.95 { return fixed(seconds, decimals: 1) + " s" }
    let whole = Int(min(seconds, 1e15).rounded())
    if whole < 3600 { return "\(whole / 60) min \(twoDigits(whole % 60)) s" }
    let minutes = (whole + 30) / 60
    if minutes < 24 * 60 { return "\(minutes / 60) h \(twoDigits(minutes % 60)) min" }
    let hours = (whole + 1800) / 3600
    return "\(hours / 24) d \(twoDigits(hours % 24)) h"
  }

  /// A count with its thousands apart: `1,250,000`.
  package static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var text = value < 0 ? "-" : ""
    for (position, digit) in digits.enumerated() {
      if position > 0, (digits.count - position) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  private static func special(_ value: Double) -> String {
    value.isNaN ? "NaN" : value > 0 ? "∞" : "-∞"
  }

  private static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  /// printf's form of a double: glibc rounds it correctly, half to even on the exact value.
  private static func formatted(_ format: String, _ value: Double) -> String {
    var buffer = [CChar](repeating: 0, count: 400)
    let length = withVaList([value]) { vsnprintf(&buffer, buffer.count, format, $0) }
    precondition((0..<buffer.count).contains(Int(length)), "the longest double has 309 digits")
    return String(decoding: buffer[..<Int(length)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
