package import MusterIO
import MusterModel

/// Why there is no session with a host, or why a session did not do what it should.
package enum SSHError: UserFacingError, Hashable {
    /// The name has no address; `detail` is the resolver's.
    case notResolved(name: String, detail: String)
    /// No address could be connected to.
    case notConnected([ConnectFailure])
    case timedOut(SSHStep)
    case cancelled(SSHStep)
    /// The server hung up before its banner; `said` is what it sent instead.
    case dropped(said: String)
    /// What answers is no SSH server.
    case notSSH(said: String)
    case noCommonAlgorithm(AlgorithmKind, ours: [String], theirs: [String])
    case keyExchangeFailed(detail: String)
    case hostKey(HostKeyError)
    case denied(AccessDenial)
    case tooManyAttempts(tried: [String])
    case signing(SigningError)
    /// The connection ended without a word.
    case hungUp(SSHStep)
    /// The server said that it is parting.
    case dismissed(SSHStep, said: String)
    case broken(SSHStep, SystemError)
    case channelRefused(detail: String)
    /// The server would not start the command: a forced command, or no right to run any.
    case commandRefused
    case tunnelRefused(to: String, detail: String)
    /// The command's shell never said that it began.
    case noAnswer(output: String)
    case protocolViolation(SSHStep, code: Int32, detail: String)
    /// We closed the session ourselves.
    case closed
    case local(SystemError)

    /// One address, and what came of it; `nil` if nothing had come by the deadline.
    package struct ConnectFailure: Hashable, Sendable {
        package var address: SocketAddress
        package var cause: SystemError?
    }

    /// Which keys were offered, what the server would take instead, and what else may explain it.
    package struct AccessDenial: Hashable, Sendable {
        package var user: String
        package var tried: [String]
        /// As the server names them.
        package var methods: [String]
        /// An RSA key was tried or left out, and this libssh2 cannot sign it as today's servers demand.
        package var rsaUnusable: Bool
    }

    init(_ error: WaitError, during step: SSHStep) {
        self = error == .cancelled ? .cancelled(step) : .timedOut(step)
    }

    init(_ error: ResolveError) {
        switch error {
        case .noSuchHost(let name): self = .notResolved(name: name, detail: "there is no such host")
        case .failed(let name, let reason): self = .notResolved(name: name, detail: reason)
        case .timedOut: self = .timedOut(.resolve)
        case .cancelled: self = .cancelled(.resolve)
        }
    }

    init(_ error: IOError, during step: SSHStep) {
        switch error {
        case .timedOut: self = .timedOut(step)
        case .cancelled: self = .cancelled(step)
        case .system(let error): self = .broken(step, error)
        }
    }
}

extension SSHError {
    /// Where it happened, in a few words.
    package var step: String { place.rawValue }

    package var place: SSHStep {
        switch self {
        case .notResolved: .resolve
        case .notConnected: .connect
        case .timedOut(let step), .cancelled(let step), .hungUp(let step): step
        case .dismissed(let step, _), .broken(let step, _), .protocolViolation(let step, _, _): step
        case .dropped, .notSSH: .banner
        case .noCommonAlgorithm, .keyExchangeFailed: .keyExchange
        case .hostKey: .hostKey
        case .denied, .tooManyAttempts, .signing: .authenticate
        case .channelRefused, .closed, .tunnelRefused, .local: .openChannel
        case .commandRefused: .startCommand
        case .noAnswer: .command
        }
    }

    /// No authenticated session came about, or it broke; otherwise the host was reached and said no.
    package var isUnreachable: Bool {
        switch self {
        case .channelRefused, .commandRefused, .tunnelRefused, .noAnswer, .cancelled, .local: false
        case .timedOut(let step): step != .command && step != .transfer
        default: true
        }
    }

    /// Trying again may help, as long as no command has begun.
    package var isTransient: Bool {
        switch self {
        case .dropped, .hungUp, .dismissed, .broken, .notConnected: place != .command && place != .transfer
        case .timedOut(let step): step == .connect || step == .banner || step == .keyExchange
        default: false
        }
    }
}
