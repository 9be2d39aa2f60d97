import Files
import Glibc
import Models
import Numerics
import Testing

@Suite struct ArchiveTests {
  @Test func givesBackWhatWasWritten() throws {
    let double = NPYArray(shape: [3], values: [1.5, .infinity, -0.0])
    let scalar = NPYArray(shape: [], values: [Int64.min])
    let empty = NPYArray(shape: [0, 4], values: [Float]())
    var writer = ArchiveWriter()
    writer.add("model.json", SmallArchive.model)
    try writer.add("layers/0/weight.npy", SmallArchive.weight)
    try writer.add("layers/0/bias.npy", double)
    try writer.add("z", scalar)
    try writer.add("a", empty)
    writer.add("nothing", [])
    let reader = try ArchiveReader(bytes: try writer.finish())
    #expect(
      reader.members.map(\.name) == [
        "model.json", "layers/0/weight.npy", "layers/0/bias.npy", "z", "a", "nothing",
      ])
    #expect(reader.members[0].size == 12)
    #expect(try reader.contents(of: "model.json") == SmallArchive.model)
    #expect(try reader.contents(of: "nothing") == [])
    let weight = try reader.array("layers/0/weight.npy", of: Float.self)
    #expect(weight.shape == [2, 3])
    #expect(weight.values == SmallArchive.weight.values)
    let read = try reader.array("layers/0/bias.npy", of: Double.self)
    #expect(read.values.map(\.bitPattern) == double.values.map(\.bitPattern))
    #expect(try reader.array("z", of: Int64.self).values == [Int64.min])
    #expect(try reader.array("a", of: Float.self).shape == [0, 4])
  }

  @Test func keepsLargeMembers() throws {
    let values = (0..<3_000_000).map {
      Float(bitPattern: UInt32(truncatingIfNeeded: $0 &* 2_654_435_761))
    }
    var writer = ArchiveWriter()
    try writer.add("weight.npy", NPYArray(shape: [1000, 3000], values: values))
    let reader = try ArchiveReader(bytes: try writer.finish())
    let read = try reader.array("weight.npy", of: Float.self)
    #expect(read.values.map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test func givesTheSameBytesForTheSameMembers() throws {
    #expect(try SmallArchive.bytes() == SmallArchive.bytes())
  }

  @Test func givesTheSameBytesInEveryTimeZone() async {
    await #expect(processExitsWith: .success) {
      let archives = try ["UTC", "Asia/Kathmandu", "America/St_Johns", "XXX+11YYY"].map {
        setenv("TZ", $0, 1)
        tzset()
        return try SmallArchive.bytes()
      }
      #expect(Set(archives).count == 1)
    }
  }

  @Test func datesEveryMemberToTheFirstDay() throws {
    let bytes = try SmallArchive.bytes()
    // Time and date of the first local header (APPNOTE 4.3.7): 1980-01-01 00:00:00.
    #expect(Array(bytes[10..<14]) == [0, 0, 0x21, 0])
  }

  @Test func endsWithTheHashOfAllBytesBefore() throws {
    let bytes = try SmallArchive.bytes()
    let digits = SHA256.hexadecimal(of: bytes.dropLast(64))
    #expect(bytes.suffix(71).elementsEqual("sha256:\(digits)".utf8))
    #expect(try ArchiveReader(bytes: bytes).seal == digits)
  }

  @Test(arguments: [0, 1, 200, 1023, 1024, 5000, 16_384, 16_385, 65_535, 70_000, 300_000])
  func deflatesMembersOfEverySize(count: Int) throws {
    let text = Array("abcdefghijklmnop".utf8)
    let regular = (0..<count).map { text[$0 % 16] }
    var random = RandomState(seed: UInt32(count))
    let noise = (0..<count).map { _ in UInt8(random.uniform(low: 0, high: 256)) }
    // Repetitions and noise by turns, in pieces of every length.
    var mixed = regular
    for place in 0..<count where place * 7 % 1000 < place % 911 { mixed[place] = noise[place] }
    let members = ["regular": regular, "noise": noise, "mixed": mixed]
    var writer = ArchiveWriter()
    for (name, bytes) in members { writer.add(name, bytes) }
    let bytes = try writer.finish()
    // libzip inflates by zlib, which has no part in how they were packed.
    let reader = try ArchiveReader(bytes: bytes)
    for (name, bytes) in members { #expect(try reader.contents(of: name) == bytes) }
    // 150 bytes a member for the headers, and 100 for the last record with the seal.
    #expect(bytes.count <= 2 * count + count / 20 + 600)
  }

  @Test(arguments: [0, 100, 223, 224, 5000, 50_000])
  func deflatesArrays(count: Int) throws {
    var random = RandomState(seed: UInt32(count))
    let weights = NPYArray(
      shape: [count], values: (0..<count).map { _ in Float(random.uniform(low: -0.1, high: 0.1)) })
    let zeros = NPYArray(shape: [count], values: [Double](repeating: 0, count: count))
    var writer = ArchiveWriter()
    try writer.add("weights", weights)
    try writer.add("zeros", zeros)
    let bytes = try writer.finish()
    let reader = try ArchiveReader(bytes: bytes)
    #expect(try reader.array("weights", of: Float.self).values == weights.values)
    #expect(try reader.array("zeros", of: Double.self).values == zeros.values)
    // Signs and exponents are fewer than their bits could be; of zeros there is nearly nothing left.
    #expect(bytes.count <= 4 * count * 19 / 20 + 800)
  }

  @Test(arguments: [0, 5, 1000, 70_000, 131_072])
  func tellsWhatPackedBytesInflateTo(count: Int) throws {
    var random = RandomState(seed: UInt32(count))
    let bytes = (0..<count).map { _ in UInt8(random.uniform(low: 0, high: 9)) }
    let deflater = RawDeflater()
    let packed = try deflater.packed(bytes)
    #expect(deflater.inflates(packed, to: bytes))
    #expect(!deflater.inflates(packed, to: bytes + [1]), "more")
    #expect(!deflater.inflates(packed + [0], to: bytes), "a byte behind the end")
    #expect(!deflater.inflates(Array(packed.dropLast()), to: bytes), "cut off")
    #expect(!deflater.inflates([], to: bytes), "nothing")
    guard count > 0 else { return }
    #expect(!deflater.inflates(packed, to: Array(bytes.dropLast())), "less")
    var other = bytes
    other[count - 1] ^= 1
    #expect(!deflater.inflates(packed, to: other), "another last byte")
    // A flipped bit may be one that says nothing, or say the same in another way; most do not.
    let places = Array(stride(from: 0, to: packed.count, by: max(1, packed.count / 50)))
    let unseen = places.filter { place in
      var damaged = packed
      damaged[place] ^= 0x10
      return deflater.inflates(damaged, to: bytes)
    }
    #expect(unseen.count * 5 <= places.count, "\(unseen)")
  }

  @Test func readsAFileThroughALink() throws {
    let directory = FilePath("/tmp/backdrop-archive-\(getpid())")
    try FileSystem.makeDirectories(directory)
    let file = directory.appending("1.npz")
    let link = directory.appending("current.npz")
    try AtomicFile.publish(try SmallArchive.bytes(), to: file, replacing: true)
    try FileSystem.replaceSymlink(at: link, target: "1.npz")
    #expect(try ArchiveReader(file: link).members.count == 2)
    var limits = ArchiveLimits()
    limits.fileBytes = 100
    let size = try #require(try FileSystem.status(of: file)).size
    #expect(throws: ArchiveError.tooLarge(size: size, limit: 100)) {
      _ = try ArchiveReader(file: link, limits: limits)
    }
    for path in [file, link] { try FileSystem.remove(path) }
    #expect(throws: ArchiveError.file(.system(.examine, file, errno: ENOENT))) {
      _ = try ArchiveReader(file: file)
    }
    try FileSystem.removeEmptyDirectory(directory)
  }

  @Test func tellsWhatIsMissingOrOfAnotherType() throws {
    let bytes = try SmallArchive.bytes()
    #expect(throws: ArchiveError.missingMember("layers/1/weight.npy")) {
      try ArchiveReader(bytes: bytes).array("layers/1/weight.npy", of: Float.self)
    }
    let other = NPYError.otherElementType(expected: .float64, found: .float32)
    #expect(throws: ArchiveError.array(member: "layers/0/weight.npy", other)) {
      try ArchiveReader(bytes: bytes).array("layers/0/weight.npy", of: Double.self)
    }
    #expect(throws: ArchiveError.array(member: "model.json", .notAnArray)) {
      try ArchiveReader(bytes: bytes).array("model.json", of: Float.self)
    }
  }

  @Test func isReadByNumPyAndUnzip() throws {
    let root = FilePath(#filePath).parent.parent.parent
    let directory = FilePath("/tmp/backdrop-numpy-\(getpid())")
    try FileSystem.makeDirectories(directory)
    let (file, output) = (directory.appending("model.npz"), directory.appending("output"))
    var writer = ArchiveWriter()
    writer.add("model.json", SmallArchive.model + Array(repeating: 0x20, count: 100))
    try writer.add("layers/0/weight.npy", SmallArchive.weight)
    try AtomicFile.publish(try writer.finish(), to: file, replacing: true)
    #expect(try shell("unzip -t \(file)", output: output) == 0)
    let program = """
      import numpy; m = numpy.load('\(file)'); w = m['layers/0/weight']; \
      print(m.files, m['model.json'].strip(), w.dtype, w.shape, w.tobytes().hex()); \
      import zipfile; z = zipfile.ZipFile('\(file)'); print(z.testzip(), *[(i.filename, \
      i.compress_type, i.date_time, oct(i.external_attr >> 16), i.create_system, \
      i.extra, i.comment) for i in z.infolist()])
      """
    let python = "$('\(root)/scripts/python-env')"
    #expect(try shell("\(python) -c \"\(program)\"", output: output) == 0)
    let printed = String(decoding: try InputFile.contents(of: output), as: UTF8.self)
    #expect(
      printed == """
        ['model.json', 'layers/0/weight'] b'{"format":1}' float32 (2, 3) \
        0000003f000080bfda0f4940000000000100000000000040
        None ('model.json', 8, (1980, 1, 1, 0, 0, 0), '0o100644', 3, b'', b'') \
        ('layers/0/weight.npy', 8, (1980, 1, 1, 0, 0, 0), '0o100644', 3, b'', b'')

        """)
    for path in [file, output] { try FileSystem.remove(path) }
    try FileSystem.removeEmptyDirectory(directory)
  }
}
