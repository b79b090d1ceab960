import ArgumentParser
import MusterModel

struct NodeAdd: NodeVerb {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Make new nodes.",
        discussion: """
            Numbers, ports and the address that each node earns for follow from the policy; `rewards_address` must be \
            written. The program comes from --binary, --host-binary or the policy's `antnode_path`. A node that is \
            made stays managed. Limits above the hosts and `node_cap` count here too.

            EXAMPLES
              muster node add hel01 --count 2 --binary ./antnode --dry-run
              muster node add hetzner --total 10 --binary ./antnode
              muster node add attic --count 1 --identity antnode0007-1795273579-5589d42d
            """)

    @OptionGroup var options: TouchOptions
    @OptionGroup var change: ChangeOptions
    @OptionGroup var choice: NodeChoiceOptions
    @OptionGroup var binary: BinaryOptions

    @Option(
        help: ArgumentHelp("The archived key that the node gets, by its name in `archive list`.", valueName: "name"))
    var identity: String?

    @Flag(help: "Make nodes of a program that is under quarantine too, which ends it.")
    var again = false

    @OptionGroup var consent: ConsentOptions

    var work: NodeChange {
        NodeChange(
            verb: .add, options: options, change: change, choice: choice, consent: consent, binary: binary,
            identity: identity, again: again)
    }

    func validate() throws {
        try work.check()
        guard identity == nil || choice.count == .number(1) || choice.total == 1 else {
            throw ValidationError("an archived key is for one node: say --count 1")
        }
        guard choice.node.isEmpty, choice.count != .all else {
            throw ValidationError("say how many: --count N on each host, or --total N")
        }
    }
}
