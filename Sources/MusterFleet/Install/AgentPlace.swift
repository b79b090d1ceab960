package import MusterModel

/// Where agents live on a host: below a directory named by the hash of their bytes.
///
/// The second push of the same bytes sends nothing, versions never collide, and going back is a path.
package struct AgentPlace: Hashable, Sendable {
    package let become: HostTarget.Become

    package init(become: HostTarget.Become) { self.become = become }

    /// The directory of all versions, as a shell word that may hold `$HOME`.
    var library: String {
        switch become {
        case .none: "\"$HOME\"/.local/share/muster"
        case .sudo: "/usr/local/lib/muster"
        }
    }

    /// What an agent keeps between two connections, as a shell word that may hold `$HOME`.
    var state: String {
        switch become {
        case .none: "\"$HOME\"/.local/state/muster"
        case .sudo: "/var/lib/muster"
        }
    }

    /// The nearest directory that must exist already.
    var root: String {
        switch become {
        case .none: "\"$HOME\""
        case .sudo: "/usr/local"
        }
    }

    func directory(of hash: AgentHash) -> String { "\(library)/agent/\(hash.hex)" }
    func program(of hash: AgentHash) -> String { "\(directory(of: hash))/muster-agent" }
}

/// SHA-256 of an agent's bytes.
package struct AgentHash: Hashable, Sendable, CustomStringConvertible {
    /// 64 lower-case hexadecimal digits, so that it can stand in a shell script and a path.
    package let hex: String

    package init?(hex: some StringProtocol) {
        let digits = hex.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        guard hex.utf8.count == 64, digits else { return nil }
        self.hex = String(hex)
    }

    package var description: String { String(hex.prefix(12)) }
}
