import RunLog

/// Makes the names of jobs: the time in UTC and four random digits, so that names sort by time.
enum JobID {
  /// A new name such as `20261123-221530-3f9a`.
  static func make(at now: Timestamp = .now) -> String {
    let digits = now.text.filter(\.isNumber)
    let random = String(UInt16.random(in: 0...UInt16.max), radix: 16)
    let padded = String(repeating: "0", count: 4 - random.count) + random
    return "\(digits.prefix(8))-\(digits.dropFirst(8).prefix(6))-\(padded)"
  }

  /// The run's name: the job's where it is the only one, else with its number behind.
  static func run(_ ordinal: Int, of job: String, among count: Int) -> String {
    count == 1 ? job : "\(job)-\(ordinal + 1)"
  }
}
