import ArgumentParser
import MusterFleet
import MusterModel
import MusterPolicy

struct Teardown: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Remove every managed node of hosts; their keys stay in the archive.",
        discussion: """
            Surveys, shows every node that would go, and asks, --confirm or not. Observed nodes, the archive of keys \
            and everything outside the node storage stay. The hosts stay in the inventory: take them out, or set \
            `node_cap: 0`, or a running watch makes new nodes.

            EXAMPLES
              muster teardown attic --dry-run
              muster teardown attic --confirm
              muster teardown hel03 --confirm --yes=12
            """)

    @OptionGroup var options: TouchOptions

    @Flag(help: "Must be said.")
    var confirm = false

    @Option(help: ArgumentHelp("Only nodes of this kind of service.", valueName: "kind"))
    var service: String?

    @OptionGroup var consent: ConsentOptions

    func validate() throws {
        guard !options.hosts.words.isEmpty else { throw ValidationError("name the hosts to tear down") }
        guard confirm || consent.dryRun else {
            throw ValidationError("teardown removes nodes: say --confirm, and try --dry-run first")
        }
    }

    func run(in session: Session) async throws -> ExitStatus {
        var choice = NodeChoiceOptions()
        choice.node = []
        choice.count = .all
        choice.total = nil
        choice.oldest = false
        choice.youngest = false
        choice.service = service
        var change = ChangeOptions()
        change.all = false
        return try await NodeChange(
            name: "teardown", verb: .remove, options: options, change: change, choice: choice, consent: consent
        ).run(in: session)
    }
}
