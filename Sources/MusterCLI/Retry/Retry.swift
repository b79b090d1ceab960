import ArgumentParser
import MusterFleet
import MusterModel
import MusterReports
import MusterStore

struct Retry: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Do again what an earlier run did not achieve, and nothing else.",
        discussion: """
            Takes the run's verb and settings, with the hosts and nodes on which it did not come to its end. An \
            action whose outcome is unknown is first found out and done again only if it did not happen. Works for \
            the verbs that survey, install or act; `exec`, `copy` and `trust` are repeated by hand, for what they \
            were given is not kept. What a retry took over is left to that one, which is named: nothing is done twice.

            EXAMPLES
              muster history
              muster retry 5f3a09c1
              muster retry 5f3a09c1 --only unreachable --dry-run
            """)

    @Argument(help: "The run, by the beginning of its id as `history` shows it.")
    var id: String

    @Option(
        help: ArgumentHelp(
            "Outcomes to try again: failed, unreachable, unknown, leased, foreign, skipped.", valueName: "outcomes"))
    var only = "failed,unreachable,unknown"

    @OptionGroup var context: ContextOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var consent: ConsentOptions

    func validate() throws {
        for word in only.split(separator: ",") where OutcomeKind(rawValue: String(word)).map({ $0 == .ok }) ?? true {
            throw ValidationError(
                "--only takes failed, unreachable, unknown, leased, foreign and skipped, not '\(word)'")
        }
    }

    func run(in session: Session) async throws -> ExitStatus {
        let outcomes = Set(only.split(separator: ",").compactMap { OutcomeKind(rawValue: String($0)) })
        var (choice, entries) = try await missed(outcomes, in: session)
        let open = outcomes.contains(.unknown) ? entries.filter(\.state.isOpen) : []
        if !open.isEmpty {
            // A survey finds out what became of them: what was done after all is not done again.
            let hosts = Set(open.map(\.host.text)).sorted().joined(separator: ",")
            session.output.note("muster survey \(hosts)")
            _ = await Muster.run(["survey", hosts] + surroundings, in: session)
            (choice, entries) = try await missed(outcomes, in: session)
        }
        let lines = try RepeatedRun(
            choice.run, hosts: choice.hosts.filter { choice.retry(of: $0) == nil },
            entries: entries.filter { choice.retry(of: $0.host, node: $0.node) == nil }, outcomes: outcomes
        ).commandLines
        let undone = entries.filter { RepeatedRun.isMissed($0, outcomes) }
        let retries =
            choice.hosts.compactMap { choice.retry(of: $0) }
            + undone.compactMap { choice.retry(of: $0.host, node: $0.node) }
        let isDone = tell(Set(retries), of: choice.run, in: session)
        guard !lines.isEmpty else {
            session.output.note("nothing of run \(choice.run.id.prefix(8)) is left to try again")
            return isDone ? .ok : .usage
        }
        var again = session
        again.retryOf = choice.run.id
        var statuses: [ExitStatus] = []
        for line in lines {
            session.output.note("muster " + line.joined(separator: " "))
            let agreed = RepeatedRun.asks(line) ? consent.spoken : []
            statuses.append(await Muster.run(line + agreed + surroundings, in: again))
        }
        return ExitStatus.first(of: statuses)
    }

    /// Names the runs that took over what was not achieved; answers whether they achieved all of it.
    private func tell(_ retries: Set<RunRecord>, of run: RunRecord, in session: Session) -> Bool {
        for retry in retries.sorted(by: { $0.startedAt < $1.startedAt }) {
            let others = Set(retry.counts.keys).subtracting([.ok, .failed, .unreachable, .unknown])
            let words = Set(retry.counts.keys).subtracting([.ok]).map(\.rawValue).sorted().joined(separator: ",")
            let only = others.isEmpty ? "" : " --only " + words
            session.output.note(
                "run \(run.id.prefix(8)) was retried by run \(retry.id.prefix(8)), "
                    + "\(Units.age(of: retry.startedAt, at: session.now())) ago"
                    + (retry.exitCode == 0 ? "" : "; what is left of that: muster retry \(retry.id.prefix(8))\(only)"))
        }
        return retries.allSatisfy { $0.exitCode == 0 }
    }

    private func missed(
        _ outcomes: Set<OutcomeKind>, in session: Session
    ) async throws -> (RetryChoice, [LedgerEntry]) {
        let store = try context.readableStore(in: session)
        let choice = try await RetryChoice.read(run: id, only: outcomes, from: store)
        let entries = try await store.ledger(LedgerFilter(runID: choice.run.id, limit: 100_000))
        try await store.close()
        return (choice, entries)
    }

    /// What every verb takes, as this one got it.
    private var surroundings: [String] {
        var words = ["--parallel", "\(context.parallel)", "--timeout", "\(context.timeout)"]
        if let path = context.inventoryPath { words += ["--inventory", path] }
        if let path = context.databasePath { words += ["--db", path] }
        if let path = context.agentDirectory { words += ["--agent-dir", path] }
        if let path = context.sshConfigFile { words += ["--ssh-config", path] }
        for setting in context.overrides { words += ["--set", setting] }
        if output.isJSON { words.append("--json") }
        if output.quiet { words.append("--quiet") }
        if output.verbose { words.append("--verbose") }
        return words
    }
}
