import MusterModel

/// The command that takes an agent off a host.
///
/// Only the directories of agents and of pushed binaries go; nodes have copies of their own. Their parents go if nothing else is in them: on the operator's own machine
/// the fleet's database is there.
struct AgentRemoval {
    let place: AgentPlace
    let sentinel: Sentinel

    var command: String {
        RemoteScript(
            "for d in \(place.library) \(place.state); do", "rm -rf \"$d/agent\" \"$d/binary\"",
            "rmdir \"$d\" 2>/dev/null", "if [ -e \"$d/agent\" ]; then exit 1; fi", "done", sentinel.statement,
            "echo removed"
        ).command(as: place.become)
    }

    func check(_ result: CommandResult) throws {
        if sentinel.payload(of: result.output) != nil { return }
        let said = PlainText.remark(result.errors)
        throw HostFailure(
            step: "remove agent", message: said.isEmpty ? "the agent could not be removed" : said,
            fix: "remove it by hand: rm -rf \(place.library)/agent")
    }
}
