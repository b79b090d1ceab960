package import MusterIO
package import MusterModel
package import MusterSSH

/// Opens SSH sessions to the hosts of an inventory, directly or through relays whose sessions are shared.
package actor SSHHostDialer: HostDialer {
    /// What reaching hosts needs from the operator's side.
    package struct Surroundings: Sendable {
        package var dialer: SSHDialer
        package var config: SSHConfig
        package var keyFiles: KeyFiles
        /// Value of `SSH_AUTH_SOCK`, if there is an agent.
        package var agentSocket: String?
        package var password: String?
        package var randomness: Randomness

        package init(
            dialer: SSHDialer, config: SSHConfig, keyFiles: KeyFiles, agentSocket: String?, password: String?,
            randomness: Randomness
        ) {
            self.dialer = dialer
            self.config = config
            self.keyFiles = keyFiles
            self.agentSocket = agentSocket
            self.password = password
            self.randomness = randomness
        }
    }

    let surroundings: Surroundings
    /// The whole inventory: relays are looked up here.
    let hosts: [HostName: HostTarget]
    let lastAddresses: [HostName: String]
    private let gate: DialGate
    private let trust = TrustTable()
    private let agents: AgentKeys
    private var relays: [SSHRoute.Relay: Task<SSHConnection, any Error>] = [:]

    var config: SSHConfig { surroundings.config }

    /// - Parameter lastAddresses: where each host answered last; tried first.
    package init(
        _ surroundings: Surroundings, hosts: [HostTarget], lastAddresses: [HostName: String], dialWidth: Int = 48
    ) {
        self.surroundings = surroundings
        self.hosts = Dictionary(hosts.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.lastAddresses = lastAddresses
        gate = DialGate(width: dialWidth)
        agents = AgentKeys(loop: surroundings.dialer.loop)
    }

    package func session(to host: HostTarget, until deadline: Deadline) async throws -> any HostSession {
        let route = try await route(to: host, until: deadline)
        let (connection, address) = try await retrying(until: deadline) {
            try await self.connect(along: route, until: deadline)
        }
        return SSHHostSession(
            connection: connection, address: address, randomness: surroundings.randomness)
    }

    package func close() async {
        let shared = relays.values
        relays = [:]
        for relay in shared {
            relay.cancel()
            if let connection = try? await relay.value { await connection.close() }
        }
        await config.save()
    }

    /// The key that a host shows, for `trust`; nothing is verified but the relays on the way.
    package func hostKey(of host: HostTarget, until deadline: Deadline) async throws -> ShownKey {
        let route = try await route(to: host, until: deadline)
        let known = try await trust.table(route.settings.knownHostsFiles)
        let algorithms = HostKeyAlgorithms(LibSSH2Abilities.linked).preferred(
            for: route.keyNames, in: known)
        let dialer = surroundings.dialer
        let key =
            if route.relays.isEmpty {
                try await gate.pass { try await dialer.hostKey(of: route.endpoint, hostKeys: algorithms) }
            } else {
                try await throughRelays(route, until: deadline) { relay in
                    try await dialer.hostKey(of: route.endpoint, through: relay, hostKeys: algorithms)
                }
            }
        return ShownKey(
            name: route.settings.hostKeyName, address: route.endpoint.addresses.first ?? "", key: key,
            verdict: HostKeyJudge(names: route.keyNames, known: known).verdict(on: key), settings: route.settings)
    }

    private func connect(
        along route: SSHRoute, until deadline: Deadline
    ) async throws -> (SSHConnection, address: String) {
        let known = try await trust.table(route.settings.knownHostsFiles)
        let algorithms = HostKeyAlgorithms(LibSSH2Abilities.linked).preferred(
            for: route.keyNames, in: known)
        let offer = await identities(for: route, until: deadline)
        let credentials = SSHCredentials(user: route.user, signers: offer.signers, password: surroundings.password)
        let judge = HostKeyJudge(names: route.keyNames, known: known)
        let dialer = surroundings.dialer
        do {
            guard !route.relays.isEmpty else {
                let (connection, address) = try await gate.pass {
                    try await dialer.connect(
                        to: route.endpoint, as: credentials, hostKeys: algorithms, verify: judge.verify)
                }
                return (connection, address.host)
            }
            let connection = try await throughRelays(route, until: deadline) { relay in
                try await dialer.connect(
                    to: route.endpoint, through: relay, as: credentials, hostKeys: algorithms, verify: judge.verify)
            }
            return (connection, route.endpoint.addresses.first ?? route.name)
        } catch SSHError.denied(let denial) {
            throw AccessRefused(denial: denial, notices: offer.notices)
        }
    }

    /// Tries the relays in turn; what a relay lets through but the host refuses is final.
    private func throughRelays<Value: Sendable>(
        _ route: SSHRoute, until deadline: Deadline, _ body: (SSHConnection) async throws -> Value
    ) async throws -> Value {
        var failures: [String] = []
        for relay in route.relays {
            let connection: SSHConnection
            do {
                connection = try await session(withRelay: relay, until: deadline)
            } catch {
                failures.append(Self.describe(error))
                continue
            }
            do {
                return try await body(connection)
            } catch SSHError.tunnelRefused(let target, let detail) {
                failures.append("the relay cannot reach \(target): \(detail)")
            }
        }
        throw RelaysFailed(host: route.name, failures: failures)
    }

    private static func describe(_ error: any Error) -> String {
        (error as? any UserFacingError)?.message ?? "\(error)"
    }

    /// The session to a relay, shared by all hosts behind it.
    ///
    /// A task of its own, because it must outlive the host that happened to ask first.
    private func session(withRelay relay: SSHRoute.Relay, until deadline: Deadline) async throws -> SSHConnection {
        if let shared = relays[relay] {
            if let connection = try? await shared.value, await connection.isUsable { return connection }
            if relays[relay] == shared { relays[relay] = nil }
        }
        if let newer = relays[relay] { return try await newer.value }
        let task = Task {
            let route = try await self.route(to: relay, until: deadline)
            return try await self.connect(along: route, until: deadline).0
        }
        relays[relay] = task
        return try await task.value
    }

    private func identities(for route: SSHRoute, until deadline: Deadline) async -> IdentityOffer {
        let settings = route.settings
        let socket: String? =
            switch settings.agent {
            case .environment: surroundings.agentSocket
            case .socket(let path): path
            case .none: nil
            }
        var held: Result<[AgentIdentity], MusterSSH.AgentError>?
        if let socket { held = await agents.identities(at: socket) }
        return IdentityOffer(
            inventory: route.identityFiles, configured: settings.identityFiles,
            identitiesOnly: settings.identitiesOnly, agent: held, files: surroundings.keyFiles)
    }

    /// Until a session stands nothing has begun on the host, so that a passing fault may be tried again.
    private func retrying<Value: Sendable>(
        until deadline: Deadline, _ body: () async throws -> Value
    ) async throws -> Value {
        var backoff = Backoff(randomness: surroundings.randomness)
        while true {
            do {
                return try await body()
            } catch let error as SSHError where error.isTransient && !error.isRefusal {
                guard let pause = backoff.next(), Deadline.after(pause) < deadline else { throw error }
                try await Task.sleep(for: pause)
            }
        }
    }
}
