import Files
import Glibc
import Pipeline
import RunLog
import Testing

/// What anybody may put into the inbox, each between two good jobs, which are done all the same.
@Suite struct HostileFolderTests {
  /// One thing in the inbox, and what becomes of it.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The code of the receipt; nil where the job is done.
    let code: String?
    let exitCode: Int32
    let make: @Sendable (ScratchRoot) throws -> Void

    init(
      _ name: String, _ code: String?, _ exitCode: Int32 = 66,
      _ make: @escaping @Sendable (ScratchRoot) throws -> Void
    ) {
      testDescription = name
      self.code = code
      self.exitCode = exitCode
      self.make = make
    }
  }

  static let cases: [Case] = [
    Case("symbolic link", "symbolic-link") { scratch in
      #expect(symlink("/etc/passwd", scratch.path("x.csv")) == 0)
    },
    Case("symbolic link to a folder", "symbolic-link") { scratch in
      #expect(symlink("/", scratch.path("x.csv")) == 0)
    },
    Case("symbolic link as a config", "symbolic-link") { scratch in
      #expect(symlink("/etc/passwd", scratch.path("x.json")) == 0)
    },
    Case("second name of a file", "hard-link") { scratch in
      let file = "\(scratch.root.directory)/elsewhere"
      try AtomicFile.publish(Array("x,y\n".utf8), to: FilePath(file), replacing: false)
      #expect(link(file, scratch.path("x.csv")) == 0)
    },
    Case("FIFO", "not-a-regular-file") { scratch in
      #expect(mkfifo(scratch.path("x.csv"), 0o666) == 0)
    },
    Case("FIFO of another name", "not-a-regular-file") { scratch in
      #expect(mkfifo(scratch.path("x"), 0o666) == 0)
    },
    Case("folder", "directory") { scratch in
      #expect(mkdir(scratch.path("x.csv"), 0o777) == 0)
      try AtomicFile.publish(
        [1], to: scratch.root.inbox.appending("x.csv/inside"), replacing: false)
    },
    Case("socket", "not-a-regular-file") { scratch in
      let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(socket) }
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) {
        $0.copyBytes(from: scratch.path("x.csv").utf8)
      }
      let bound = withUnsafePointer(to: &address) { address in
        address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
      #expect(bound == 0)
    },
    Case("name with a line break and ESC", nil, 0) { scratch in
      try scratch.drop("a\n\u{1b}[31m.csv", ScratchRoot.points)
    },
    Case("name that is not UTF-8", nil, 0) { scratch in
      let name = FileName(bytes: [0xFF, 0xFE, 0x0A] + Array(".csv".utf8))
      try AtomicFile.publish(
        Array(ScratchRoot.points.utf8), to: scratch.root.inbox.appending(name), replacing: false)
    },
    Case("name of 255 bytes", nil, 0) { scratch in
      try scratch.drop(String(repeating: "n", count: 251) + ".csv", ScratchRoot.points)
    },
    Case("name of our receipt", "unknown-key", 78) { scratch in
      try scratch.drop("receipt.json", "{ data: 'none.csv', secret: 1 }")
    },
    Case("path in data", "not-a-plain-file-name", 78) { scratch in
      try scratch.drop("x.json", "{ data: '../../etc/passwd' }")
    },
    Case("absolute path in data", "not-a-plain-file-name", 78) { scratch in
      try scratch.drop("x.json", "{ data: '/etc/passwd' }")
    },
    Case("NUL in data", "not-a-plain-file-name", 78) { scratch in
      try scratch.drop("x.json", "{ data: 'a\\u0000b' }")
    },
    Case("config nested without end", "config-too-deep", 78) { scratch in
      try scratch.drop("x.json", String(repeating: "[", count: 50_000))
    },
    Case("config that is too large", "config-too-large", 78) { scratch in
      try scratch.drop("x.json", "{}" + String(repeating: " ", count: 1 << 20))
    },
    Case("config of ten thousand runs and one more", "too-many-trials", 78) { scratch in
      let list = (1...101).map(String.init).joined(separator: ", ")
      try scratch.drop(
        "x.json",
        "{ study: { grid: { 'training.epochs': [\(list)], 'training.batch_size': [\(list)] } } }")
    },
    Case("network beyond all memory", "too-many-parameters", 78) { scratch in
      try scratch.drop("x.csv", ScratchRoot.points)
      try scratch.drop("x.json", "{ network: { hidden: [4096, 4096, 4096, 4096, 4096] } }")
    },
    Case("empty file", "no-rows", 65) { scratch in try scratch.drop("x.csv", "") },
    Case("packed file that is none", "bad-gzip", 65) { scratch in
      try scratch.drop("x.csv.gz", "no gzip")
    },
    Case("file of another kind", "unknown-kind", 65) { scratch in
      try scratch.drop("x.exe", "MZ")
    },
  ]

  @Test(arguments: cases)
  func isSettledWithItsReasonAndTheOthersAreDone(_ hostile: Case) throws {
    let scratch = try ScratchRoot()
    try scratch.drop("a.csv", ScratchRoot.points)
    try scratch.drop("a.json", ScratchRoot.config)
    try hostile.make(scratch)
    try scratch.drop("z.csv", ScratchRoot.points)
    try scratch.drop("z.json", "{ training: { epochs: 4 } }")
    let start = ContinuousClock.now
    let (summary, _) = try scratch.watchOnce()
    #expect(ContinuousClock.now - start < .seconds(60))
    #expect(summary.done == (hostile.code == nil ? 3 : 2))
    #expect(summary.failed == (hostile.code == nil ? 0 : 1))
    #expect(summary.postponed == nil)
    #expect(try scratch.names("pipeline/inbox").isEmpty)
    #expect(try scratch.names("pipeline/work").isEmpty)
    if let code = hostile.code {
      let job = try #require(try scratch.jobs().first { $0.state == .failed })
      #expect(job.failure?.code == code, "\(job.failure?.message ?? "")")
      #expect(job.failure?.exitCode == hostile.exitCode)
      let names = try scratch.names("pipeline/failed/\(job.id)")
      #expect(names.contains("receipt.txt") && names.count >= 3, "\(names)")
      let receipt = try scratch.text("pipeline/failed/\(job.id)/receipt.txt")
      #expect(receipt.contains(code) && receipt.contains("backdrop retry \(job.id)"))
      #expect(!receipt.utf8.contains(0x1B))
    }
  }

  @Test(arguments: [
    (Array("a\n\u{1b}\\.csv".utf8), #"a\n\u{1B}\\.csv:2: expected 2 fields, found 1"#),
    ([0x61, 0xFF, 0x2E] + Array("csv".utf8), #"a\xFF.csv:2: expected 2 fields, found 1"#),
  ])
  func strangeNameIsEscapedOnceInWhatIsSaidOfIt(name: [UInt8], message: String) throws {
    let scratch = try ScratchRoot()
    try AtomicFile.publish(
      Array("x,y\n1\n".utf8), to: scratch.root.inbox.appending(FileName(bytes: name)),
      replacing: false)
    _ = try scratch.watchOnce()
    let job = try #require(try scratch.jobs().first)
    #expect(job.failure?.message == message)
    #expect(try scratch.text("pipeline/failed/\(job.id)/receipt.txt").contains(message))
  }

  @Test func twinsInTwoFormsOfUnicodeAreTwoJobs() throws {
    let scratch = try ScratchRoot()
    try scratch.drop("caf\u{e9}.csv", ScratchRoot.points)
    try scratch.drop("cafe\u{301}.csv", ScratchRoot.points + "9,right\n")
    #expect(try scratch.watchOnce().0.done == 2)
    #expect(Set(try scratch.jobs().map { Array($0.name.utf8) }).count == 2)
  }

  @Test func usersFileOfTheNameOfOurReceiptIsKept() throws {
    let scratch = try ScratchRoot()
    try scratch.drop("points.csv", ScratchRoot.points)
    try scratch.drop("receipt.json", "{ data: 'points.csv', training: { epochs: 2 } }")
    #expect(try scratch.watchOnce().0.done == 1)
    let job = try #require(try scratch.jobs().first)
    let folder = "pipeline/done/\(job.id)"
    #expect(
      try scratch.names(folder) == [
        "backdrop-receipt.json", "points.csv", "receipt.json", "receipt.txt", "report.html",
      ])
    #expect(try scratch.text("\(folder)/receipt.json").hasPrefix("{ data: 'points.csv'"))
    #expect(job.receipt == "\(folder)/backdrop-receipt.json")
  }

  @Test func sameNameWithOtherContentIsANewJobAndBothAreKept() throws {
    let scratch = try ScratchRoot()
    for text in [ScratchRoot.points, ScratchRoot.points + "9,right\n"] {
      try scratch.drop("a.csv", text)
      #expect(try scratch.watchOnce().0.done == 1)
    }
    let jobs = try scratch.jobs()
    #expect(jobs.map(\.state) == [.done, .done])
    let sizes = try jobs.map { try scratch.text("pipeline/done/\($0.id)/a.csv").utf8.count }
    #expect(sizes[1] == sizes[0] + 8)
  }
}
