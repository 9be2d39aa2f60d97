package import Files

/// A file that stays in the inbox for now, and what it waits for.
package struct Waiting: Hashable, Sendable {
  /// What a file waits for.
  package enum Reason: Hashable, Sendable {
    /// It changed since the last poll, or was not seen before; how fast it grows, in bytes a second.
    case growing(bytesPerSecond: Int?)
    /// It holds still, but a process has it open to write.
    case openForWriting
    /// A config of its name may still come.
    case config
    /// The CSV that the config names is neither in the inbox nor archived.
    case data(name: String)
    /// The daemon may not read it.
    case unreadable(String)
    /// It cannot be taken out of the inbox.
    case immovable(String)
    /// There is no model that could score it.
    case model(String)
    /// It is ready, and other files come first.
    case turn
    /// It is ready, and nothing is claimed for now.
    case paused(String)
  }

  package let name: FileName
  package let reason: Reason
  package let bytes: Int64

  /// States what a file waits for.
  package init(name: FileName, reason: Reason, bytes: Int64 = 0) {
    self.name = name
    self.reason = reason
    self.bytes = bytes
  }
}

extension Waiting.Reason {
  /// A stable word for it, for scripts.
  package var code: String {
    switch self {
    case .growing: "growing"
    case .openForWriting: "open-for-writing"
    case .config: "no-config"
    case .data: "no-data"
    case .unreadable: "unreadable"
    case .immovable: "immovable"
    case .model: "no-model"
    case .turn: "turn"
    case .paused: "paused"
    }
  }

  /// Whether the wait can end although nobody does anything.
  var endsByItself: Bool {
    switch self {
    case .growing, .openForWriting, .config, .turn: true
    case .data, .unreadable, .immovable, .model, .paused: false
    }
  }

  /// The sentence behind the file's name.
  package var sentence: String {
    switch self {
    case .growing(nil): "waits until it holds still"
    case .growing(let rate?):
      "waits until it holds still; it grows by \(rate) bytes a second"
    case .openForWriting: "waits until the program that writes it closes it"
    case .config: "waits a moment for its config"
    case .data(let name): "waits for its data: drop \(name) into the inbox"
    case .unreadable(let reason): "waits until it can be read: \(reason)"
    case .immovable(let reason): "waits until it can be moved: \(reason)"
    case .model(let name): "waits for a model of the name \(name)"
    case .turn: "waits for its turn"
    case .paused(let reason): "waits: \(reason)"
    }
  }
}

extension Waiting: CustomStringConvertible {
  package var description: String { "\(name.displayed) \(reason.sentence)" }
}
