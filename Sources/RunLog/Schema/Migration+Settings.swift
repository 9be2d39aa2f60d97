extension Migration {
  /// Each setting once, and which runs have it.
  ///
  /// Runs share most of their settings, so `parameters` refers to them by number. That makes the
  /// file smaller, and leaves room for what finds runs by a setting: `parameters_by_setting` (a
  /// table without rowid has its key, and so the run, in every index), and the setting's content in
  /// the order in which SQLite sorts, so that a list by a setting reads no more than it shows. The
  /// index of names is there for those that search for a part of one: it is read in place of the
  /// table, which is twelve times as large.
  static let settings = Migration(
    version: 6, name: "settings",
    script: """
      CREATE TABLE settings (
        number INTEGER PRIMARY KEY,
        key TEXT NOT NULL,
        value TEXT NOT NULL CHECK (value <> ''),
        content ANY,
        UNIQUE (key, value)
      ) STRICT;
      INSERT INTO settings (key, value, content)
      SELECT DISTINCT key, value, \(content("value")) FROM parameters;

      CREATE TABLE run_settings (
        run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
        setting INTEGER NOT NULL REFERENCES settings (number),
        PRIMARY KEY (run, setting)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO run_settings (run, setting)
      SELECT parameters.run, settings.number
      FROM parameters CROSS JOIN settings
        ON settings.key = parameters.key AND settings.value = parameters.value;

      DROP VIEW v_parameters;
      DROP TABLE parameters;
      ALTER TABLE run_settings RENAME TO parameters;
      CREATE INDEX parameters_by_setting ON parameters (setting);
      CREATE INDEX settings_by_content ON settings (key, content);
      CREATE INDEX runs_by_name ON runs (name);

      CREATE VIEW v_parameters AS
      SELECT runs.id AS run, settings.key AS key, settings.value AS value
      FROM runs JOIN parameters ON parameters.run = runs.number
        JOIN settings ON settings.number = parameters.setting;
      """)

  /// What a setting sorts and compares by, as SQL: the number, the text without its quotes, 1 or 0,
  /// a list as its JSON; NULL for `null`.
  static func content(_ value: String) -> String {
    """
    CASE WHEN NOT json_valid(\(value)) OR json_type(\(value)) IN ('array', 'object') THEN \(value)
        ELSE json_extract(\(value), '$') END
    """
  }
}
