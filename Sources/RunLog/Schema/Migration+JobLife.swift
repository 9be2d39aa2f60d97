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
}
