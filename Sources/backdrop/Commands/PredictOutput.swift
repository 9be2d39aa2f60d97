import Files
import Tabular

/// An output file that is there already, and stays as it is.
struct OutputExists: Error, CustomStringConvertible {
  let path: FilePath

  var description: String { "\(path.displayed) exists; --force replaces it" }
}

/// Where scores go: to standard output as they come, or to a file that is there whole or not at
/// all.
final class PredictOutput {
  private enum Target {
    case console(Console)
    case file
    /// Something that is there and no regular file, such as a FIFO: there is nothing to replace.
    case device
  }

  private let target: Target
  private var file: StagedFile?
  private var device: Descriptor?
  private var deflater: GzipDeflater?

  /// Begins an output; one that exists is refused at once, not after an hour of scoring.
  ///
  /// - Parameter path: the file, packed when its name ends in `.gz`; nil for standard output.
  /// - Throws: `OutputExists`, `FileError`.
  init(_ path: String?, replacing: Bool, _ console: Console) throws {
    guard let path else {
      target = .console(console)
      return
    }
    let output = FilePath(path)
    let kind = try FileSystem.status(of: output, followingLinks: true)?.kind
    if let kind, kind != .regular, kind != .directory {
      target = .device
      device = try Descriptor.openForWriting(output)
    } else {
      if !replacing, try FileSystem.exists(output) { throw OutputExists(path: output) }
      target = .file
      file = try SignalCleanup.begin(output, replacing: replacing)
    }
    if ByteSource.Compression(forName: path) == .gzip {
      deflater = GzipDeflater { [unowned self] in try put($0) }
    }
  }

  /// Takes the next bytes.
  func write(_ bytes: UnsafeRawBufferPointer) throws {
    if let deflater { try deflater.write(bytes) } else { try put(bytes) }
  }

  /// Puts the file under its name.
  func commit() throws {
    try deflater?.finish()
    // Scores can be made again; they are there whole or not at all.
    try file.take()?.commit(survivesPowerCut: false)
    SignalCleanup.stop()
  }

  private func put(_ bytes: UnsafeRawBufferPointer) throws {
    switch target {
    case .console(let console): try console.writeThrough(bytes)
    case .file: try file?.write(bytes)
    case .device: try device?.write(bytes)
    }
  }
}
