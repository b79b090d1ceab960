import ArgumentParser

struct NodeGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "node",
        abstract: "Change nodes by hand: each verb looks first, shows its plan, and acts on managed nodes only.",
        discussion: """
            Every verb says which nodes: --node HOST/NODE,…, --count N|all on each host, or --total N over all of \
            them. `where CONDITION` is decided on the survey that the verb makes. --dry-run shows the plan.
            """,
        subcommands: [
            NodeAdd.self, NodeStart.self, NodeStop.self, NodeRestart.self, NodeUpgrade.self, NodeRemove.self,
            NodeRestore.self, NodeDisable.self, NodeEnable.self, NodeClear.self,
        ])
}
