import ArgumentParser
import MusterFleet
import MusterModel
import MusterReports
import MusterStore

struct Release: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Give nodes out of management: they go on as they are, and nothing acts on them any more.",
        discussion: """
            Undoes `adopt`. Released as a whole, a host on which anm or wnm was taken out of work gets its cron line \
            back from the copy, unless --keep-out says no. Nodes with an action on its way stay managed: see \
            `muster history`.

            EXAMPLES
              muster release hel01
              muster release hel01/antnode0007
              muster release s00 --keep-out --yes
            """)

    @OptionGroup var options: TouchOptions
    @OptionGroup var change: ChangeOptions

    @Flag(help: "Leave the manager that was there before out of work.")
    var keepOut = false

    @OptionGroup var consent: ConsentOptions

    func validate() throws { try change.check(options.hosts) }

    func run(in session: Session) async throws -> ExitStatus {
        let inventory = try options.context.inventory(in: session)
        let meant = try NodeWords(options.hosts).meant(in: inventory)
        let acting = try await ActingRun.begin(
            "release", saying: change.spoken, options, consent, on: meant.hosts, in: session)
        return try await acting.concluding {
            try await release(
                meant.hosts, by: ReleaseRound(acting: acting, names: meant.names, givesBack: !keepOut), acting)
        }
    }

    private func release(_ hosts: [HostName], by round: ReleaseRound, _ acting: ActingRun) async throws -> ExitStatus {
        let session = acting.session
        let releases = try await round.plans(on: hosts)
        // JSON is one document: what was done, or what would be.
        if consent.dryRun || !options.output.isJSON {
            options.output.write(to: session.output) {
                releases.map(\.text).joined(separator: "\n")
            } json: {
                JSON.array(releases.map(\.json)).prettyText
            }
        }
        let nodes = releases.reduce(0) { $0 + $1.nodes.count }
        if let agreed = consent.agreed, agreed != nodes {
            throw CommandError.changed("\(Units.count(nodes, "node")) would be released now, not \(agreed)")
        }
        let asks = !consent.yes && consent.agreed == nil && !consent.dryRun && releases.contains { !$0.isEmpty }
        if asks,
            !(try session.confirm(
                "release \(Units.count(nodes, "node"))?", insteadUse: nodes == 0 ? "say --yes" : "say --yes=\(nodes)"))
        {
            throw CommandError.refused
        }
        if consent.dryRun { return try await acting.run.finish(releases.map(\.untouched)) }
        let results = try await round.carryOut(releases)
        await acting.lookAgain(at: results)
        if nodes > 0, !options.output.quiet {
            let words = options.hosts.words.isEmpty ? "--all" : options.hosts.spoken.joined(separator: " ")
            session.output.note("undo it with: muster adopt \(PlainText.printable(words))")
        }
        let busy = releases.filter { !$0.busy.isEmpty }.map { Plan(host: $0.host, at: session.now()) }
        return try await acting.finish(results, busy) { _ in true }
    }
}
