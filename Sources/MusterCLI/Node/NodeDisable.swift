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
              muster node disable --node hel01/antnode0007,hel02/antnode0001
            """)

    @OptionGroup var options: TouchOptions
    @OptionGroup var change: ChangeOptions
    @OptionGroup var choice: NodeChoiceOptions
    @OptionGroup var consent: ConsentOptions

    var work: NodeChange {
        NodeChange(
            verb: .disable, options: options, change: change, choice: choice, consent: consent)
    }
}
