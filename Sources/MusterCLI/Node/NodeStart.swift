import ArgumentParser
import MusterModel

struct NodeStart: NodeVerb {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Start nodes that stand still.",
        discussion: """
            Ends what an earlier `node stop` said: the nodes should run from now on. Oldest first.

            EXAMPLES
              muster node start --node hel01/antnode0007
              muster node start hel01 --count all
            """)

    @OptionGroup var options: TouchOptions
    @OptionGroup var change: ChangeOptions
    @OptionGroup var choice: NodeChoiceOptions
    @Flag(help: "Start nodes whose program is under quarantine too.")
    var again = false

    @OptionGroup var consent: ConsentOptions

    var work: NodeChange {
        NodeChange(
            verb: .start, options: options, change: change, choice: choice, consent: consent,
            again: again)
    }
}
