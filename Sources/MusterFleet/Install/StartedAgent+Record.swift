import MusterModel
import MusterWire

extension StartedAgent {
    /// What the store keeps of it.
    func record(become: HostTarget.Become, at now: Timestamp) -> AgentRecord {
        let home = become == .sudo ? "/usr/local/lib/muster" : "~/.local/share/muster"
        return AgentRecord(
            version: hello.agentVersion, sha256: hash.hex, size: Int64(clamping: size),
            architecture: hello.facts.architecture, path: "\(home)/agent/\(hash.hex)/muster-agent", lastContact: now)
    }
}
