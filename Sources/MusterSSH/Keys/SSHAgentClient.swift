package import MusterIO

/// Speaks the agent protocol (draft-miller-ssh-agent) with whoever listens on a Unix socket.
///
/// Each request has a connection of its own, so that one that waits for a touch or a confirmation holds up no other.
package struct SSHAgentClient: Sendable {
    private let path: String
    private let loop: EventLoop

    /// `path` is the value of `SSH_AUTH_SOCK` or of `IdentityAgent`.
    package init(path: String, loop: EventLoop) {
        self.path = path
        self.loop = loop
    }

    /// The keys that the agent holds and that can log in with a libssh2 of these abilities, in the agent's order.
    ///
    /// Certificates are left out: libssh2 1.10 sends wrong signatures with those of ed25519 keys.
    package func identities(
        abilities: LibSSH2Abilities, until deadline: Deadline
    ) async throws(AgentError) -> [AgentIdentity] {
        let answer = try await ask(AgentMessage.requestIdentities, until: deadline)
        guard let identities = AgentMessage.identities(in: answer) else { throw .garbage(path: path) }
        return identities.compactMap { identity in
            guard abilities.canSign(with: identity.key.type) else { return nil }
            return AgentIdentity(publicKey: identity.key, origin: identity.comment, client: self)
        }
    }

    func sign(
        _ request: [UInt8], with identity: AgentIdentity, until deadline: Deadline
    ) async throws(SigningError) -> [UInt8] {
        let key = identity.publicKey
        let algorithm = key.type == .rsa ? AuthenticationRequest.algorithm(in: request) : key.type.name
        guard let algorithm else { throw .failed(origin: identity.origin) }
        let answer: [UInt8]
        do throws(AgentError) {
            answer = try await ask(AgentMessage.sign(request, key: key, algorithm: algorithm), until: deadline)
        } catch {
            throw .agent(error)
        }
        switch AgentMessage.signature(in: answer, algorithm: algorithm) {
        case .signature(let bytes): return bytes
        case .declined: throw .declined(origin: identity.origin)
        case .garbage: throw .agent(.garbage(path: path))
        }
    }

    private func ask(_ request: [UInt8], until deadline: Deadline) async throws(AgentError) -> [UInt8] {
        let socket = try await connect(until: deadline)
        var answer = AgentAnswer()
        do throws(IOError) {
            try await loop.write(socket.raw, request, until: deadline)
            while answer.isIncomplete {
                let bytes = try await loop.read(socket.raw, upTo: 4096, until: deadline)
                if bytes.isEmpty { break }
                answer.append(bytes)
            }
        } catch {
            throw agentError(error)
        }
        guard let message = answer.message else { throw .garbage(path: path) }
        return message
    }

    /// A full backlog, as when many hosts ask at once, empties soon.
    private func connect(until deadline: Deadline) async throws(AgentError) -> Descriptor {
        guard let address = SocketAddress(unixPath: path) else {
            throw .unreachable(path: path, reason: "a socket cannot have that path")
        }
        while true {
            do throws(IOError) {
                return try await Socket.connect(to: address, until: deadline, on: loop)
            } catch {
                guard case .system(let reason) = error, reason.isTryAgain else { throw agentError(error) }
            }
            do throws(WaitError) {
                try await loop.sleep(until: min(deadline, loop.now + Self.pause))
            } catch {
                throw agentError(IOError(error))
            }
            if loop.now >= deadline { throw .timedOut(path: path) }
        }
    }

    private func agentError(_ error: IOError) -> AgentError {
        switch error {
        case .timedOut: .timedOut(path: path)
        case .cancelled: .cancelled
        case .system(let error): .unreachable(path: path, reason: SystemError.describe(error.code))
        }
    }

    /// Before a connection that found the backlog full is tried again.
    private static let pause: Duration = .milliseconds(10)
}

/// A key that an agent keeps, and signs with when asked.
package struct AgentIdentity: Signer, CustomStringConvertible {
    package let publicKey: PublicKey
    package let origin: String
    let client: SSHAgentClient

    package func sign(_ request: [UInt8], until deadline: Deadline) async throws(SigningError) -> [UInt8] {
        try await client.sign(request, with: self, until: deadline)
    }

    package var description: String { "\(publicKey.type) \(publicKey.fingerprint) (ssh-agent: \(origin))" }
}
