import ArgumentParser
import MusterIO
import MusterModel
import MusterStore

struct DatabaseGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db", abstract: "Copy, restore, check and migrate the fleet's database.",
        subcommands: [DatabaseBackup.self, DatabaseRestore.self, DatabaseVerify.self, DatabaseMigrate.self])
}

struct DatabaseBackup: Verb {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write a copy of the database to a new file, while others go on writing.",
        discussion: """
            EXAMPLES
              muster db backup fleet-2026-11-21.db
            """)

    @OptionGroup var context: ContextOptions
    @Argument(help: "The file to write; must not exist.") var file: String

    func run(in session: Session) async throws -> ExitStatus {
        try await context.readableStore(in: session).backup(to: file)
        session.output.note("backup written to \(file)")
        return .ok
    }
}

struct DatabaseRestore: Verb {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Replace the database with a backup; the replaced one is kept beside it.",
        discussion: """
            The restored database counts as another controller: nothing is done on a host before two complete surveys.

            EXAMPLES
              muster db restore fleet-2026-11-21.db
            """)

    @OptionGroup var context: ContextOptions
    @Argument(help: "The backup.") var file: String

    func run(in session: Session) async throws -> ExitStatus {
        let kept = try restored(in: session)
        session.output.note("restored from \(file)" + (kept.map { "; the replaced database is \($0)" } ?? ""))
        session.output.note("nothing is done on a host before two complete surveys: run `muster survey` twice")
        return .ok
    }

    /// A copy that is not good is not the database that is not good.
    private func restored(in session: Session) throws -> String? {
        let fix = "name another copy: those that Muster made lie beside the database"
        do {
            return try Store.restore(
                context.databaseLocation(in: session), from: file, at: session.now(),
                newControllerID: session.randomness.hex(16))
        } catch {
            switch error {
            case .missing(let path) where path == file:
                throw CommandError.usage("there is no backup at \(file)", fix: fix)
            case .damaged(let path, let detail) where path == file:
                throw CommandError.usage("\(file) cannot be restored: \(detail)", fix: fix)
            default: throw error
            }
        }
    }
}

struct DatabaseVerify: Verb {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check the database's integrity; exit 9 if something is wrong.",
        discussion: """
            EXAMPLES
              muster db verify
            """)

    @OptionGroup var context: ContextOptions
    @OptionGroup var output: OutputOptions

    func run(in session: Session) async throws -> ExitStatus {
        let findings = try await context.readableStore(in: session).verify()
        output.write(to: session.output) {
            findings.isEmpty ? "the database is whole" : findings.joined(separator: "\n")
        } json: {
            JSON.array(findings.map { .string($0) }).prettyText
        }
        return findings.isEmpty ? .ok : .findings
    }
}

struct DatabaseMigrate: Verb {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the database of an older version up to date, after a backup.",
        discussion: """
            EXAMPLES
              muster db migrate
            """)

    @OptionGroup var context: ContextOptions

    func run(in session: Session) async throws -> ExitStatus {
        let result = try Store.migrate(context.databaseLocation(in: session), at: session.now())
        let backup = result.backup.map { "; the copy from before is \($0)" } ?? ""
        session.output.note(
            result.applied.isEmpty
                ? "the database is up to date" : "applied \(result.applied.joined(separator: ", "))\(backup)")
        return .ok
    }
}
