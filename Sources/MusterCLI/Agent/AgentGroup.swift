import ArgumentParser

struct AgentGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent",
        abstract: "Put the agent on hosts, list it, take it away.",
        discussion: "Verbs that need the agent install it by themselves: nobody has to push it first.",
        subcommands: [AgentPush.self, AgentList.self, AgentRemove.self])
}
