package import MusterModel

extension Store {
    /// What bringing a database up to date did.
    package struct MigrationResult: Hashable, Sendable {
        /// Names of the migrations that were applied; empty if the database was up to date.
        package var applied: [String]
        /// The copy that was made before.
        package var backup: String?
    }

    /// Brings the database at `path` up to date; a missing one is an error.
    package static func migrate(_ path: String, at now: Timestamp) throws(StoreError) -> MigrationResult {
        let opening = Opening(file: DatabaseFile(path: path), migrator: Schema.migrator, patience: .seconds(10))
        return try opening.migrate(now: now)
    }
}
