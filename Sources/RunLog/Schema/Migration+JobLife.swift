extension Migration {
  /// What the daemon knows about a job on its way: who dropped it, how far it has come on the disk,
  /// and what it waits for after a failure that passes by itself.
  static let jobLife = Migration(
    version: 3, name: "job life",
    script: """
      ALTER TABLE jobs ADD COLUMN owner INTEGER;
      ALTER TABLE jobs ADD COLUMN progress TEXT;
      ALTER TABLE jobs ADD COLUMN retries INTEGER NOT NULL DEFAULT 0 CHECK (retries >= 0);
      ALTER TABLE jobs ADD COLUMN retry_at TEXT CHECK (retry_at GLOB '????-??-??T??:??:??.???Z');
      ALTER TABLE jobs ADD COLUMN retry_reason TEXT;
      CREATE INDEX datasets_by_bytes ON datasets (bytes);
      """)
}
