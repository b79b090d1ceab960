import MusterIO
import MusterModel
import MusterSSH

extension SSHHostDialer {
    func route(to host: HostTarget, until deadline: Deadline) async throws -> SSHRoute {
        let query = try SSHConfigQuery(host: host.name.text, user: host.user, port: host.port)
        let settings = try await config.settings(for: query, until: deadline)
        let addresses = host.addresses.isEmpty ? [settings.hostName] : host.addresses
        let relays = try host.via.isEmpty ? Self.jumps(settings.proxyJump) : host.via.map(SSHRoute.Relay.host)
        return SSHRoute(
            name: host.name.text,
            endpoint: Self.endpoint(preferred(addresses, of: host.name), settings),
            user: settings.user, settings: settings, identityFiles: host.identityFiles, relays: relays)
    }

    func route(to relay: SSHRoute.Relay, until deadline: Deadline) async throws -> SSHRoute {
        switch relay {
        case .host(let name):
            guard let host = hosts[name] else {
                throw HostFailure(step: "relay", message: "the relay \(name) is not in the inventory")
            }
            return try await route(to: host, until: deadline)
        case .jump(let hop, let before): return try await route(to: hop, before, until: deadline)
        }
    }

    /// A hop's own `ProxyJump` counts only where nothing comes before it on the list, as in OpenSSH.
    private func route(to hop: JumpHop, _ before: [JumpHop], until deadline: Deadline) async throws -> SSHRoute {
        let query = try SSHConfigQuery(host: hop.host, user: hop.user, port: hop.port)
        let settings = try await config.settings(for: query, until: deadline)
        let relays = try before.isEmpty ? Self.jumps(settings.proxyJump) : Self.jumps(before.map(\.description))
        return SSHRoute(
            name: "\(hop)", endpoint: Self.endpoint([settings.hostName], settings),
            user: settings.user, settings: settings, identityFiles: [], relays: relays)
    }

    private static func endpoint(_ addresses: [String], _ settings: SSHSettings) -> SSHEndpoint {
        SSHEndpoint(
            addresses: addresses, port: settings.port, family: settings.addressFamily,
            connectTimeout: settings.connectTimeout)
    }

    private static func jumps(_ words: [String]) throws -> [SSHRoute.Relay] {
        let hops = try words.map { word in
            guard let hop = JumpHop(word) else {
                throw HostFailure(step: "relay", message: "ProxyJump names '\(word)', which is no host")
            }
            return hop
        }
        return hops.last.map { [.jump($0, before: hops.dropLast())] } ?? []
    }

    /// The address that worked last goes first.
    private func preferred(_ addresses: [String], of host: HostName) -> [String] {
        guard let last = lastAddresses[host], addresses.contains(last) else { return addresses }
        return [last] + addresses.filter { $0 != last }
    }
}
