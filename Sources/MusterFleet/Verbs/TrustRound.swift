import MusterIO
package import MusterModel

/// Asks hosts for their keys.
package struct TrustRound: Sendable {
    package let fleet: Fleet
    package let dialer: SSHHostDialer

    package init(fleet: Fleet, dialer: SSHHostDialer) {
        self.fleet = fleet
        self.dialer = dialer
    }

    /// A host behind a relay can be asked only once the relay itself is trusted: until then it is unreachable.
    package func run(on hosts: [HostTarget]) async -> [HostResult<ShownKey>] {
        await forEachHost(
            hosts, limits: RoundLimits(width: fleet.limits.width, timeout: fleet.limits.timeout + .seconds(2)),
            stop: fleet.stop, progress: fleet.progress, clock: ContinuousClock()
        ) { host in
            try await dialer.hostKey(of: host, until: .after(fleet.limits.timeout))
        }
    }
}
