import Glibc
import MusterIO
import MusterModel

extension SSHError {
    package var message: String {
        switch self {
        case .notResolved(let name, let detail): "cannot resolve \(name): \(detail)"
        case .notConnected(let failures): Self.describe(failures)
        case .timedOut(let step): "no answer in time (\(step.rawValue))"
        case .cancelled(let step): "cancelled (\(step.rawValue))"
        case .dropped(let said) where said.isEmpty: "the server hung up before its banner"
        case .dropped(let said): "the server hung up before its banner and said: \(said)"
        case .notSSH(let said): "this is no SSH server; it said: \(said)"
        case .noCommonAlgorithm(let kind, let ours, let theirs):
            "no common \(kind.rawValue) algorithm: the server offers \(Self.list(theirs)), we offer \(Self.list(ours))"
        case .keyExchangeFailed(let detail): "the key exchange failed: \(detail)"
        case .hostKey(let error): error.message
        case .denied(let denial): Self.describe(denial)
        case .tooManyAttempts(let tried): "the server hung up after too many keys: \(Self.list(tried))"
        case .signing(let error): error.message
        case .hungUp(let step): "the server hung up (\(step.rawValue))"
        case .dismissed(let step, let said): "the server hung up (\(step.rawValue)) and said: \(said)"
        case .broken(let step, let error):
            "the connection broke (\(step.rawValue)): \(SystemError.describe(error.code))"
        case .channelRefused(let detail): "the server refused another channel: \(detail)"
        case .commandRefused: "the server refused to start the command"
        case .tunnelRefused(let target, let detail): "the relay cannot reach \(target): \(detail)"
        case .noAnswer(let output) where output.isEmpty: "the host's shell ended without starting the command"
        case .noAnswer(let output): "the host's shell did not start the command and said: \(output)"
        case .protocolViolation(let step, let code, let detail):
            "\(step.rawValue) failed: \(detail) (libssh2 \(code))"
        case .closed: "the session was closed"
        case .local(let error): error.message
        }
    }

    package var fix: String? {
        switch self {
        case .notResolved: "check the name, or give the host's addresses in the inventory"
        case .notConnected(let failures) where failures.contains { $0.cause?.code == ECONNREFUSED }:
            "check that sshd runs there and on which port it listens"
        case .notConnected: "check that the host is up and its address and firewall are right"
        case .timedOut(.connect), .timedOut(.banner): "check that the host is up, or allow more with --timeout"
        case .timedOut(.openChannel), .timedOut(.startCommand):
            "log in by hand and look at what holds the login up there, or allow more with --timeout"
        case .timedOut: "allow more with --timeout"
        case .dropped: "wait and retry; if it stays, look at MaxStartups, PerSourcePenalties and the host's sshd log"
        case .notSSH: "check the port in the inventory"
        case .noCommonAlgorithm(let kind, _, let theirs): Self.fix(for: kind, theirs)
        case .hostKey(let error): error.fix
        case .denied(let denial) where denial.rsaUnusable:
            "use an ed25519 key; RSA keys need libssh2 1.11 or later, because OpenSSH 8.8 refuses what 1.10 signs"
        case .denied(let denial):
            "add a public key to ~\(denial.user)/.ssh/authorized_keys on the host, or name another"
        case .tooManyAttempts: "name the right key with IdentityFile and IdentitiesOnly, or raise MaxAuthTries there"
        case .signing(let error): error.fix
        case .channelRefused: "raise MaxSessions in the host's sshd_config"
        case .commandRefused: "look for ForceCommand or command= in the host's sshd_config and authorized_keys"
        case .tunnelRefused: "check AllowTcpForwarding on the relay, and the address as the relay sees it"
        case .noAnswer: "log in by hand and look at the account's shell and its start-up files"
        case .local(let error): error.fix
        default: nil
        }
    }

    /// What libssh2 1.10 lacks, and what a server can do about it.
    private static func fix(for kind: AlgorithmKind, _ theirs: [String]) -> String {
        switch kind {
        case .hostKey where theirs.contains { $0.contains("rsa") }:
            "add an ed25519 host key (`ssh-keygen -A` on the host), or use libssh2 1.11 or later"
        case .cipher: "allow aes256-ctr in Ciphers of the host's sshd_config, or use libssh2 1.11 or later"
        case .mac: "allow hmac-sha2-256 in MACs of the host's sshd_config, or use libssh2 1.11 or later"
        case .hostKey: "give the host an ed25519 host key"
        case .keyExchange: "allow curve25519-sha256 in KexAlgorithms of the host's sshd_config"
        }
    }

    private static func describe(_ failures: [ConnectFailure]) -> String {
        let parts = failures.map { failure in
            "\(failure.address): \(failure.cause.map { SystemError.describe($0.code) } ?? "no answer in time")"
        }
        return parts.isEmpty ? "cannot connect: the host has no address" : "cannot connect to \(list(parts))"
    }

    private static func describe(_ denial: AccessDenial) -> String {
        let tried = denial.tried.isEmpty ? "no usable key" : "tried \(list(denial.tried))"
        let methods = denial.methods.isEmpty ? "" : "; the server accepts \(list(denial.methods))"
        return "the server refused \(denial.user): \(tried)\(methods)"
    }

    private static func list(_ parts: [String]) -> String { parts.isEmpty ? "nothing" : parts.joined(separator: ", ") }
}
