package import MusterIO
import MusterModel

/// Why the SSH configuration of a host cannot be followed.
package enum SSHConfigError: Error, Hashable, UserFacingError {
    /// It could be taken for an option, or holds what no host name has.
    case badName(String)
    case proxyCommand(host: String)
    /// A setting by which keys are refused, and which Muster cannot read.
    case revokedHostKeys(host: String, path: String)
    case notResolved(host: String, CommandError)
    /// `ssh -G` did not like the configuration.
    case refused(host: String, reason: String)
    /// There is a configuration, but no `ssh` to read it.
    case noProgram(files: [String])

    package var message: String {
        switch self {
        case .badName(let name): "\(String(reflecting: name)) is no host name"
        case .proxyCommand(let host):
            "the SSH configuration reaches \(host) through a ProxyCommand, which Muster does not run"
        case .revokedHostKeys(let host, let path):
            "the SSH configuration of \(host) names revoked host keys in \(path), which Muster cannot read"
        case .notResolved(let host, let error): "cannot read the SSH configuration of \(host): \(error.message)"
        case .refused(let host, let reason): "ssh cannot read the configuration of \(host): \(reason)"
        case .noProgram(let files):
            "there is no ssh program to read \(files.joined(separator: ", ")); only the inventory counts"
        }
    }

    package var fix: String? {
        switch self {
        case .badName: "correct the name in the inventory"
        case .proxyCommand: "use `ProxyJump` in its place, or name the relay as `via` in the inventory"
        case .revokedHostKeys: "list the keys as `@revoked` lines in known_hosts"
        case .notResolved(_, let error): error.fix
        case .refused(let host, _): "run `ssh -G \(host)` and correct what it complains about"
        case .noProgram: "install the OpenSSH client"
        }
    }
}
