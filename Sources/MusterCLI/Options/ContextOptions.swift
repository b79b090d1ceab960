package import ArgumentParser

/// Where the fleet is written down and kept, and how hosts are reached; the same for every verb.
package struct ContextOptions: ParsableArguments {
    @Option(
        name: .customLong("inventory"),
        help: ArgumentHelp(
            "Inventory file or directory.", discussion: "Default: ./inventory, else the user's own.", valueName: "path")
    )
    package var inventoryPath: String?

    @Option(name: .customLong("db"), help: ArgumentHelp("Database of the fleet.", valueName: "path"))
    package var databasePath: String?

    @Option(help: ArgumentHelp("Hosts worked on at once.", valueName: "n"))
    package var parallel: Int = 64

    @Option(help: ArgumentHelp("Longest time for one host, such as 30s or 5m.", valueName: "time"))
    package var timeout: TimeSpan = TimeSpan(.seconds(60))

    @Option(name: .customLong("agent-dir"), help: ArgumentHelp("Directory of the agent's binaries.", valueName: "path"))
    package var agentDirectory: String?

    @Option(
        name: .customLong("ssh-config"),
        help: ArgumentHelp("SSH configuration in place of ~/.ssh/config, as ssh -F.", valueName: "file"))
    package var sshConfigFile: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "A policy setting for this run, above the inventory's: cpu_remove=60, antnode.node_cap=30.",
            valueName: "key=value"))
    package var overrides: [String] = []

    package init() {}

    package func validate() throws {
        guard (1...4096).contains(parallel) else {
            throw ValidationError("--parallel must be from 1 to 4096, not \(parallel)")
        }
        guard timeout.duration > .zero else { throw ValidationError("--timeout must be more than nothing") }
    }
}
