extension Migration {
  /// What was found out about a run besides its metrics: a JSON document under each name.
  static let findings = Migration(
    version: 2, name: "findings",
    script: """
      CREATE TABLE findings (
        run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
        name TEXT NOT NULL,
        value TEXT NOT NULL CHECK (value <> ''),
        PRIMARY KEY (run, name)
      ) STRICT, WITHOUT ROWID;

      CREATE VIEW v_findings AS
      SELECT runs.id AS run, findings.name AS name, value
      FROM runs JOIN findings ON findings.run = runs.number;
      """)
}
