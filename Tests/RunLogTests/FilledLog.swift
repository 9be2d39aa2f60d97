import RunLog

/// A run log with many runs, written by SQL because that is much faster than run by run.
///
/// Every fourth run is of another model; each job has 10 runs; every 50th run diverged.
func fill(_ log: RunLog, runs: Int, epochs: Int) throws {
  try log.database.transaction { () throws(RunLogError) in
    try log.database.execute(
      """
      INSERT INTO datasets (sha256, name, rows, columns, bytes, first_seen, last_seen)
      VALUES ('\(digest("d"))', 'data.csv', 1000, 2, 40000, '\(moment(0).text)', '\(moment(9).text)');

      WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < \(runs) / 10)
      INSERT INTO jobs (id, identity, name, source, state, attempts, data_file, received_at, started_at,
        finished_at)
      SELECT printf('job-%06d', i), printf('%064d', i), 'data', 'inbox', 'done', 1, 'data.csv',
        strftime('%Y-%m-%dT%H:%M:%fZ', 1790000000 + i, 'unixepoch'),
        strftime('%Y-%m-%dT%H:%M:%fZ', 1790000001 + i, 'unixepoch'),
        strftime('%Y-%m-%dT%H:%M:%fZ', 1790000009 + i, 'unixepoch')
      FROM n;

      WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < \(runs))
      INSERT INTO runs (id, job, model, name, ordinal, state, started_at, finished_at,
        seconds_total, seconds_train, epochs_run, stop_reason, dataset, threads, engine_version,
        checkpoint, weights_sha256)
      SELECT printf('run-%06d', i), printf('job-%06d', i / 10),
        CASE WHEN i % 4 THEN 'tabular' ELSE 'notebook' END, printf('trial %d', i % 10), i % 10,
        CASE WHEN i % 50 = 49 THEN 'failed' ELSE 'done' END,
        strftime('%Y-%m-%dT%H:%M:%fZ', 1790000000 + i, 'unixepoch'),
        strftime('%Y-%m-%dT%H:%M:%fZ', 1790000009 + i, 'unixepoch'),
        1 + i % 17, i % 17, \(epochs),
        CASE WHEN i % 50 = 49 THEN 'diverged' ELSE 'epochs' END,
        '\(digest("d"))', 2, '0.1.0', printf('models/m/run-%06d.npz', i), '\(digest("b"))'
      FROM n;

      WITH RECURSIVE e(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM e WHERE i + 1 < \(epochs))
      INSERT INTO epochs (run, epoch, train_loss, validation_loss, seconds, not_finite)
      SELECT number, e.i,
        CASE WHEN state = 'failed' AND e.i = \(epochs) - 1 THEN NULL ELSE 1.0 / (e.i + 1.5) END,
        1.25 / (e.i + 1.5), 0.0123, state = 'failed' AND e.i = \(epochs) - 1
      FROM runs, e ORDER BY number, e.i;

      INSERT INTO metrics (run, part, name, value)
      SELECT number, part, name, (number * 7919 % 1000 + 0.5) / 1000.5
      FROM (SELECT number FROM runs),
        (SELECT 'train' AS part UNION ALL SELECT 'test'),
        (SELECT 'loss' AS name UNION ALL SELECT 'accuracy');

      INSERT INTO models (model, run, checkpoint, is_current, created_at)
      SELECT model, id, checkpoint, 0, finished_at FROM runs WHERE ordinal = 4 AND state = 'done';
      UPDATE models SET is_current = 1
      WHERE number IN (SELECT max(number) FROM models GROUP BY model);

      INSERT INTO events (at, job, run, level, code, message)
      SELECT finished_at, job, id, 'error', 'diverged', 'the loss is not a number'
      FROM runs WHERE state = 'failed';
      """)
  }
  try give(log, "training.learning_rate", "CASE number % 2 WHEN 0 THEN '0.1' ELSE '0.01' END")
  try give(log, "network.activation", "'\"tanh\"'")
}

/// Gives runs a setting.
///
/// - Parameters:
///   - value: what each has, as SQL over `runs`: JSON.
///   - condition: which runs, as SQL.
func give(
  _ log: RunLog, _ key: String, _ value: String, where condition: String = "true"
) throws {
  try log.database.execute(
    """
    INSERT OR IGNORE INTO settings (key, value, content)
    SELECT '\(key)', value, CASE WHEN json_type(value) IN ('array', 'object') THEN value
      ELSE json_extract(value, '$') END
    FROM (SELECT CAST(\(value) AS TEXT) AS value FROM runs WHERE \(condition));
    INSERT INTO parameters (run, setting)
    SELECT run, settings.number
    FROM (SELECT number AS run, CAST(\(value) AS TEXT) AS value FROM runs WHERE \(condition)) AS given
      JOIN settings ON settings.key = '\(key)' AND settings.value = given.value;
    """)
}
