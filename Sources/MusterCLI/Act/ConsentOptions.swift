import ArgumentParser
import MusterModel
import MusterReports

/// How a verb that changes nodes is agreed to.
struct ConsentOptions: ParsableArguments {
    @Flag(help: "Show exactly what would be done, and do nothing.")
    var dryRun = false

    @Flag(help: ArgumentHelp("Do not ask; --yes=N agrees to a plan of exactly N actions, as it is computed now."))
    var yes = false

    /// What `--yes=N` becomes: an option cannot be a flag as well.
    @Option(name: .customLong(Self.countedName), help: .hidden)
    var agreedText: String?

    var agreed: Int? { agreedText.flatMap { Int($0) } }

    @Flag(help: "Act on held hosts and nodes too; recorded.")
    var overrideHold = false

    @Flag(help: "Go beyond the limits above the hosts; recorded.")
    var overrideLimits = false

    static let countedName = "agreed-actions"

    func validate() throws {
        guard let agreedText, agreed.map({ $0 < 1 }) ?? true else { return }
        throw ValidationError("--yes=N takes a number from 1, not '\(agreedText)'")
    }

    /// As the parser takes it.
    static func parsable(_ words: [String]) -> [String] {
        words.map { $0.hasPrefix("--yes=") ? "--\(countedName)=" + $0.dropFirst(6) : $0 }
    }

    /// What of this belongs into the history.
    var spoken: [String] {
        (dryRun ? ["--dry-run"] : []) + (yes ? ["--yes"] : []) + (agreed.map { ["--yes=\($0)"] } ?? [])
            + (overrideHold ? ["--override-hold"] : []) + (overrideLimits ? ["--override-limits"] : [])
    }

    /// Whether the plan is agreed to.
    ///
    /// - Parameter isGrave: it destroys something, or reaches beyond one host, so that it needs a yes.
    /// - Throws: `CommandError.conflict` where `--yes=N` names another number of actions than the plan has.
    func agrees(to plans: [Plan], _ question: String, isGrave: Bool, in session: Session) throws -> Bool {
        let count = plans.reduce(0) { $0 + $1.actions.count }
        if let agreed, agreed != count {
            throw CommandError.changed("the plan has \(Units.count(count, "action")) now, not \(agreed)")
        }
        if yes || agreed != nil || !isGrave || count == 0 { return true }
        return try session.confirm(question, insteadUse: "look with --dry-run, then say --yes=\(count)")
    }
}
