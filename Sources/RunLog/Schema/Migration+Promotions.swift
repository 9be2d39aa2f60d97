extension Migration {
  /// Which version of a model was current when: a row for each change, by a job or by hand.
  static let promotions = Migration(
    version: 4, name: "promotions",
    script: """
      CREATE TABLE promotions (
        number INTEGER PRIMARY KEY,
        at TEXT NOT NULL CHECK (at GLOB '????-??-??T??:??:??.???Z'),
        model TEXT NOT NULL,
        run TEXT NOT NULL REFERENCES runs (id),
        cause TEXT NOT NULL CHECK (cause IN ('job', 'promote', 'rollback'))
      ) STRICT;
      CREATE INDEX promotions_by_model ON promotions (model, number);
      """)
}
