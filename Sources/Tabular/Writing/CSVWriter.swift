import Glibc

/// Writes CSV by RFC 4180 with LF at the end of each row, through a buffer.
///
/// Text that a spreadsheet would take for a formula gets a `'` in front, numbers never.
package final class CSVWriter<Failure: Error> {
  private let delimiter: UInt8
  private let sink: (UnsafeRawBufferPointer) throws(Failure) -> Void
  private let bufferSize: Int
  private var buffer: [UInt8] = []
  private var isAtRowStart = true
  private var rowStart = 0

  /// Prepares to write to `sink`, about `bufferSize` bytes at a time.
  package init(
    delimiter: UInt8 = UInt8(ascii: ","), bufferSize: Int = 1 << 16,
    sink: @escaping (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) {
    self.delimiter = delimiter
    self.bufferSize = bufferSize
    self.sink = sink
    buffer.reserveCapacity(bufferSize * 2)
  }

  /// Appends a text cell.
  ///
  /// - Parameter text: Quoted where needed; a `'` goes in front of `=`, `+`, `-`, `@`, tab and CR
  ///   unless the text is a number.
  package func text(_ text: String) {
    separate()
    let isFormula = CSVText.startsFormula(text)
    if isFormula || CSVText.needsQuotes(text, delimiter) {
      quote(isFormula ? "'" + text : text)
    } else {
      buffer.append(contentsOf: text.utf8)
    }
  }

  /// Appends a number in its shortest form that reads back as the same double; nothing for NaN.
  package func number(_ value: Double) {
    separate()
    if !value.isNaN { buffer.append(contentsOf: value.description.utf8) }
  }

  /// Appends a number in its shortest form that reads back as the same float; nothing for NaN.
  package func number(_ value: Float) {
    separate()
    if !value.isNaN { buffer.append(contentsOf: value.description.utf8) }
  }

  /// Appends an integer.
  package func integer(_ value: Int) {
    separate()
    buffer.append(contentsOf: String(value).utf8)
  }

  /// Appends a cell byte for byte, quotes included, as another CSV had it.
  package func raw(_ bytes: UnsafeBufferPointer<UInt8>) {
    separate()
    buffer.append(contentsOf: bytes)
  }

  /// Ends the row.
  package func endRow() throws(Failure) {
    // One empty field alone would read as a blank line.
    if buffer.count == rowStart, !isAtRowStart { quote("") }
    buffer.append(UInt8(ascii: "\n"))
    isAtRowStart = true
    rowStart = buffer.count
    if buffer.count >= bufferSize { try flush() }
  }

  /// Hands everything written so far to the sink.
  package func flush() throws(Failure) {
    let written = buffer
    buffer.removeAll(keepingCapacity: true)
    rowStart = 0
    // A closure cannot carry a typed error out of withUnsafeBytes in one line.
    let result = written.withUnsafeBytes { bytes -> Result<Void, Failure> in
      do throws(Failure) { return .success(try sink(bytes)) } catch { return .failure(error) }
    }
    try result.get()
  }

  private func separate() {
    if !isAtRowStart { buffer.append(delimiter) }
    isAtRowStart = false
  }

  private func quote(_ text: String) {
    buffer.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { buffer.append(byte) }
      buffer.append(byte)
    }
    buffer.append(UInt8(ascii: "\""))
  }
}

extension CSVWriter where Failure == TabularError {
  /// Prepares to write to a descriptor, which stays the caller's.
  ///
  /// - Parameter name: For messages. Flushing throws `cannotWrite`.
  package convenience init(
    descriptor: Int32, name: String, delimiter: UInt8 = UInt8(ascii: ",")
  ) {
    self.init(delimiter: delimiter) { (bytes) throws(TabularError) in
      var written = 0
      while written < bytes.count {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
        let count = write(descriptor, rest.baseAddress, rest.count)
        if count >= 0 {
          written += count
        } else if errno != EINTR {
          throw .cannotWrite(file: name, errno: errno)
        }
      }
    }
  }
}

/// What a text cell needs.
private enum CSVText {
  /// Whether a spreadsheet would take `text` for a formula (OWASP, "CSV Injection").
  static func startsFormula(_ text: String) -> Bool {
    switch text.utf8.first {
    case UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "\t"), UInt8(ascii: "\r"): true
    case UInt8(ascii: "+"), UInt8(ascii: "-"): DecimalNumber.double(text) == nil
    default: false
    }
  }

  /// Whether `text` has a byte that would end or quote a field, or blanks at an end that a reader
  /// might strip.
  static func needsQuotes(_ text: String, _ delimiter: UInt8) -> Bool {
    text.utf8.contains {
      $0 == delimiter || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n")
        || $0 == UInt8(ascii: "\r")
    }
  }
}
