extension Migration {
  /// What the daemon knows about a job on its way: who dropped it, and what it waits for after a
  /// failure that passes by itself.
  static let jobLife = Migration(
    version: 3, name: "job life",
    script: """
      ALTER TABLE jobs ADD COLUMN owner INTEGER;
      ALTER TABLE jobs ADD COLUMN retry_at TEXT CHECK (retry_at GLOB '????-??-??T??:??:??.???Z');
      ALTER TABLE jobs ADD COLUMN retry_reason TEXT;
      """)

  /// How far a job has come on the disk, how often it was tried again, and which model scores its
  /// file where none is trained on it.
  static let jobProgress = Migration(
    version: 5, name: "job progress",
    script: """
      ALTER TABLE jobs ADD COLUMN scored_model TEXT;
      ALTER TABLE jobs ADD COLUMN progress TEXT;
      ALTER TABLE jobs ADD COLUMN retries INTEGER NOT NULL DEFAULT 0 CHECK (retries >= 0);
      CREATE INDEX datasets_by_bytes ON datasets (bytes);
      """)
}
