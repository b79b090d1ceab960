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
            "release", options, consent, on: meant.hosts, in: session)
        let round = ReleaseRound(acting: acting, names: meant.names, givesBack: !keepOut)
        let releases = try await round.plans(on: meant.hosts)
        options.output.write(to: session.output) {
            releases.map(\.text).joined(separator: "\n")
        } json: {
            JSON.array(releases.map(\.json)).prettyText
        }
        let nodes = releases.reduce(0) { $0 + $1.nodes.count }
        guard !consent.dryRun else { return .ok }
        if let agreed = consent.agreed, agreed != nodes {
            throw CommandError.changed("\(nodes) nodes would be released now, not \(agreed)")
        }
        if !consent.yes, consent.agreed == nil, releases.contains(where: { !$0.isEmpty }) {
            guard try session.confirm("release \(nodes) nodes?", insteadUse: "say --yes=\(nodes)") else {
                throw CommandError.refused
            }
        }
        let results = try await round.carryOut(releases)
        let held = releases.contains { !$0.busy.isEmpty }
        return try await acting.finish(
            results, held ? [Plan(host: meant.hosts[0], at: session.now(), guards: [Guard(.openOutcome, "")])] : [])
    }
}
