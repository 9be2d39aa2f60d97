import RunLog

/// Makes the names of jobs: the time in UTC and four random digits, so that names sort by time.
enum JobID {
  /// A name that no job of the run log has, such as `20261123-221530-3f9a`.
  ///
  /// - Parameter taken: names that are spoken for and not in the run log yet.
  static func make(
    in log: RunLog, besides taken: Set<String> = []
  ) throws(RunLogError) -> String {
    var name = draw()
    while true {
      if !taken.contains(name), try log.job(name) == nil { break }
      name = draw()
    }
    return name
  }

  /// The run's name: the job's where it is the only one, else with its number behind.
  static func run(_ ordinal: Int, of job: String, among count: Int) -> String {
    count == 1 ? job : "\(job)-\(ordinal + 1)"
  }

  private static func draw() -> String {
    let digits = Timestamp.now.text.filter(\.isNumber)
    let random = String(UInt16.random(in: 0...UInt16.max), radix: 16)
    let padded = String(repeating: "0", count: 4 - random.count) + random
    return "\(digits.prefix(8))-\(digits.dropFirst(8).prefix(6))-\(padded)"
  }
}
