import ArgumentParser
import MusterModel

struct NodeRemove: NodeVerb {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Stop nodes and remove their data; their keys are archived.",
        discussion: """
            The key goes into the archive of the node storage, from where `node restore` brings it back; --purge destroys \
            it. Nothing outside the node storage is ever deleted. Shows the plan and asks. Youngest first.

            EXAMPLES
              muster node remove --node hel01/antnode0007
              muster node remove hel01 --count 2 --dry-run
              muster node remove hel01 --count 2 --yes=2
            """)

    @OptionGroup var options: TouchOptions
    @OptionGroup var change: ChangeOptions
    @OptionGroup var choice: NodeChoiceOptions

    @Flag(help: "Destroy the keys instead of archiving them.")
    var purge = false

    @OptionGroup var consent: ConsentOptions

    var work: NodeChange {
        NodeChange(
            verb: .remove, options: options, change: change, choice: choice, consent: consent, purge: purge)
    }
}
