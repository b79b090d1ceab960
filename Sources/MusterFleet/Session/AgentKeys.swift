import MusterIO
import MusterSSH

/// The keys that ssh-agents hold, each agent asked once per run.
actor AgentKeys {
    private let loop: EventLoop
    private var asked: [String: Task<Result<[AgentIdentity], MusterSSH.AgentError>, Never>] = [:]

    init(loop: EventLoop) { self.loop = loop }

    /// A task of its own, because its answer is for all hosts of the run, not for the one that asked first.
    func identities(at socket: String) async -> Result<[AgentIdentity], MusterSSH.AgentError> {
        if let task = asked[socket] { return await task.value }
        let client = SSHAgentClient(path: socket, loop: loop)
        let task = Task { () -> Result<[AgentIdentity], MusterSSH.AgentError> in
            do throws(MusterSSH.AgentError) {
                return .success(
                    try await client.identities(abilities: LibSSH2Abilities.linked, until: .after(.seconds(5))))
            } catch {
                return .failure(error)
            }
        }
        asked[socket] = task
        return await task.value
    }
}
