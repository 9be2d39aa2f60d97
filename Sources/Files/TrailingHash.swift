import Glibc
import Threads

/// The SHA-256 of a file that somebody else is reading, computed on a thread of its own.
///
/// The hash of a stream cannot be shared among threads, and takes longer than parsing does. So the
/// thread reads the file once more, close behind the reader, out of the page cache, and the reader
/// need not wait for it. What is hashed is what was read: each piece must have the checksum that it
/// had for the reader, by a multiplication keyed at random, or the file counts as changed.
///
/// Sendable by hand: the file and its number do not change, the rest is in a monitor.
package final class TrailingHash: @unchecked Sendable {
  private let work: Work
  private let thread: WorkerThread?

  /// Starts to hash a file from where its reader stands now: its start.
  package init(_ file: consuming InputFile) {
    let work = Work(file)
    self.work = work
    thread = WorkerThread {
      // Whoever reads comes first. On Linux the priority is the thread's own (setpriority(2)).
      setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness)
      work.run()
    }
  }

  /// The most there is: two threads that parse keep all but a few hundredths of two cores.
  private static let niceness: Int32 = 19

  deinit {
    work.stop()
    thread?.join()
  }

  /// The number of the file, to read it by.
  package var descriptor: Int32 { work.file.descriptor.number }

  /// The facts about the file when it was opened.
  package var status: FileStatus { work.file.status }

  /// Takes note of what the reader has read next.
  package func follow(_ bytes: UnsafeRawBufferPointer) { work.append(bytes) }

  /// The hash of all that was read, as 64 lower-case hexadecimal digits; waits for it.
  ///
  /// - Returns: nil where the file changed while it was read.
  /// - Throws: what reading it once more throws.
  package func finish() throws(FileError) -> String? {
    work.end()
    if thread == nil { work.run() }
    guard try work.outcome() else { return nil }
    let after = try work.file.descriptor.status()
    let before = work.file.status
    let isSame =
      (after.size, after.modifiedNanoseconds) == (before.size, before.modifiedNanoseconds)
    return isSame ? work.digits() : nil
  }
}

/// What the reader and the thread share.
///
/// Sendable by hand: the file's descriptor never changes, and the thread alone reads it, by offset;
/// all else is in the monitor.
private final class Work: @unchecked Sendable {
  private struct Piece {
    let count: Int
    let checksum: UInt64
  }

  private struct State {
    /// The pieces that were read; those before `next` are hashed.
    var pieces: [Piece] = []
    var next = 0
    var hasEnded = false
    var isStopped = false
    /// Whether the pieces were what the reader had; nil while the thread is not done.
    var outcome: Result<Bool, FileError>?
    var digits = ""
  }

  let file: InputFile
  private let state = Monitor(State())

  init(_ file: consuming InputFile) { self.file = file }

  func append(_ bytes: UnsafeRawBufferPointer) {
    let piece = Piece(count: bytes.count, checksum: PieceChecksum.of(bytes))
    state.change { $0.pieces.append(piece) }
  }

  func end() { state.change { $0.hasEnded = true } }

  func stop() { state.change { $0.isStopped = true } }

  func outcome() throws(FileError) -> Bool { try state.wait { $0.outcome }.get() }

  func digits() -> String { state.withLock { $0.digits } }

  /// Hashes the pieces as they come, until the reader is done.
  func run() {
    var hash = SHA256()
    var offset: Int64 = 0
    var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { buffer.deallocate() }
    while let piece = nextPiece() {
      if piece.count > buffer.count {
        buffer.deallocate()
        buffer = .allocate(byteCount: piece.count, alignment: 64)
      }
      let target = UnsafeMutableRawBufferPointer(rebasing: buffer[..<piece.count])
      do throws(FileError) {
        let count = try file.descriptor.readFully(into: target, at: offset)
        let bytes = UnsafeRawBufferPointer(rebasing: target[..<count])
        guard count == piece.count, PieceChecksum.of(bytes) == piece.checksum else {
          return end(.success(false), "")
        }
        hash.update(bytes)
      } catch {
        return end(.failure(error), "")
      }
      offset += Int64(piece.count)
    }
    end(.success(true), hash.finalize())
  }

  private func end(_ outcome: Result<Bool, FileError>, _ digits: String) {
    state.change {
      $0.outcome = outcome
      $0.digits = digits
    }
  }

  /// The piece to hash next; nil when there is none left.
  private func nextPiece() -> Piece? {
    state.wait { state -> Piece?? in
      if state.isStopped { return .some(nil) }
      if state.next < state.pieces.count {
        state.next += 1
        return state.pieces[state.next - 1]
      }
      return state.hasEnded ? .some(nil) : nil
    }
  }
}

/// A checksum that tells two readings of the same piece apart.
enum PieceChecksum {
  private typealias Words = SIMD8<UInt64>

  private static let keys = (0..<8).map { _ in UInt64.random(in: .min ... .max) }

  /// The checksum of the bytes: eight sums of products, each word multiplied with what came before.
  ///
  /// Mixes eight bytes at a time by a widening multiplication, as wyhash does (Wang Yi 2019).
  static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var sums = (keys[0], keys[1], keys[2], keys[3], keys[4], keys[5], keys[6], keys[7])
    let whole = bytes.count & ~63
    var offset = 0
    while offset < whole {
      let words = bytes.loadUnaligned(fromByteOffset: offset, as: Words.self)
      sums.0 = mixed(sums.0 ^ words[0])
      sums.1 = mixed(sums.1 ^ words[1])
      sums.2 = mixed(sums.2 ^ words[2])
      sums.3 = mixed(sums.3 ^ words[3])
      sums.4 = mixed(sums.4 ^ words[4])
      sums.5 = mixed(sums.5 ^ words[5])
      sums.6 = mixed(sums.6 ^ words[6])
      sums.7 = mixed(sums.7 ^ words[7])
      offset += 64
    }
    var sum = UInt64(bytes.count)
    for lane in [sums.0, sums.1, sums.2, sums.3, sums.4, sums.5, sums.6, sums.7] {
      sum = mixed(sum ^ lane)
    }
    for byte in bytes[whole...] { sum = mixed(sum ^ UInt64(byte)) }
    return sum
  }

  @inline(__always)
  private static func mixed(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
    return product.high ^ product.low
  }
}
