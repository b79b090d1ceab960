import ArgumentParser
import MusterModel

struct NodeStop: NodeVerb {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop nodes, and keep them stopped.",
        discussion: """
            The engine does not start them again until `node start`, or until --for is over. Their data and their \
            place under the cap stay. Youngest first.

            EXAMPLES
              muster node stop hel01/antnode0007 --for 2h
              muster node stop hel01 --count 2
              muster node stop hetzner --total 5 --youngest
            """)

    @OptionGroup var options: TouchOptions
    @OptionGroup var change: ChangeOptions
    @OptionGroup var choice: NodeChoiceOptions

    @Option(name: .customLong("for"), help: ArgumentHelp("How long it holds: 90s, 2h, 7d.", valueName: "time"))
    var span: TimeSpan?

    @OptionGroup var consent: ConsentOptions

    var work: NodeChange {
        NodeChange(
            verb: .stop, options: options, change: change, choice: choice, consent: consent, span: span?.duration)
    }
}
