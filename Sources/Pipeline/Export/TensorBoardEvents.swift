import JSON
import Protobuf
import Reports
import RunLog

/// A run as TensorBoard's event file: its curves, its metrics, and its settings for the page
/// "hparams".
///
/// The fields' numbers are those of TensorFlow's `event.proto` and `summary.proto` and of
/// TensorBoard's `plugins/hparams/plugin_data.proto`. A scalar is a float there: a loss loses what
/// lies beyond seven digits.
struct TensorBoardEvents {
  /// The file's bytes.
  private(set) var bytes: [UInt8] = []
  private let start: Double

  /// Describes a run.
  ///
  /// - Throws: `JSONError` where a setting is not JSON.
  init(_ result: RunResult) throws {
    start = Double(result.run.startedAt.milliseconds) / 1000
    append(at: start) { $0.string(3, "brain.Event:2") }
    try appendSettings(of: result)
    var clock = start
    for epoch in result.epochs {
      clock += epoch.seconds
      let losses: [(String, Double?)] = [
        ("loss/train", epoch.trainLoss), ("loss/validation", epoch.validationLoss),
        ("score/validation", epoch.metric),
      ]
      appendScalars(
        losses.compactMap { tag, value in value.map { (tag, $0) } }, at: clock, step: epoch.epoch)
    }
    let end = result.run.finishedAt.map { Double($0.milliseconds) / 1000 } ?? clock
    appendScalars(
      result.metrics.map { ("final/\($0.part.rawValue)_\($0.name)", $0.value) }, at: end,
      step: result.run.epochsRun ?? result.epochs.last?.epoch ?? 0)
    appendEnd(of: result, at: end)
  }

  /// The name that TensorBoard looks for.
  var fileName: String { "events.out.tfevents.\(Int(start)).backdrop" }

  /// `Event`: wall_time = 1, step = 2, and one of file_version = 3 and summary = 5.
  private mutating func append(
    at time: Double, step: Int = 0, _ content: (inout ProtobufWriter) -> Void
  ) {
    let event = ProtobufWriter {
      $0.double(1, time)
      if step != 0 { $0.integer(2, step) }
      content(&$0)
    }
    bytes += TFRecord.framed(event.bytes)
  }

  /// `Summary.Value`: tag = 1, simple_value = 2.
  private mutating func appendScalars(_ scalars: [(String, Double)], at time: Double, step: Int) {
    guard !scalars.isEmpty else { return }
    append(at: time, step: step) { event in
      event.message(5) { summary in
        for (tag, value) in scalars {
          summary.message(1) {
            $0.string(1, tag)
            $0.float(2, Float(value))
          }
        }
      }
    }
  }

  /// `HParamsPluginData.session_start_info` = 3: hparams = 1 (a map of `google.protobuf.Value`),
  /// group_name = 4, start_time_secs = 5.
  private mutating func appendSettings(of result: RunResult) throws {
    let settings = try result.parameters.map {
      ($0.key, try JSONTreeParser.parse($0.value), SettingText.plain($0.value))
    }
    let session = ProtobufWriter { session in
      for (key, value, text) in settings {
        session.message(1) {
          $0.string(1, key)
          $0.message(2) { Self.write(value, text, to: &$0) }
        }
      }
      session.string(4, result.run.name)
      session.double(5, start)
    }
    appendSession("session_start_info", field: 3, session, at: start)
  }

  /// `google.protobuf.Value`: number_value = 2, string_value = 3, bool_value = 4.
  private static func write(
    _ value: JSONTree, _ text: String, to message: inout ProtobufWriter
  ) {
    switch value {
    case .number(_, let number): message.double(2, number)
    case .bool(let flag): message.bool(4, flag)
    case .string(let string): message.string(3, string)
    case .null, .array, .object: message.string(3, text)
    }
  }

  /// `HParamsPluginData.session_end_info` = 4: status = 1, end_time_secs = 2.
  private mutating func appendEnd(of result: RunResult, at time: Double) {
    let statuses: [RunState: Int] = [.done: 1, .failed: 2, .running: 3]
    let session = ProtobufWriter {
      $0.integer(1, statuses[result.run.state] ?? 0)
      $0.double(2, time)
    }
    appendSession("session_end_info", field: 4, session, at: time)
  }

  /// A value without a number, whose metadata hold a message of the plugin: tag = 1, tensor = 8,
  /// metadata = 9.
  private mutating func appendSession(
    _ name: String, field: Int, _ session: ProtobufWriter, at time: Double
  ) {
    append(at: time) { event in
      event.message(5) { summary in
        summary.message(1) { value in
          value.string(1, "_hparams_/\(name)")
          // The plugin's NULL_TENSOR: dtype float, shape [1], 0.
          value.message(8) { tensor in
            tensor.integer(1, 1)
            tensor.message(2) { $0.message(2) { $0.integer(1, 1) } }
            tensor.packed(5, floats: [0])
          }
          value.message(9) { metadata in
            metadata.message(1) { plugin in
              plugin.string(1, "hparams")
              plugin.message(2) { $0.message(field, session) }
            }
          }
        }
      }
    }
  }
}
