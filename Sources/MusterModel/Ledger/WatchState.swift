/// What the loop says of itself after each cycle.
package struct WatchState: Hashable, Sendable, Codable {
    /// The run that the loop is, and who started it.
    package var runID: String
    package var by: String
    package var pid: Int32
    package var startedAt: Timestamp
    /// When this was true.
    package var at: Timestamp
    package var cycles: Int
    /// Length of a cycle as the policy asks for it, and by how much the last one was late, in milliseconds.
    package var interval: Int64
    package var lag: Int64
    /// Actions since the start, by the state in which they ended.
    package var actions: [String: Int]
    /// What the loop does with each host.
    package var hosts: [String: WatchedHost]
    /// What somebody should know, such as an inventory that cannot be read.
    package var findings: [String]
    /// What tells its process from all others on its machine; `nil` where that is not known.
    package var process: String?
    /// It said that it ends, or its process is gone; not part of what it says itself.
    package var hasEnded = false

    private enum CodingKeys: String, CodingKey {
        case runID, by, pid, startedAt, at, cycles, interval, lag, actions, hosts, findings, process
    }

    package init(
        runID: String, by: String, pid: Int32, startedAt: Timestamp, at: Timestamp, cycles: Int = 0,
        interval: Int64 = 0, lag: Int64 = 0, actions: [String: Int] = [:], hosts: [String: WatchedHost] = [:],
        findings: [String] = []
    ) {
        self.runID = runID
        self.by = by
        self.pid = pid
        self.startedAt = startedAt
        self.at = at
        self.cycles = cycles
        self.interval = interval
        self.lag = lag
        self.actions = actions
        self.hosts = hosts
        self.findings = findings
    }

    /// For how long nothing more is heard of one that runs, at most; it speaks every ten seconds.
    private static let silence: Duration = .seconds(60)
    /// What spoke from further in the future spoke by a wrong clock.
    private static let future: Duration = .seconds(300)

    package func isRunning(at now: Timestamp) -> Bool {
        !hasEnded && (.zero - Self.future...Self.silence).contains(now.since(at))
    }

    /// Whether it works with a host, or begins to.
    package func has(_ host: HostName) -> Bool { hosts[host.text].map { $0.state != .standby } ?? false }

    /// For example `ann@desk watch 1f2e3d4c, process 4711`.
    package var name: String { "\(by) watch \(runID.prefix(8)), process \(pid)" }
}
