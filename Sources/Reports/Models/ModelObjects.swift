/// One model of the store, as `backdrop models list` shows it.
package struct ModelSummary: Encodable, Sendable {
  package let model: String
  package let current: String?
  package let trial: String?
  package let versions: Int
  package let since: String?
  /// On the test part.
  package let metrics: [String: Double]

  package init(
    model: String, current: String?, trial: String?, versions: Int, since: String?,
    metrics: [String: Double]
  ) {
    self.model = model
    self.current = current
    self.trial = trial
    self.versions = versions
    self.since = since
    self.metrics = metrics
  }
}

/// What `backdrop models list --json` prints.
package struct ModelListObject: Encodable, Sendable {
  let models: [ModelSummary]

  /// Takes the models in their order.
  package init(_ models: [ModelSummary]) { self.models = models }
}

/// One model with all its versions, as `backdrop models show` shows it.
package struct ModelDetails: Encodable, Sendable {
  /// A saved run that is or was in use.
  package struct Version: Encodable, Sendable {
    let run: String
    let name, trained_at: String?
    let current: Bool
    let checkpoint: String
    let weights_sha256: String?
    let metrics: [String: Double]

    package init(
      run: String, name: String?, trained_at: String?, current: Bool, checkpoint: String,
      weights_sha256: String?, metrics: [String: Double]
    ) {
      self.run = run
      self.name = name
      self.trained_at = trained_at
      self.current = current
      self.checkpoint = checkpoint
      self.weights_sha256 = weights_sha256
      self.metrics = metrics
    }
  }

  /// A version that became current.
  package struct Change: Encodable, Sendable {
    let at, run, cause: String

    package init(at: String, run: String, cause: String) {
      self.at = at
      self.run = run
      self.cause = cause
    }
  }

  /// A column that scoring needs.
  package struct Column: Encodable, Sendable {
    let name, kind: String

    package init(name: String, kind: String) {
      self.name = name
      self.kind = kind
    }
  }

  /// What the file of the current version says.
  package struct Description: Encodable, Sendable {
    let run, task, target: String
    let classes: [String]
    let columns: [Column]
    let inputs: Int
    let hidden: [Int]
    let outputs: Int
    let activation: String
    let parameters: Int
    let precision: String
    let epochs_run: Int
    let dataset, dataset_sha256: String
    let train_rows, test_rows: Int

    package init(
      run: String, task: String, target: String, classes: [String], columns: [Column],
      inputs: Int, hidden: [Int], outputs: Int, activation: String, parameters: Int,
      precision: String, epochs_run: Int, dataset: String, dataset_sha256: String,
      train_rows: Int, test_rows: Int
    ) {
      self.run = run
      self.task = task
      self.target = target
      self.classes = classes
      self.columns = columns
      self.inputs = inputs
      self.hidden = hidden
      self.outputs = outputs
      self.activation = activation
      self.parameters = parameters
      self.precision = precision
      self.epochs_run = epochs_run
      self.dataset = dataset
      self.dataset_sha256 = dataset_sha256
      self.train_rows = train_rows
      self.test_rows = test_rows
    }
  }

  let model: String
  let current: String?
  let versions: [Version]
  /// Saved runs of studies that were not chosen.
  let other_runs: Int
  let history: [Change]
  let described: Description?

  package init(
    model: String, current: String?, versions: [Version], other_runs: Int, history: [Change],
    described: Description?
  ) {
    self.model = model
    self.current = current
    self.versions = versions
    self.other_runs = other_runs
    self.history = history
    self.described = described
  }
}

/// What came of checking one version.
package struct ModelCheck: Encodable, Sendable {
  package let model, run: String
  /// What is wrong; nil where all is well.
  package let problem: String?

  package init(model: String, run: String, problem: String?) {
    self.model = model
    self.run = run
    self.problem = problem
  }
}

/// What `backdrop models verify --json` prints.
package struct ModelCheckObject: Encodable, Sendable {
  let versions: [ModelCheck]
  let damaged: Int

  /// Takes the checks in their order.
  package init(_ checks: [ModelCheck]) {
    versions = checks
    damaged = checks.count { $0.problem != nil }
  }
}

/// What `backdrop models promote` and `rollback` print with `--json`.
package struct ModelChangeObject: Encodable, Sendable {
  let model, current: String
  let before: String?

  /// States a change.
  package init(model: String, current: String, before: String?) {
    self.model = model
    self.current = current
    self.before = before
  }
}
