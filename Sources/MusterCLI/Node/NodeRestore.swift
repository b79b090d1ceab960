import ArgumentParser
import MusterModel

struct NodeRestore: Verb {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make a node of an archived key: the node that was removed comes back as itself.",
        discussion: """
            `muster archive list HOST` names the keys that a host keeps. The node gets its own number where no other \
            node has it, else a free one, and the number's ports; its peer id is the old one.

            EXAMPLES
              muster archive list hel01
              muster node restore hel01 --identity antnode0007-1795273579-5589d42d
            """)

    @OptionGroup var options: TouchOptions

    @Option(help: ArgumentHelp("The key, by its name in the archive.", valueName: "name"))
    var identity: String

    @Option(help: ArgumentHelp("Kind of service of the node.", valueName: "kind"))
    var service: String?

    @OptionGroup var binary: BinaryOptions
    @OptionGroup var consent: ConsentOptions

    func validate() throws {
        guard !options.hosts.words.isEmpty else { throw ValidationError("name the host that keeps the key") }
        try NodeChange.checkKeyName(identity)
    }

    func run(in session: Session) async throws -> ExitStatus {
        var choice = NodeChoiceOptions()
        choice.node = []
        choice.count = .number(1)
        choice.total = nil
        choice.oldest = false
        choice.youngest = false
        choice.service = service
        var change = ChangeOptions()
        change.all = false
        return try await NodeChange(
            verb: .restore, options: options, change: change, choice: choice, consent: consent, binary: binary,
            identity: identity
        ).run(in: session)
    }
}
