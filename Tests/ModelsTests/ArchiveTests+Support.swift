import Files
import Glibc
import Models

/// An archive as small as a model can be, with its members.
enum SmallArchive {
  static let weight = NPYArray(
    shape: [2, 3], values: [0.5, -1, .pi, 0, Float.leastNonzeroMagnitude, 2] as [Float])
  static let model = Array(#"{"format":1}"#.utf8)

  static func bytes() throws -> [UInt8] {
    var writer = ArchiveWriter()
    writer.add("model.json", model)
    try writer.add("layers/0/weight.npy", weight)
    return try writer.finish()
  }
}

/// The code of the error that opening the bytes and reading every member gives, nil for none.
func refusal(of bytes: [UInt8], limits: ArchiveLimits = ArchiveLimits()) -> ArchiveError? {
  do throws(ArchiveError) {
    let reader = try ArchiveReader(bytes: bytes, limits: limits)
    for member in reader.members { _ = try reader.contents(of: member.name) }
    return nil
  } catch {
    return error
  }
}

/// Gives changed bytes a seal that fits, as somebody who attacks would.
func resealed(_ bytes: [UInt8]) -> [UInt8] {
  let content = bytes.dropLast(64)
  return content + Array(SHA256.hexadecimal(of: content).utf8)
}

/// A file beside the tests.
func golden(_ name: String) throws -> [UInt8] {
  let here = FilePath(#filePath).parent
  return try InputFile.contents(of: here.appending("Goldens/" + name), origin: .named)
}

/// A ZIP made by hand, in which every field may lie. The records of APPNOTE 4.3.7, 4.3.12, 4.3.16.
struct HandmadeZIP {
  struct Member {
    var name = "a"
    var method: UInt16 = 0
    var flags: UInt16 = 0
    var crc: UInt32 = 0
    var packed: UInt32?
    var size: UInt32 = 0
    var data: [UInt8] = []
    /// The 64-bit sizes: size and packed size (APPNOTE 4.5.3).
    var extra: [UInt8] = []
    /// Where the directory says the member is, when it lies elsewhere than in its turn.
    var claimedOffset: Int?
  }

  var members: [Member]
  var claimedCount: UInt16?

  func bytes(sealed: Bool = true) -> [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    var offset = 0
    for member in members {
      let fields = Self.fields(of: member)
      if let claimed = member.claimedOffset {
        offset = claimed
      } else {
        offset = file.count
        file += Self.local(member)
      }
      directory += [0x50, 0x4B, 1, 2, 20, 3] + fields
      directory += Self.number(0, 2) + Self.number(0, 2) + Self.number(0, 2) + Self.number(0, 4)
      directory += Self.number(offset, 4) + Array(member.name.utf8) + member.extra
    }
    let count = Self.number(Int(claimedCount ?? UInt16(members.count)), 2)
    let comment = sealed ? Array("sha256:".utf8) + [UInt8](repeating: 0x30, count: 64) : []
    let end =
      [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + count + count + Self.number(directory.count, 4)
      + Self.number(file.count, 4) + Self.number(comment.count, 2) + comment
    let bytes = file + directory + end
    return sealed ? resealed(bytes) : bytes
  }

  /// The local header with the data behind it.
  static func local(_ member: Member) -> [UInt8] {
    [0x50, 0x4B, 3, 4] + fields(of: member) + Array(member.name.utf8) + member.extra + member.data
  }

  /// From the version that is needed to the length of the extra field, alike in both headers.
  private static func fields(of member: Member) -> [UInt8] {
    number(20, 2) + number(Int(member.flags), 2) + number(Int(member.method), 2)
      + number(0, 2) + number(0x21, 2) + number(Int(member.crc), 4)
      + number(Int(member.packed ?? UInt32(member.data.count)), 4) + number(Int(member.size), 4)
      + number(member.name.utf8.count, 2) + number(member.extra.count, 2)
  }

  /// A number in little-endian order.
  static func number(_ value: Int, _ length: Int) -> [UInt8] {
    (0..<length).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}

/// Runs a shell command with its output in a file, and returns how it exited.
func shell(_ command: String, output: FilePath) throws -> Int32 {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  let flags = O_WRONLY | O_CREAT | O_TRUNC
  posix_spawn_file_actions_addopen(&actions, 1, output.displayed, flags, 0o600)
  var argv = ["sh", "-c", command].map { (text: String) in strdup(text) } + [nil]
  defer { argv.forEach { free($0) } }
  var child: pid_t = 0
  let result = posix_spawn(&child, "/bin/sh", &actions, nil, &argv, environ)
  guard result == 0 else { throw FileError.system(.open, "/bin/sh", errno: result) }
  var status: Int32 = 0
  guard waitpid(child, &status, 0) == child else {
    throw FileError.system(.open, "/bin/sh", errno: errno)
  }
  return status
}
