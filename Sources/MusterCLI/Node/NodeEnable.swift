import ArgumentParser
import MusterModel

struct NodeEnable: Verb {
    static let configuration = CommandConfiguration(
        commandName: "enable",
        abstract: "End what `node disable` said, and start the nodes.",
        discussion: """
            EXAMPLES
              muster node enable --node hel01/antnode0007
            """)

    @OptionGroup var options: TouchOptions
    @OptionGroup var change: ChangeOptions
    @OptionGroup var choice: NodeChoiceOptions
    @OptionGroup var consent: ConsentOptions

    private var work: NodeChange {
        NodeChange(
            verb: .enable, options: options, change: change, choice: choice, consent: consent)
    }

    func validate() throws {
        try work.check()
    }

    func run(in session: Session) async throws -> ExitStatus { try await work.run(in: session) }
}
