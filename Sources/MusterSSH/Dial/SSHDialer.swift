package import MusterIO

/// Makes sessions; one for all hosts of a run.
package struct SSHDialer: Sendable {
    package var loop: EventLoop
    package var resolver: AddressResolver
    package var limits: SSHLimits

    package init(loop: EventLoop, resolver: AddressResolver? = nil, limits: SSHLimits = SSHLimits()) {
        self.loop = loop
        self.resolver = resolver ?? AddressResolver(loop: loop)
        self.limits = limits
    }

    /// Connects, verifies the host's key and authenticates; says which address answered.
    package func connect(
        to endpoint: SSHEndpoint, as credentials: SSHCredentials, hostKeys: [String], verify: HostKeyVerifier
    ) async throws(SSHError) -> (connection: SSHConnection, address: SocketAddress) {
        let dialled = try await dial(endpoint)
        let address = dialled.address
        return (try await begin(dialled.takeSocket(), credentials, hostKeys, verify), address)
    }

    /// The same through a session with a relay, which reaches the host's first address itself.
    package func connect(
        to endpoint: SSHEndpoint, through relay: SSHConnection, as credentials: SSHCredentials, hostKeys: [String],
        verify: HostKeyVerifier
    ) async throws(SSHError) -> SSHConnection {
        var failure = SSHError.notConnected([])
        for address in endpoint.addresses {
            do throws(SSHError) {
                let socket = try await relay.tunnel(to: address, port: endpoint.port)
                return try await begin(socket, credentials, hostKeys, verify)
            } catch .tunnelRefused(let target, let detail) {
                failure = .tunnelRefused(to: target, detail: detail)
            }
        }
        throw failure
    }

    /// Connects and exchanges keys only, to learn a host's key.
    package func hostKey(of endpoint: SSHEndpoint, hostKeys: [String]) async throws(SSHError) -> PublicKey {
        try await hostKey(over: try await dial(endpoint).takeSocket(), hostKeys)
    }

    package func hostKey(
        of endpoint: SSHEndpoint, through relay: SSHConnection, hostKeys: [String]
    ) async throws(SSHError) -> PublicKey {
        let socket = try await relay.tunnel(to: endpoint.addresses.first ?? "", port: endpoint.port)
        return try await hostKey(over: socket, hostKeys)
    }

    private func hostKey(over socket: consuming Descriptor, _ hostKeys: [String]) async throws(SSHError) -> PublicKey {
        let connection = try SSHConnection(socket: socket, loop: loop, limits: limits)
        do throws(SSHError) {
            let key = try await connection.exchangeKeys(hostKeys: hostKeys)
            await connection.close()
            return key
        } catch {
            await connection.close()
            throw error
        }
    }

    private func dial(_ endpoint: SSHEndpoint) async throws(SSHError) -> Dialled {
        let addresses = try await resolve(endpoint)
        let limit = min(limits.connect, endpoint.connectTimeout ?? limits.connect)
        let dialled = try await Dial.connect(
            to: addresses, stagger: limits.stagger, until: loop.now + limit, on: loop)
        Socket.setNoDelay(dialled.socket.raw)
        Socket.setKeepAlive(dialled.socket.raw, idleSeconds: 15, lostAfterSeconds: 45)
        return dialled
    }

    /// A name that does not resolve matters only if none of the others does.
    private func resolve(_ endpoint: SSHEndpoint) async throws(SSHError) -> [SocketAddress] {
        let deadline = loop.now + limits.resolve
        var addresses: [SocketAddress] = []
        var failure: SSHError?
        for name in endpoint.addresses {
            do throws(ResolveError) {
                addresses += try await resolver.addresses(
                    of: name, port: endpoint.port, family: endpoint.family, until: deadline)
            } catch {
                failure = SSHError(error)
            }
        }
        if addresses.isEmpty, let failure { throw failure }
        return addresses
    }

    private func begin(
        _ socket: consuming Descriptor, _ credentials: SSHCredentials, _ hostKeys: [String], _ verify: HostKeyVerifier
    ) async throws(SSHError) -> SSHConnection {
        let connection = try SSHConnection(socket: socket, loop: loop, limits: limits)
        do throws(SSHError) {
            try await connection.handshake(hostKeys: hostKeys, verify: verify)
            try await connection.authenticate(credentials)
        } catch {
            await connection.close()
            throw error
        }
        return connection
    }
}
