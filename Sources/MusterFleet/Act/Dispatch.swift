import MusterIO
import MusterModel
import MusterPolicy
import MusterStore

/// Carries orders out on one connected host, one after the other.
struct Dispatch {
    let host: HostTarget
    let facts: HostFacts
    let session: AgentSession
    let acting: Acting
    let claim: HostClaim
    let stop: StopSignal
    /// The limits above the hosts, within which each order is begun: others may have used them up since it was planned.
    let limits: LimitDesk
    var began: @Sendable (LedgerEntry) async -> Void = { _ in }
    var ended: @Sendable (LedgerEntry) async -> Void = { _ in }
    /// Takes over the waiting for the end of an upgrade whose node proves itself; where there is nobody, it is waited
    /// for here.
    var follow: (@Sendable (LedgerEntry, @escaping @Sendable () async throws -> Void) async -> Void)?
    /// Told once for an order that has to wait for a limit above the hosts, with the reason.
    var waits: @Sendable (ActionOrder, String) -> Void = { _, _ in }

    /// An operator's verb goes before what the engine has queued.
    static let giveWay = "another verb waits for the host"

    /// How many numbers of a new node may turn out to be taken.
    private static let tries = 5

    func run(_ orders: [ActionOrder], until deadline: Deadline) async throws -> HostActed {
        var acted = HostActed()
        for (index, order) in orders.enumerated() {
            if index > 0 { try await pause(until: deadline) }
            if let reason = try await hindrance(to: order, until: deadline) {
                acted.deferred.append(order.deferral(because: reason))
                continue
            }
            try await carryOut(order, into: &acted, until: deadline)
            if let followed = acted.followed.last {
                // What comes next is decided anew, on what the ledger says then.
                let reason = "\(followed.node ?? "a node") proves itself after its upgrade"
                acted.deferred += orders[(index + 1)...].map { $0.deferral(because: reason) }
                break
            }
            if let last = acted.entries.last, last.state.isOpen {
                let reason = "the end of \(last.verb.rawValue) \(last.node ?? "") is not known"
                acted.deferred += orders[(index + 1)...].map { $0.deferral(because: reason) }
                break
            }
        }
        return acted
    }

    private func carryOut(_ order: ActionOrder, into acted: inout HostActed, until deadline: Deadline) async throws {
        var order = order
        if order.source?.barred != nil {
            // What failed on the node before is known by now.
            order.source?.barred = Quarantine.hashes(among: Set(try await acting.store.quarantines().map(\.hash)))
        }
        for attempt in 1...Self.tries {
            guard let id = acting.newID() else { return }
            let entry = LedgerEntry(order, id: id, on: host, by: acting)
            var course = ActionCourse(entry, session: session, acting: acting)
            do {
                if let reason = try await begin(&course, order, until: deadline) {
                    return acted.deferred.append(order.deferral(because: reason))
                }
            } catch StoreError.nodeIsBusy(_, let other) {
                let reason = "action \(other.text.prefix(8)) is open"
                return acted.deferred.append(order.deferral(because: reason))
            } catch StoreError.portIsTaken(let port, let neighbour) {
                guard attempt < Self.tries,
                    let next = try await order.withNextNumber(on: host, facts: facts, store: acting.store)
                else {
                    let reason = StoreError.portIsTaken(port, by: neighbour).message
                    return acted.deferred.append(order.deferral(because: reason))
                }
                order = next
                continue
            }
            await began(entry)
            if let follow, order.verb == .upgrade, order.gate?.judges == true {
                acted.followed.append(entry)
                return await follow(entry, ending(of: course))
            }
            try await send(&course, until: deadline)
            let result = try await acting.store.entry(beginning: id.text)
            acted.entries.append(result)
            await ended(result)
            guard attempt < Self.tries, let fault = course.report?.fault, fault == .portTaken || fault == .exists,
                let next = try await order.withNextNumber(on: host, facts: facts, store: acting.store)
            else { return }
            order = next
        }
    }

    /// Sends an action that is intended, and brings its end into the ledger.
    ///
    /// - Throws: ``UnwrittenEnd`` where it left and the ledger cannot be written any more.
    private func send(_ course: inout ActionCourse, until deadline: Deadline) async throws {
        do { try await course.handle(.turn, fence: await claim.fence, until: deadline) } catch let error as StoreError {
            if course.report == nil { throw error }
            throw UnwrittenEnd(entry: course.entry, cause: error)
        }
    }

    /// Sends an action that is intended, and waits for its end without a deadline but its own.
    private func ending(of course: ActionCourse) -> @Sendable () async throws -> Void {
        { [self] in
            var course = course
            try await course.handle(.turn, fence: await claim.fence, until: .never)
            await ended(try await acting.store.entry(beginning: course.entry.id.text))
        }
    }

    /// An operator's word that came after the engine's decision.
    private func restraint(on order: ActionOrder) async throws -> String? {
        let now = acting.now()
        let holds = try await acting.store.holds(at: now).filter { $0.host == host.name }
        if let hold = holds.first(where: { $0.node == nil || $0.node == order.node?.name }) {
            return "\(hold.by) holds it: \(hold.reason)"
        }
        let brakes = try await acting.store.brakes().filter { brake in
            brake.scope == .mass
                || order.verb.starts && (brake.kind == nil || brake.kind == order.node?.kind)
        }
        return brakes.first.map { "\($0.by) put the brake on: \($0.reason)" }
    }

    /// The policy's pause between two actions.
    private func pause(until deadline: Deadline) async throws {
        let delay = host.policy.duration(.actionDelay)
        if delay > .zero { try await Task.sleep(for: min(delay, max(.zero, deadline.since(.now)))) }
    }

    /// Why an order must not be begun now.
    private func hindrance(to order: ActionOrder, until deadline: Deadline) async throws -> String? {
        if stop.isStopped { return "the run was stopped" }
        if let lost = await claim.lost { return lost }
        if await !session.isUsable { return "the link is gone" }
        if let hash = order.source?.sha256,
            try await acting.store.quarantines().contains(where: { $0.hash == hash })
        {
            return "binary \(hash.prefix(12)) failed its gate elsewhere"
        }
        if order.cause != .operator {
            if try await acting.store.isLeaseWanted(of: host.name, at: acting.now()) { return Self.giveWay }
            if let word = try await restraint(on: order) { return word }
        }
        guard Deadline.now + .seconds(3) < deadline else { return "the time for the host is over" }
        return nil
    }

    /// Upgrades that are under way on the host, which must not be what keeps it from being relieved.
    private func upgrades(beside order: ActionOrder) async throws -> Int {
        guard order.relief != nil else { return 0 }
        return try await acting.store.openEntries(of: [host.name]).count { $0.verb == .upgrade }
    }

    /// Writes the intent as soon as the limits above the hosts allow it; answers why they do not.
    private func begin(
        _ course: inout ActionCourse, _ order: ActionOrder, until deadline: Deadline
    ) async throws -> String? {
        guard !acting.overridesLimits else {
            try await course.handle(.begin, until: deadline)
            return nil
        }
        let patience = min(Deadline.after(acting.patience), deadline)
        let besides = try await upgrades(beside: order)
        var isTold = false
        while true {
            let allowance = try await limits.hold(for: host.name)
            let disturbs = order.verb.disturbs && order.relief?.isFloor != true
            let room = max(allowance.disturbances, besides)
            let isOver = order.verb.starts && allowance.starts < 1 || disturbs && room < 1
            if !isOver {
                do { try await course.handle(.begin, until: deadline) } catch {
                    await limits.letGo()
                    throw error
                }
            }
            await limits.letGo()
            guard isOver else { return nil }
            guard Deadline.now + .seconds(1) < patience, !stop.isStopped else {
                return allowance.because ?? "a limit above the hosts is reached"
            }
            if !isTold { waits(order, allowance.because ?? "a limit above the hosts is reached") }
            isTold = true
            try await Task.sleep(for: .seconds(1))
        }
    }
}

extension ActionOrder {
    func deferral(because reason: String) -> Deferral { Deferral(verb: verb, node: node?.name, because: reason) }
}
