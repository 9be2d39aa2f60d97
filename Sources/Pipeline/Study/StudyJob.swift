import Experiments
import Files
import Models
import RunLog

/// What all runs of one job share.
struct StudyJob: Sendable {
  let root: Root
  let store: ModelStore
  let study: Study
  let warmStarts: WarmStarts
  let data: PreparedData
  /// The job's name in the run log.
  let job: String
  let dataset: DatasetRecord
  /// SHA-256 over data, resolved config and version.
  let identity: String
  /// Whether the run log had this identity for the job before: its runs are of this training then.
  let isResumed: Bool
  /// Cores that the job may use.
  let threads: Int
  let interruption: TrainingInterruption
  let resume: ResumeFolder
  /// How long reading and splitting took.
  let secondsBefore: RunSeconds
}
