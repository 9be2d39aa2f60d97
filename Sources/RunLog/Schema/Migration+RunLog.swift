extension Migration {
  /// The tables of the run log.
  ///
  /// `number` counts jobs and runs in the order of their start; ids are for people and files. The
  /// tables with many rows (epochs, metrics, parameters) refer to a run by its number and keep no
  /// rowid, which makes the file half as large. Times are text in UTC with milliseconds.
  ///
  /// SQLite stores NaN as NULL. In `epochs` and `metrics` the bits of `not_finite` tell which of
  /// the row's values were NaN or infinite, so NULL without its bit always means "not measured".
  ///
  /// That a parameter is JSON is checked as it is written: with `trusted_schema = OFF` a CHECK may
  /// not call `json_valid`.
  static let runLog = Migration(
    version: 1, name: "run log",
    script: """
      CREATE TABLE jobs (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE CHECK (id <> ''),
        identity TEXT,
        name TEXT NOT NULL,
        state TEXT NOT NULL
          CHECK (state IN ('intent', 'claimed', 'running', 'done', 'failed', 'duplicate')),
        attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
        config_file ANY CHECK (typeof(config_file) IN ('null', 'text', 'blob')),
        data_file ANY CHECK (typeof(data_file) IN ('null', 'text', 'blob')),
        received_at TEXT NOT NULL CHECK (received_at GLOB '????-??-??T??:??:??.???Z'),
        started_at TEXT CHECK (started_at GLOB '????-??-??T??:??:??.???Z'),
        finished_at TEXT CHECK (finished_at GLOB '????-??-??T??:??:??.???Z'),
        error_code TEXT,
        exit_code INTEGER,
        error_message TEXT,
        error_file TEXT,
        error_line INTEGER CHECK (error_line > 0),
        error_column INTEGER CHECK (error_column > 0),
        error_byte_offset INTEGER CHECK (error_byte_offset >= 0),
        duplicate_of TEXT REFERENCES jobs (id),
        receipt TEXT,
        CHECK ((state = 'failed') = (error_code IS NOT NULL)),
        CHECK ((state = 'duplicate') = (duplicate_of IS NOT NULL)),
        CHECK ((state IN ('done', 'failed', 'duplicate')) = (finished_at IS NOT NULL))
      ) STRICT;
      CREATE INDEX jobs_by_state ON jobs (state);
      CREATE INDEX jobs_done_by_identity ON jobs (identity) WHERE state = 'done';

      CREATE TABLE datasets (
        sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
        name TEXT NOT NULL,
        rows INTEGER NOT NULL CHECK (rows >= 0),
        columns INTEGER NOT NULL CHECK (columns >= 0),
        bytes INTEGER NOT NULL CHECK (bytes >= 0),
        archive TEXT,
        first_seen TEXT NOT NULL CHECK (first_seen GLOB '????-??-??T??:??:??.???Z'),
        last_seen TEXT NOT NULL CHECK (last_seen GLOB '????-??-??T??:??:??.???Z')
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX datasets_by_name ON datasets (name, last_seen);

      CREATE TABLE runs (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE CHECK (id <> ''),
        job TEXT NOT NULL REFERENCES jobs (id),
        model TEXT NOT NULL,
        name TEXT NOT NULL,
        ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
        state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
        started_at TEXT NOT NULL CHECK (started_at GLOB '????-??-??T??:??:??.???Z'),
        finished_at TEXT CHECK (finished_at GLOB '????-??-??T??:??:??.???Z'),
        seconds_read REAL,
        seconds_split REAL,
        seconds_train REAL,
        seconds_save REAL,
        seconds_total REAL,
        samples_per_second REAL,
        epochs_run INTEGER CHECK (epochs_run >= 0),
        stop_reason TEXT,
        dataset TEXT REFERENCES datasets (sha256),
        threads INTEGER CHECK (threads > 0),
        engine_version TEXT,
        checkpoint TEXT,
        weights_sha256 TEXT CHECK (length(weights_sha256) = 64),
        is_best INTEGER NOT NULL DEFAULT 0 CHECK (is_best IN (0, 1)),
        CHECK ((state = 'running') = (finished_at IS NULL))
      ) STRICT;
      CREATE INDEX runs_by_job ON runs (job, ordinal);
      CREATE INDEX runs_by_model ON runs (model);
      CREATE INDEX runs_by_dataset ON runs (dataset);
      CREATE INDEX runs_by_start ON runs (started_at);
      CREATE INDEX runs_by_seconds ON runs (seconds_total);
      CREATE INDEX runs_unfinished ON runs (state) WHERE state <> 'done';

      CREATE TABLE parameters (
        run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
        key TEXT NOT NULL,
        value TEXT NOT NULL CHECK (value <> ''),
        PRIMARY KEY (run, key)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE epochs (
        run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
        epoch INTEGER NOT NULL CHECK (epoch >= 0),
        train_loss REAL,
        validation_loss REAL,
        metric REAL,
        seconds REAL NOT NULL CHECK (seconds >= 0),
        not_finite INTEGER NOT NULL DEFAULT 0 CHECK (not_finite BETWEEN 0 AND 7),
        PRIMARY KEY (run, epoch),
        CHECK (train_loss IS NOT NULL OR not_finite & 1)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE metrics (
        run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
        part TEXT NOT NULL CHECK (part IN ('train', 'validation', 'test')),
        name TEXT NOT NULL,
        value REAL,
        not_finite INTEGER NOT NULL DEFAULT 0 CHECK (not_finite IN (0, 1)),
        PRIMARY KEY (run, part, name),
        CHECK (value IS NOT NULL OR not_finite)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX metrics_by_value ON metrics (part, name, value);

      CREATE TABLE models (
        number INTEGER PRIMARY KEY,
        model TEXT NOT NULL,
        run TEXT NOT NULL REFERENCES runs (id),
        checkpoint TEXT NOT NULL,
        is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
        created_at TEXT NOT NULL CHECK (created_at GLOB '????-??-??T??:??:??.???Z')
      ) STRICT;
      CREATE INDEX models_by_model ON models (model);
      CREATE INDEX models_by_run ON models (run);
      CREATE UNIQUE INDEX models_current ON models (model) WHERE is_current = 1;

      CREATE TABLE events (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL CHECK (at GLOB '????-??-??T??:??:??.???Z'),
        job TEXT REFERENCES jobs (id),
        run TEXT REFERENCES runs (id),
        level TEXT NOT NULL CHECK (level IN ('info', 'warning', 'error')),
        code TEXT NOT NULL,
        message TEXT NOT NULL
      ) STRICT;
      CREATE INDEX events_by_job ON events (job) WHERE job IS NOT NULL;
      CREATE INDEX events_by_run ON events (run) WHERE run IS NOT NULL;

      \(views)
      """)

  /// The interface for people with `sqlite3`: text ids, one wide row a run.
  ///
  /// The metrics are looked up one by one, by primary key, only for the columns that a query asks
  /// for; a join with a pivot would read all metrics for one run.
  private static let views = """
    CREATE VIEW v_runs AS
    SELECT
      id AS run, job, model, name, state, started_at, seconds_total AS seconds, epochs_run,
      \(metric("train", "loss")), \(metric("test", "loss")),
      \(metric("train", "accuracy")), \(metric("test", "accuracy")),
      \(metric("test", "r2")), \(metric("test", "mae")),
      checkpoint, weights_sha256,
      \(metric("validation", "loss")), \(metric("validation", "accuracy")),
      \(metric("train", "r2")), \(metric("train", "mae")),
      ordinal, is_best, stop_reason, finished_at,
      seconds_read, seconds_split, seconds_train, seconds_save, samples_per_second,
      threads, dataset, engine_version
    FROM runs ORDER BY number;

    CREATE VIEW v_epochs AS
    SELECT runs.id AS run, epoch, train_loss, validation_loss, metric, seconds, not_finite
    FROM runs JOIN epochs ON epochs.run = runs.number ORDER BY runs.number, epoch;

    CREATE VIEW v_metrics AS
    SELECT runs.id AS run, part, metrics.name AS name, value, not_finite
    FROM runs JOIN metrics ON metrics.run = runs.number;

    CREATE VIEW v_parameters AS
    SELECT runs.id AS run, key, value
    FROM runs JOIN parameters ON parameters.run = runs.number;
    """

  /// The column of `v_runs` for one metric.
  private static func metric(_ part: String, _ name: String) -> String {
    """
    (SELECT value FROM metrics WHERE run = number AND part = '\(part)' AND metrics.name = '\(name)')
          AS \(part)_\(name)
    """
  }
}
