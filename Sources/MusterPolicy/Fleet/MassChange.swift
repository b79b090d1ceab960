package import MusterModel

/// Notices that many hosts went bad at once, which is rarely the fault of so many hosts: nobody acts until it is calm.
///
/// Feed it once per cycle. A host counts as gone bad when it was good in the cycle before and is bad now, on fresh data
/// and without a reboot; over ``share`` of all hosts that were compared, and at least ``leastHosts``, is a mass change.
/// Surveys see what happens at one moment over a whole cycle's time, so that hosts which went bad in the last cycle and
/// have not been good since count with those of this one.
package struct MassChange: Hashable, Sendable, Codable {
    /// One host as a cycle found it.
    package struct Host: Hashable, Sendable {
        package var name: HostName
        /// Surveyed, or found unreachable, within this cycle.
        package var isFresh: Bool
        /// ``MassChange/isBad(_:of:at:before:)`` of its nodes.
        package var isBad: Bool
        /// Booted since the last cycle: its nodes come back by themselves.
        package var hasRebooted: Bool

        package init(name: HostName, isFresh: Bool, isBad: Bool, hasRebooted: Bool = false) {
            self.name = name
            self.isFresh = isFresh
            self.isBad = isBad
            self.hasRebooted = hasRebooted
        }
    }

    package enum Verdict: Hashable, Sendable {
        case calm
        /// Hosts that went bad within the cycle, in the order of their names, out of that many.
        case change([HostName], of: Int)
        /// A change before, and this was one of the two calm cycles.
        case settling
        /// The second calm cycle: the brake may be lifted.
        case lifted
    }

    /// Percent of hosts.
    package var share: Double
    package var leastHosts: Int
    private var wasBad: [HostName: Bool] = [:]
    /// In the last cycle.
    private var wentBad: Set<HostName> = []
    /// Calm cycles that are still needed; zero while nothing brakes.
    private var calmNeeded = 0

    private static let calmCycles = 2

    package init(share: Double = 30, leastHosts: Int = 3, isBraked: Bool = false) {
        self.share = share
        self.leastHosts = leastHosts
        calmNeeded = isBraked ? Self.calmCycles : 0
    }

    /// Whether nothing must be done on any host.
    package var isBraked: Bool { calmNeeded > 0 }

    /// The operator lifted the brake.
    package mutating func lift() { calmNeeded = 0 }

    /// What was good before says nothing about now.
    package mutating func forget() {
        wasBad = [:]
        wentBad = []
    }

    /// The host is looked at no more.
    package mutating func forget(_ host: HostName) {
        wasBad[host] = nil
        wentBad.remove(host)
    }

    /// Whether those that were looked at so far in a cycle are a mass change, however the others turn out.
    package func foresees(_ hosts: [Host]) -> Bool {
        isMass(gone(hosts.filter(\.isFresh)).together.count, of: wasBad.count)
    }

    package mutating func cycle(_ hosts: [Host]) -> Verdict {
        let fresh = hosts.filter(\.isFresh)
        let compared = fresh.filter { wasBad[$0.name] != nil }
        let gone = gone(fresh)
        let hosts = gone.earlier.union(compared.map(\.name))
        for host in fresh { wasBad[host.name] = host.isBad }
        let isMass = isMass(gone.together.count, of: hosts.count)
        wentBad = isMass ? [] : gone.now
        if isMass {
            calmNeeded = Self.calmCycles
            return .change(gone.together, of: hosts.count)
        }
        guard calmNeeded > 0 else { return .calm }
        guard !compared.isEmpty else { return .settling }
        calmNeeded -= 1
        return calmNeeded == 0 ? .lifted : .settling
    }

    /// Hosts that went bad among `fresh`, those that went bad in the cycle before and were not seen to be good since,
    /// and all of them where there is one of the first sort.
    private func gone(_ fresh: [Host]) -> (now: Set<HostName>, earlier: Set<HostName>, together: [HostName]) {
        let now = Set(fresh.filter { $0.isBad && !$0.hasRebooted && wasBad[$0.name] == false }.map(\.name))
        let earlier = wentBad.subtracting(fresh.filter { !$0.isBad }.map(\.name))
        return (now, earlier, now.isEmpty ? [] : now.union(earlier).sorted())
    }

    private func isMass(_ gone: Int, of count: Int) -> Bool {
        gone >= leastHosts && Double(gone) > Double(count) * share / 100
    }

    /// Whether more than ``share`` of the nodes that should work on a host do not; UNKNOWN and nodes that something is
    /// being done to count as not working.
    ///
    /// While the verdict hangs on nodes that are being started it stays what it was: a host that grows does not go bad,
    /// and one whose nodes are brought back is not good before they work.
    ///
    /// - Parameter before: what was found earlier in the same cycle.
    package func isBad(
        _ nodes: [NodeRecord], of host: HostName, at now: Timestamp, before: Bool? = nil
    ) -> Bool {
        let expected = nodes.filter { $0.shouldWork(at: now) }
        let idle = expected.filter { !$0.works }
        func exceeds(_ count: Int) -> Bool { count > 0 && Double(count) > Double(expected.count) * share / 100 }
        guard exceeds(idle.count) else { return false }
        return exceeds(idle.count { !$0.isBeingStarted(at: now) }) || (before ?? wasBad[host] ?? false)
    }
}

extension NodeRecord {
    /// Not stopped, disabled or removed on purpose; where nobody said anything, a node that runs, or may, should.
    fileprivate func shouldWork(at now: Timestamp) -> Bool {
        guard let desired else { return status != .stopped && status != .disabled }
        if desired.goal == .stopped, let until = desired.until, until <= now { return true }
        return desired.goal == .running
    }

    fileprivate func isBeingStarted(at now: Timestamp) -> Bool {
        open.map { $0.verb == .start && now < $0.endsAt } ?? false
    }

    fileprivate var works: Bool { status == .running && health != .notAnswering && health != .crashLoop && open == nil }
}
