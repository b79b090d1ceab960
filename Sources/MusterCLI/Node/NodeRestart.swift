import ArgumentParser
import MusterModel

struct NodeRestart: NodeVerb {
    static let configuration = CommandConfiguration(
        commandName: "restart",
        abstract: "Stop nodes and start them again.",
        discussion: """
            One node after the other, within `restart_spacing` and the limits above the hosts.

            EXAMPLES
              muster node restart --node hel01/antnode0007
              muster node restart attic --count all
            """)

    @OptionGroup var options: TouchOptions
    @OptionGroup var change: ChangeOptions
    @OptionGroup var choice: NodeChoiceOptions
    @OptionGroup var consent: ConsentOptions

    var work: NodeChange {
        NodeChange(
            verb: .restart, options: options, change: change, choice: choice, consent: consent)
    }
}
