/// Where a run stands; the raw values are those of the table.
package enum RunState: String, CaseIterable, Hashable, Sendable {
  /// It was begun.
  case running
  /// Its checkpoint is published.
  case done
  /// It diverged, or was begun and given up; `stopReason` says which.
  case failed
}

/// How long the parts of a run took, in seconds; nil where a part was not measured.
package struct RunSeconds: Hashable, Sendable {
  /// Reading the data.
  package var read: Double?
  /// Splitting and encoding them.
  package var split: Double?
  /// Training.
  package var train: Double?
  /// Saving the checkpoint.
  package var save: Double?
  /// From the start to the end.
  package var total: Double?

  /// States the times.
  package init(
    read: Double? = nil, split: Double? = nil, train: Double? = nil, save: Double? = nil,
    total: Double? = nil
  ) {
    self.read = read
    self.split = split
    self.train = train
    self.save = save
    self.total = total
  }
}

/// One row of `runs`: one training of one model.
package struct RunRecord: Hashable, Sendable {
  /// The run's id, made by the caller; it names the checkpoint.
  package var id: String
  /// The job it belongs to.
  package var job: String
  /// The model's name in the store.
  package var model: String
  /// The trial's name within its study.
  package var name: String
  /// The trial's place within its study, from 0.
  package var ordinal: Int
  /// Where it stands.
  package var state: RunState
  /// When it began.
  package var startedAt: Timestamp
  /// When it ended.
  package var finishedAt: Timestamp?
  /// How long its parts took.
  package var seconds: RunSeconds
  /// Training samples seen per second of training.
  package var samplesPerSecond: Double?
  /// How many epochs were trained.
  package var epochsRun: Int?
  /// Why training stopped.
  package var stopReason: String?
  /// The SHA-256 of the data.
  package var dataset: String?
  /// How many threads trained.
  package var threads: Int?
  /// The version of the engine.
  package var engineVersion: String?
  /// Where the checkpoint lies, relative to the root.
  package var checkpoint: String?
  /// The SHA-256 of all weights.
  package var weightsSHA256: String?
  /// Whether it is the best of its job.
  package var isBest: Bool

  /// A run that begins; the rest is filled in as it becomes known.
  package init(
    id: String, job: String, model: String, name: String, ordinal: Int = 0,
    startedAt: Timestamp = .now, dataset: String? = nil, threads: Int? = nil,
    engineVersion: String? = nil
  ) {
    self.id = id
    self.job = job
    self.model = model
    self.name = name
    self.ordinal = ordinal
    state = .running
    self.startedAt = startedAt
    seconds = RunSeconds()
    self.dataset = dataset
    self.threads = threads
    self.engineVersion = engineVersion
    isBest = false
  }

  /// What `init(row:)` reads, in its order; the table must be called `runs`.
  static let columns = """
    runs.id, runs.job, runs.model, runs.name, runs.ordinal, runs.state, runs.started_at, \
    runs.finished_at, runs.seconds_read, runs.seconds_split, runs.seconds_train, \
    runs.seconds_save, runs.seconds_total, runs.samples_per_second, runs.epochs_run, \
    runs.stop_reason, runs.dataset, runs.threads, runs.engine_version, runs.checkpoint, \
    runs.weights_sha256, runs.is_best
    """

  /// Reads a row of `columns`.
  init(row: inout Row) throws(RunLogError) {
    id = try row.text()
    job = try row.text()
    model = try row.text()
    name = try row.text()
    ordinal = try row.integer()
    state = try row.choice()
    startedAt = try row.time()
    finishedAt = try row.timeOrNil()
    seconds = RunSeconds(
      read: try row.realOrNil(), split: try row.realOrNil(), train: try row.realOrNil(),
      save: try row.realOrNil(), total: try row.realOrNil())
    samplesPerSecond = try row.realOrNil()
    epochsRun = try row.integerOrNil()
    stopReason = try row.textOrNil()
    dataset = try row.textOrNil()
    threads = try row.integerOrNil()
    engineVersion = try row.textOrNil()
    checkpoint = try row.textOrNil()
    weightsSHA256 = try row.textOrNil()
    isBest = try row.flag()
  }
}
