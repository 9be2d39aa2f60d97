/// One step of the schema, applied once to every run log.
package struct Migration: Sendable {
  /// The `user_version` after it; versions count up from 1 without gaps.
  package let version: Int
  /// What it does, in a word or two.
  package let name: String
  /// The statements.
  package let script: String

  /// States a step.
  package init(version: Int, name: String, script: String) {
    self.version = version
    self.name = name
    self.script = script
  }
}

/// Brings a file to the newest schema, or says why it cannot.
///
/// A step that has been released never changes; a change is a new step.
package struct Migrator: Sendable {
  /// Marks a file as a run log in its header (`PRAGMA application_id`): "BkDp" in ASCII.
  package static let applicationID = 0x426B_4470

  /// The schema of this version of Backdrop.
  package static let current = Migrator(migrations: [
    .runLog, .findings, .jobLife, .promotions, .jobProgress, .settings,
  ])

  /// The steps, oldest first.
  package let migrations: [Migration]

  /// Takes the steps, oldest first.
  package init(migrations: [Migration]) {
    precondition(migrations.map(\.version) == Array(1...migrations.count), "gaps in the versions")
    self.migrations = migrations
  }

  /// The version that all steps together make.
  package var newestVersion: Int { migrations.count }

  /// Checks that the file is a run log, or empty, and applies the missing steps.
  ///
  /// All steps are one transaction, so that a kill leaves the version that there was, and no reader
  /// ever sees one in between.
  /// - Throws: `foreignDatabase`, `newerVersion`, or what SQLite says.
  package func migrate(_ database: Database) throws(RunLogError) {
    guard try version(of: database) < newestVersion else { return }
    try database.transaction { () throws(RunLogError) in
      // Read again under the write lock: another process may have been faster.
      let found = try version(of: database)
      guard found < newestVersion else { return }
      for migration in migrations where migration.version > found {
        try database.execute(migration.script)
      }
      try database.execute("PRAGMA application_id = \(Self.applicationID)")
      try database.execute("PRAGMA user_version = \(newestVersion)")
    }
  }

  /// Checks that a reader understands the file.
  ///
  /// - Parameter allowingOlder: takes any version that has been, for readers that look at no table.
  /// - Throws: `foreignDatabase`, `newerVersion`, `olderVersion`, or what SQLite says.
  package func check(_ database: Database, allowingOlder: Bool = false) throws(RunLogError) {
    let found = try version(of: database)
    guard found == newestVersion || allowingOlder && found > 0 else {
      throw .olderVersion(path: database.path, found: found, supported: newestVersion)
    }
  }

  /// The version of a run log; 0 of an empty database.
  private func version(of database: Database) throws(RunLogError) -> Int {
    let applicationID = try database.integer("PRAGMA application_id")
    let version = try database.integer("PRAGMA user_version")
    let isEmpty = try database.integer("SELECT count(*) FROM sqlite_schema") == 0
    guard applicationID == Self.applicationID || (isEmpty && applicationID == 0 && version == 0)
    else { throw .foreignDatabase(path: database.path, applicationID: applicationID) }
    guard version <= newestVersion else {
      throw .newerVersion(path: database.path, found: version, supported: newestVersion)
    }
    return version
  }
}
