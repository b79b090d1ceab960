import ArgumentParser
import MusterModel

struct NodeDisable: NodeVerb {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Stop nodes so that neither boot nor another manager revives them.",
        discussion: """
            A disabled node is never picked by number and is no surplus; it keeps its ports. Only `node enable` ends it.

            EXAMPLES
              muster node disable --node hel01/antnode0007
              muster node disable --node hel01/antnode0007 --for 12h
            """)

    @OptionGroup var options: TouchOptions
    @OptionGroup var change: ChangeOptions
    @OptionGroup var choice: NodeChoiceOptions

    @Option(name: .customLong("for"), help: ArgumentHelp("How long it holds: 90s, 2h, 7d.", valueName: "time"))
    var span: TimeSpan?

    @OptionGroup var consent: ConsentOptions

    var work: NodeChange {
        NodeChange(
            verb: .disable, options: options, change: change, choice: choice, consent: consent, span: span?.duration)
    }
}
