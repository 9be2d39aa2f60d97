package import Experiments
package import Files
package import RunLog

/// What one job trains on: a dataset, a config, and the settings that win over it.
package struct TrainingOrder: Sendable {
  /// A config file's name for messages, and its content.
  package struct Config: Sendable {
    package let name: String
    package let bytes: [UInt8]

    /// Reads a config file.
    ///
    /// - Throws: `ConfigError` where it is larger than any config, and `FileError`.
    package init(reading path: FilePath, origin: InputFile.Origin) throws {
      name = path.name.displayed
      do throws(FileError) {
        bytes = try InputFile.contents(
          of: path, limit: Int64(Study.configByteLimit), origin: origin)
      } catch .tooLarge(_, let size, let limit) {
        throw ConfigError(
          file: name, problem: .tooLarge(bytes: Int(size), limit: Int(limit)))
      }
    }
  }

  /// The job's name in the run log, where it stands as running.
  package let job: String
  package let data: FilePath
  /// The dataset's file name, as messages show it and as configs name it.
  package let dataName: String
  /// Whether the file lies in a folder that anybody may write to.
  package let origin: InputFile.Origin
  /// Where the dataset can be found again once the job is done; nil where that is not ours to say.
  package let archive: FilePath?
  /// Nil for a config of defaults.
  package let config: Config?
  package let overrides: [Override]
  /// Trains although the same was trained before.
  package let force: Bool
  /// Where the job keeps what it needs to go on after a stop; nil for its folder under `work`.
  package let folder: FilePath?

  package init(
    job: String, data: FilePath, dataName: String, origin: InputFile.Origin, archive: FilePath?,
    config: Config?, overrides: [Override] = [], force: Bool = false, folder: FilePath? = nil
  ) {
    self.job = job
    self.data = data
    self.dataName = dataName
    self.origin = origin
    self.archive = archive
    self.config = config
    self.overrides = overrides
    self.force = force
    self.folder = folder
  }
}

/// How far a job's training is.
package struct TrainingProgress: Sendable {
  /// The run's place in the study, from 0, and how many there are.
  package let ordinal: Int
  package let runs: Int
  /// The trial's name.
  package let name: String
  /// The epoch that ended, from 1, and the most that there can be.
  package let epoch: Int
  package let epochs: Int
  package let loss: Double
  /// How long the epoch took.
  package let seconds: Double
  /// How far all runs of the job are.
  package let study: StudyProgress
}

/// How far all runs of a job are.
package struct StudyProgress: Sendable, Equatable {
  /// The runs that have ended.
  package let ended: Int
  /// The runs that train side by side now.
  package let running: Int
  /// The part of the work that is done, from 0 to 1.
  package let share: Double
  /// How long the rest will take, judged by the epochs so far; nil where nothing is known.
  package let secondsLeft: Double?
}

/// What came of a job that did not fail.
package struct TrainingAnswer: Sendable {
  /// The runs in their order, as the run log has them.
  package let results: [RunResult]
  /// The run whose model became the current one.
  package let best: String
  /// The earlier job that trained the same, where nothing was trained now.
  package let duplicateOf: String?
  /// What a user should know about the columns.
  package let notes: [String]
}
