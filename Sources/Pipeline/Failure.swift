import Experiments
import Files
import Glibc
import JSON
import Models
import Perceptron
package import RunLog
import Tabular

/// Why a job did not succeed, in the form that receipts, the run log and the command line share.
package struct Failure: Error, Hashable, Sendable {
  /// A stable name of the problem.
  package let code: String
  /// Where, what was expected, what was found, and how to mend it.
  package let message: String
  package var file: String?
  package var line: Int?
  package var column: Int?
  package var byteOffset: Int?
  /// The exit code of a command that fails so (sysexits.h).
  package let exitCode: Int32
  /// Whether the same may succeed later without anybody changing the files: a full disk, a locked
  /// database.
  package let isTransient: Bool

  /// Names a problem of the pipeline itself.
  init(code: String, message: String, exitCode: Int32, isTransient: Bool = false) {
    self.code = code
    self.message = message
    self.exitCode = exitCode
    self.isTransient = isTransient
  }

  /// Translates the error of any part; the one place that knows them all.
  package init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as ExperimentError: self.init(error.cause)
    case let error as ConfigError:
      self.init(code: error.code, message: "\(error)", exitCode: 78)
      (file, line) = (error.file, error.line)
    case let error as TabularError:
      self.init(
        code: error.code, message: "\(error)",
        exitCode: error.isOutput ? 74 : error.isChoice ? 78 : 65, isTransient: error.isTransient)
      file = error.place?.file
      (line, column, byteOffset) = (error.line, error.column, error.byteOffset)
    case let error as FileError:
      self.init(
        code: error.code, message: "\(error)", exitCode: error.exitCode,
        isTransient: error.mayPass)
      file = error.path.displayed
    case let error as ModelError:
      let isPassing: Bool =
        switch error {
        case .file(let error): error.mayPass
        default: error.isTransient
        }
      self.init(
        code: error.code, message: "\(error)", exitCode: error.exitCode, isTransient: isPassing)
    case let error as RunLogError:
      self.init(
        code: "run-log", message: "\(error)", exitCode: error.exitCode,
        isTransient: error.isTransient)
    case let error as JSONError:
      self.init(
        code: "internal", message: "a document that Backdrop wrote \(error)", exitCode: 70)
    case is TrainingStopped:
      self.init(
        code: "stopped", message: "the training was stopped before its end", exitCode: 75)
    case let problem as ResumeProblem:
      self.init(code: "resume-file", message: "the resume file: \(problem)", exitCode: 70)
    case let error as ReplayError:
      self.init(code: error.code, message: "\(error)", exitCode: 66)
    case let error as TrainingError:
      self.init(code: "diverged", message: "\(error)", exitCode: 65)
    default:
      self.init(
        code: "internal", message: "unexpected error: \(error). This is a bug in Backdrop",
        exitCode: 70)
    }
  }

  /// The same facts as the run log keeps them.
  package var record: JobFailure {
    JobFailure(
      code: code, message: message, exitCode: exitCode, file: file, line: line, column: column,
      byteOffset: byteOffset)
  }
}

extension RunLogError {
  /// What a command that fails so exits with.
  fileprivate var exitCode: Int32 {
    switch self {
    case .noSuchFile, .noSuchRun, .ambiguousRun, .noSuchJob: 66
    case .notADatabase, .foreignDatabase, .newerVersion, .damaged: 65
    case .fileExists, .cannotSave: 73
    case .sqlite(let error) where SQLiteResultCode.corrupt ~= error.code: 74
    default: isTransient ? 75 : 74
    }
  }
}

extension FileError {
  /// Whether the same may succeed later without anybody changing what was dropped.
  fileprivate var mayPass: Bool { isTransient || isRefusedOutput }

  /// Whether an output of ours was refused: no fault of what was dropped, and mended without it.
  private var isRefusedOutput: Bool {
    guard case .system(let operation, _, let number) = self else { return false }
    switch operation {
    case .create, .publish, .link, .makeDirectory, .write, .sync, .lock:
      return [EACCES, EPERM, EROFS, ENOENT, ENOTDIR].contains(number)
    default: return false
    }
  }
}

extension TabularError {
  /// Whether reading or writing failed, which is no fault of the data and may pass.
  fileprivate var isOutput: Bool {
    switch self {
    case .cannotRead, .cannotWrite: true
    default: false
    }
  }

  /// Whether the disk's fault may pass, as it may for every other file.
  fileprivate var isTransient: Bool {
    switch self {
    case .cannotRead(let file, let number):
      FileError.system(.read, FilePath(file), errno: number).isTransient
    case .cannotWrite(let file, let number):
      FileError.system(.write, FilePath(file), errno: number).isTransient
    default: false
    }
  }
}
