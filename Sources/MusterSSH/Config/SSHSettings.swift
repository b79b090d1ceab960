/// What the SSH configuration says about one host.
package struct SSHSettings: Hashable, Sendable {
    package enum AddressFamily: String, Hashable, Sendable {
        case any
        case inet
        case inet6
    }

    package enum Agent: Hashable, Sendable {
        /// The one that `SSH_AUTH_SOCK` names.
        case environment
        case none
        case socket(path: String)
    }

    /// `StrictHostKeyChecking`; Muster never adds or accepts a key unasked, whatever it says.
    package enum HostKeyChecking: String, Hashable, Sendable {
        case yes
        case ask
        case acceptNew
        case no
    }

    /// A name or address, to be resolved.
    package var hostName: String
    package var user: String
    package var port: UInt16
    /// In the order in which to offer them.
    package var identityFiles: [String]
    package var identitiesOnly: Bool
    package var agent: Agent
    /// As in `[user@]host[:port]`, the first one nearest to us.
    package var proxyJump: [String]
    /// The first one is where new keys go.
    package var userKnownHostsFiles: [String]
    package var globalKnownHostsFiles: [String]
    package var hostKeyChecking: HostKeyChecking
    package var hashKnownHosts: Bool
    package var checkHostIP: Bool
    /// Stands for name and port in known_hosts.
    package var hostKeyAlias: String?
    package var addressFamily: AddressFamily
    package var connectTimeout: Duration?

    /// What OpenSSH assumes where no file says anything.
    package init(host: String, user: String, home: String) {
        hostName = host
        self.user = user
        port = 22
        identityFiles = ["id_ed25519", "id_ecdsa", "id_rsa"].map { "\(home)/.ssh/\($0)" }
        identitiesOnly = false
        agent = .environment
        proxyJump = []
        userKnownHostsFiles = ["known_hosts", "known_hosts2"].map { "\(home)/.ssh/\($0)" }
        globalKnownHostsFiles = ["/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"]
        hostKeyChecking = .ask
        hashKnownHosts = false
        checkHostIP = false
        hostKeyAlias = nil
        addressFamily = .any
        connectTimeout = nil
    }

    /// Under which name known_hosts is asked.
    package var hostKeyName: HostKeyName {
        hostKeyAlias.map(HostKeyName.init(alias:)) ?? HostKeyName(host: hostName, port: port)
    }

    package var knownHostsFiles: [String] { userKnownHostsFiles + globalKnownHostsFiles }
}
