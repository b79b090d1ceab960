import ArgumentParser
import MusterFleet
import MusterIO
import MusterInventory
import MusterModel
import MusterPolicy
import MusterReports
import MusterStore

struct Adopt: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Take nodes that are there into management; shown first, asked once, undone by `release`.",
        discussion: """
            Surveys, shows which nodes become managed and what shall be of each, and asks. A living anm or wnm is \
            taken out of work first: its cron line is removed, with a copy kept on the host, and its running cycle \
            is waited for. Its settings are printed as a file of the inventory (--write FILE writes it), ages and \
            disabled nodes are taken over. Nodes, their files and /var/antctl/config are not touched.

            From then on `apply`, `watch` and `node` may act on these nodes: write their limits into the inventory \
            first, and look at `muster plan`.

            EXAMPLES
              muster adopt hel01 --dry-run
              muster adopt s00 --write inventory-of-s00.yml
              muster adopt hel01/antnode0007 hel01/antnode0008
              muster adopt --all --yes
            """)

    @OptionGroup var options: TouchOptions
    @OptionGroup var change: ChangeOptions

    @Option(help: ArgumentHelp("Write the other manager's settings to this file.", valueName: "file"))
    var write: String?

    @OptionGroup var consent: ConsentOptions

    func validate() throws { try change.check(options.hosts) }

    func run(in session: Session) async throws -> ExitStatus {
        if let write, (try? FileInfo.of(write, followingLinks: false)) != nil {
            throw CommandError.exists(write, fix: "choose another name")
        }
        let inventory = try options.context.inventory(in: session)
        let meant = try NodeWords(options.hosts).meant(in: inventory)
        let acting = try await ActingRun.begin(
            "adopt", saying: change.spoken, options, consent, on: meant.hosts, in: session)
        return try await acting.concluding {
            try await adopt(acting, AdoptionRound(acting: acting, names: meant.names))
        }
    }

    private func adopt(_ acting: ActingRun, _ work: AdoptionRound) async throws -> ExitStatus {
        let session = acting.session
        let surveyed = await acting.survey()
        let adoptions = try await work.plans(for: surveyed)
        // JSON is one document: what was done, or what would be.
        if consent.dryRun || !options.output.isJSON { show(adoptions, in: session) }
        try hand(adoptions, in: session)
        guard !consent.dryRun else {
            let isHeldBack = adoptions.contains { $0.isForbidden || work.refuses($0) }
            return try await acting.run.finish(surveyed, also: isHeldBack ? [.stopped] : [])
        }
        guard !acting.run.isInterrupted else { return try await acting.run.finish(surveyed) }
        let allowed = adoptions.filter { !$0.isForbidden }
        let nodes = allowed.reduce(0) { $0 + $1.plan.nodes.count }
        guard try agrees(nodes, hosts: allowed.count, in: session) else { throw CommandError.refused }
        let results = try await work.carryOut(adoptions, after: surveyed)
        await acting.lookAgain(at: results)
        let plans = adoptions.map { adoption in
            // Nodes that were not named may well stay as they are.
            let refused = work.refuses(adoption) ? adoption.plan.refused : []
            return Plan(host: adoption.plan.host, at: session.now(), deferred: refused, guards: adoption.plan.guards)
        }
        if nodes > 0, !options.output.quiet {
            session.output.note("undo it with: muster release \(options.hosts.words.isEmpty ? "--all" : words)")
        }
        return try await acting.finish(results, plans) { !$0.guards.isEmpty || $0.leavesSomething }
    }

    private var words: String { options.hosts.spoken.map(PlainText.printable).joined(separator: " ") }

    private func agrees(_ nodes: Int, hosts: Int, in session: Session) throws -> Bool {
        if let agreed = consent.agreed, agreed != nodes {
            throw CommandError.changed("\(Units.count(nodes, "node")) would be adopted now, not \(agreed)")
        }
        if consent.yes || consent.agreed != nil || hosts == 0 { return true }
        return try session.confirm(
            nodes == 0
                ? "adopt \(Units.count(hosts, "host")), and no further node?"
                : "adopt \(Units.count(nodes, "node")) on \(Units.count(hosts, "host"))?",
            insteadUse: "look with --dry-run, then say --yes" + (nodes == 0 ? "" : "=\(nodes)"))
    }

    private func show(_ adoptions: [HostAdoption], in session: Session) {
        options.output.write(to: session.output) {
            AdoptionTable.text(adoptions.map(\.plan))
        } json: {
            JSON.array(adoptions.map { AdoptionTable.json($0.plan) }).prettyText
        }
    }

    /// Prints or writes what the managers before were told.
    private func hand(_ adoptions: [HostAdoption], in session: Session) throws {
        let found = adoptions.filter { !$0.files.settings.policy.isEmpty }
        for adoption in adoptions {
            for warning in adoption.files.settings.warnings {
                session.output.note("\(adoption.plan.host): \(warning.text)")
            }
            for node in adoption.strangers {
                session.output.note(
                    "\(adoption.plan.host): \(PlainText.printable(node)) earns for another address than wnm wrote down")
            }
        }
        guard !found.isEmpty else { return }
        let imported = try ImportedSettings.inventory(
            of: found.map { ($0.plan.host, $0.files.settings) }, from: "the managers before")
        for mistake in imported.mistakes { session.output.note(mistake.text) }
        if let write {
            try File.writeAtomically(write, Array(imported.text.utf8))
            session.output.note("wrote \(write): take its settings into the inventory before anything acts")
        } else {
            session.output.note("take these settings into the inventory before anything acts:")
            if options.output.isJSON { session.output.note(imported.text) } else { session.output.write(imported.text) }
        }
    }
}
