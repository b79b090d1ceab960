import MusterModel
import MusterPolicy
import MusterStore

/// What the hosts of a watch have in common: what was found above them, and what the watch says of itself.
actor WatchBoard {
    private let acting: Acting
    private let clock: any WatchClock
    private let tell: @Sendable (WatchEvent) -> Void
    private var clocks = ClockWatch()
    private var mass: MassChange
    /// Hosts that were looked at in this cycle.
    private var fresh: [HostName: MassChange.Host] = [:]
    private var boots: [HostName: String] = [:]
    private var minute: [HostName: (Timestamp, Sample)] = [:]
    private var findings: [String: String] = [:]
    /// How often the clocks jumped: what was begun before the last time says nothing about now.
    private(set) var jumps = 0
    /// How late the latest survey of this cycle was.
    private var cycleLag: Int64 = 0
    private(set) var state: WatchState

    /// The clocks are compared at least that often, or nothing ran meanwhile.
    private let clockPace: Duration

    init(
        acting: Acting, clock: any WatchClock, clockPace: Duration = .seconds(5), policy: Policy, pid: Int32,
        tell: @escaping @Sendable (WatchEvent) -> Void
    ) {
        self.acting = acting
        self.clock = clock
        self.clockPace = clockPace
        self.tell = tell
        mass = MassChange(policy, isBraked: false)
        let now = clock.now
        state = WatchState(
            runID: acting.runID, by: acting.by, pid: pid, startedAt: now, at: now,
            interval: Int64(policy.duration(.surveyInterval) / .milliseconds(1)))
    }

    /// An earlier watch has put the brake on for a mass change, and nobody has lifted it.
    func rememberBrake(_ policy: Policy) { mass = MassChange(policy, isBraked: true) }

    /// What is known above a host that keeps it from being acted on; a jump of the clocks is found here first.
    func guards(of host: HostName) -> [Guard] {
        compareClocks()
        return [clocks.restraint(of: host)].compactMap { $0 }
    }

    /// Whether a host is to be surveyed again at once, because its evidence is from before a jump.
    func wantsSurvey(of host: HostName) -> Bool { clocks.restraint(of: host) != nil }

    /// A state lasts until another one comes, whatever is said of it meanwhile.
    func note(
        _ host: HostName, _ next: WatchedHost.State, _ detail: String? = nil, since: Timestamp? = nil,
        until: Timestamp? = nil
    ) {
        let last = state.hosts[host.text]
        let same = last?.state == next ? last?.since : nil
        state.hosts[host.text] = WatchedHost(next, since: since ?? same ?? clock.now, until: until, detail: detail)
    }

    func forget(_ host: HostName) {
        state.hosts[host.text] = nil
        fresh[host] = nil
        minute[host] = nil
        mass.forget(host)
    }

    /// Sets or clears something that somebody should know; told once when it appears.
    func find(_ key: String, _ text: String?) {
        if let text, findings[key] == nil { tell(.remark(text)) }
        findings[key] = text
    }

    /// Sets what a ledger means that cannot be written.
    func findStoreFault(_ message: String) {
        find("store", "\(message): nothing is done on any host until it can be written")
    }

    /// The same for what is told otherwise; answers whether it is new.
    func remember(_ key: String, _ text: String) -> Bool { findings.updateValue(text, forKey: key) != text }

    func take(_ sample: Sample, of host: HostName, at now: Timestamp) { minute[host] = (now, sample) }

    func count(_ entry: LedgerEntry) { state.actions[entry.state.rawValue, default: 0] += 1 }
}

// Hosts as surveys find them.
extension WatchBoard {
    /// - Parameter before: how often the clocks had jumped when the survey began.
    func surveyed(
        _ host: HostName, _ survey: Survey, _ nodes: [NodeRecord], late: Duration, jumps before: Int
    ) async {
        guard compareClocks() == before else { return }
        if survey.complete { clocks.surveyed(host) }
        let hasRebooted = boots[host].map { $0 != survey.facts.bootID } ?? false
        boots[host] = survey.facts.bootID
        cycleLag = max(cycleLag, Int64(late / .milliseconds(1)))
        state.lag = max(state.lag, cycleLag)
        let isBad = mass.isBad(nodes.filter(\.managed), of: host, at: clock.now, before: fresh[host]?.isBad)
        fresh[host] = MassChange.Host(
            name: host, isFresh: survey.complete, isBad: isBad, hasRebooted: hasRebooted)
        await lookForMassChange()
    }

    func unreachable(_ host: HostName) async {
        fresh[host] = MassChange.Host(name: host, isFresh: true, isBad: true, hasRebooted: false)
        await lookForMassChange()
    }

    /// Does not wait for the end of the cycle: what is a mass change already is answered before anything is done.
    private func lookForMassChange() async {
        let looked = Array(fresh.values)
        guard !mass.isBraked, mass.foresees(looked), case .change(let hosts, let count) = mass.cycle(looked) else {
            return
        }
        fresh = [:]
        await brake(hosts, of: count)
    }

    /// Ends a cycle: a calm one brings the end of an earlier brake nearer.
    func endCycle() async {
        state.cycles += 1
        state.lag = cycleLag
        cycleLag = 0
        if let brakes = try? await acting.store.brakes(), mass.isBraked, !brakes.contains(where: { $0.scope == .mass })
        {
            mass.lift()
        }
        let verdict = mass.cycle(Array(fresh.values))
        fresh = [:]
        switch verdict {
        case .calm, .settling: break
        case .change(let hosts, let count): await brake(hosts, of: count)
        case .lifted:
            _ = try? await acting.store.liftBrake(scope: .mass)
            find("mass", nil)
            tell(.remark("calm again after the mass change: actions go on"))
        }
    }

    private func brake(_ hosts: [HostName], of count: Int) async {
        let names = hosts.prefix(5).map(\.text).joined(separator: ", ") + (hosts.count > 5 ? ", …" : "")
        let reason = "\(hosts.count) of \(count) hosts went bad within a cycle: \(names)"
        find("mass", reason)
        do {
            try await acting.store.brake(Brake(scope: .mass, reason: reason, by: acting.by, since: clock.now))
        } catch {
            find("store", error.message)
        }
    }
}

// What happens as time goes by.
extension WatchBoard {
    /// Compares the clocks; answers ``jumps``.
    @discardableResult
    func compareClocks() -> Int {
        if let jump = clocks.cycle(wall: clock.now, sinceBoot: clock.sinceBoot, every: clockPace) {
            jumps += 1
            fresh = [:]
            mass.forget()
            tell(.remark("\(jump.text): two complete surveys of each host come first"))
        }
        return jumps
    }

    /// Keeps one sample of each host per minute.
    func flushMinute() async {
        let rows = minute.map { ($0.key, $0.value.0, $0.value.1) }
        minute = [:]
        await write { store throws(StoreError) in try await store.record(samples: rows) }
    }

    /// Writes how the watch fares, and claims hosts for it.
    ///
    /// - Returns: the hosts that other watches of this database have; `nil` where that cannot be written.
    @discardableResult
    func noteState(claiming hosts: [HostName] = []) async -> [HostName: WatchState]? {
        state.at = clock.now
        state.findings = findings.values.sorted()
        let state = state
        var others: [HostName: WatchState]?
        await write { store throws(StoreError) in others = try await store.noteWatch(state, claiming: hosts) }
        for (host, other) in others ?? [:] { note(host, .standby, other.name) }
        return others
    }

    func prune() async {
        let now = clock.now
        await write { store throws(StoreError) in
            try await store.prune(Retention(), at: now)
        }
        if let size = try? await acting.store.size(at: now), let days = size.daysLeft, days < 14 {
            find("disk", "the database grows to the end of its disk in \(Int(days)) days")
        } else {
            find("disk", nil)
        }
    }

    private func write(_ body: (Store) async throws(StoreError) -> Void) async {
        do throws(StoreError) {
            try await body(acting.store)
            find("store", nil)
        } catch {
            findStoreFault(error.message)
        }
    }
}

extension MassChange {
    fileprivate init(_ policy: Policy, isBraked: Bool) {
        self.init(
            share: policy.number(.massChange) ?? 30, leastHosts: Int(policy.whole(.massChangeHosts) ?? 3),
            isBraked: isBraked)
    }
}
