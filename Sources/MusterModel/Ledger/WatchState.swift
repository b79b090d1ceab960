/// What the loop says of itself after each cycle.
package struct WatchState: Hashable, Sendable, Codable {
    /// The run that the loop is, and who started it.
    package var runID: String
    package var by: String
    package var pid: Int32
    package var startedAt: Timestamp
    /// When this was true; a loop that has not written for three cycles is not running.
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
}
