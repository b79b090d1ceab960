import ArgumentParser
import MusterModel

struct NodeUpgrade: NodeVerb {
    static let configuration = CommandConfiguration(
        commandName: "upgrade",
        abstract: "Give nodes another program, and watch whether they stay well.",
        discussion: """
            Each node must come up with the new version and the same peer id, and hold its peers for `upgrade_hold`; \
            else the program that ran before comes back, the new one is put under quarantine for the whole fleet, and \
            the verb ends with 3 or 7. --again tries a program that is under quarantine. Oldest first.

            EXAMPLES
              muster node upgrade hel01 --count 1 --binary ./antnode --version 0.4.18
              muster node upgrade hetzner --count all --host-binary /usr/local/bin/antnode
              muster node upgrade hel01 --count 1 --binary ./antnode --again
            """)

    @OptionGroup var options: TouchOptions
    @OptionGroup var change: ChangeOptions
    @OptionGroup var choice: NodeChoiceOptions
    @OptionGroup var binary: BinaryOptions

    @Flag(help: "Try a program that is under quarantine, which ends it.")
    var again = false

    @OptionGroup var consent: ConsentOptions

    var work: NodeChange {
        NodeChange(
            verb: .upgrade, options: options, change: change, choice: choice, consent: consent, binary: binary,
            again: again)
    }
}
