import ArgumentParser
import MusterModel

struct NodeEnable: NodeVerb {
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

    var work: NodeChange {
        NodeChange(
            verb: .enable, options: options, change: change, choice: choice, consent: consent)
    }
}
