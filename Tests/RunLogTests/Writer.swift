import Glibc
import RunLog
import Synchronization

/// Finishes jobs on a thread of its own.
final class Writer: Sendable {
  private let path: String
  private let jobs: Int
  private let failure = Mutex<RunLogError?>(nil)

  init(path: String, jobs: Int) {
    self.path = path
    self.jobs = jobs
  }

  /// What stopped it.
  var error: RunLogError? { failure.withLock { $0 } }

  /// Begins; `pthread_join` waits for the end.
  func start() throws -> pthread_t {
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        context.map { Unmanaged<Writer>.fromOpaque($0).takeRetainedValue().write() }
        return nil
      }, Unmanaged.passRetained(self).toOpaque())
    guard code == 0 else { throw Failure.system(code) }
    return thread
  }

  private func write() {
    do throws(RunLogError) {
      let log = try RunLog(path: path)
      for number in 0..<jobs {
        let job = "written-\(number)"
        try log.startJob(job)
        try log.finish(
          job: job, runs: [finishedRun("written-\(number)", job: job, epochs: 20)], at: moment(9))
      }
    } catch {
      failure.withLock { $0 = error }
    }
  }
}
