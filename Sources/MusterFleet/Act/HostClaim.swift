import MusterIO
import MusterModel
import MusterStore
import MusterWire

/// The right to act on one host, in the store among this operator's verbs and on the machine among controllers.
///
/// Extended for as long as it is held; what is not given back, because this process died, heals by itself.
actor HostClaim {
    private let host: HostName
    private let acting: Acting
    private let machine: Machine
    private let stop: StopSignal?
    private var extending: Task<Void, Never>?
    /// How many act under it.
    private var users = 0
    /// Rises with each change of hands on the machine; actions carry it.
    private(set) var fence: Int64 = 0
    /// Why it is lost; `nil` while it holds.
    private(set) var lost: String?

    /// For how long it holds without being extended, and how often it is.
    static let term: Duration = .seconds(60)
    private static let renewal: Duration = .seconds(20)
    /// Between two looks at a lease that somebody else holds.
    private static let pause: Duration = .milliseconds(500)

    /// What is asked of the machine.
    enum Machine: Sendable {
        /// Its lease.
        case lease(AgentSession)
        /// Whether another controller has it. For what concerns agents alone: a lease would leave a file behind.
        case look(AgentSession)
        /// Nothing: no agent is there.
        case nothing
    }

    /// - Parameter stop: ends the waiting for others.
    init(host: HostName, machine: Machine, acting: Acting, stop: StopSignal? = nil) {
        self.host = host
        self.stop = stop
        self.machine = machine
        self.acting = acting
    }

    init(host: HostName, session: AgentSession, acting: Acting, stop: StopSignal? = nil) {
        self.init(host: host, machine: .lease(session), acting: acting, stop: stop)
    }

    /// Waits for others as long as their patience allows.
    func take(until deadline: Deadline) async throws {
        let patience = min(Deadline.after(acting.patience), deadline)
        while true {
            guard let held = try await attempt(until: deadline) else { break }
            let isStopped = stop?.isStopped ?? false
            guard !held.watches, !isStopped, Deadline.now + Self.pause < patience else { throw held }
            if !held.isForeign {
                let soon = acting.now().advanced(by: Self.pause * 4)
                try await acting.store.wantLease(of: host, until: soon)
            }
            try await Task.sleep(for: Self.pause)
        }
        extending = Task { await self.extend() }
        users = 1
    }

    /// Acts under it beside those who do; false where it is lost or given back.
    func join() -> Bool {
        guard users > 0, lost == nil else { return false }
        users += 1
        return true
    }

    /// The last one who leaves gives both leases back, also where it was cancelled.
    func leave() async {
        users -= 1
        guard users == 0 else { return }
        extending?.cancel()
        extending = nil
        let (machine, request) = (machine, request(.zero))
        let (store, holder, host) = (acting.store, acting.holder, host)
        await Task {
            if case .lease(let session) = machine {
                _ = try? await session.lease(request, until: .after(.seconds(2)))
            }
            try? await store.releaseLeases(heldBy: holder, of: [host])
        }.value
    }

    /// Runs `body` while the host is held, and gives it back whatever happens.
    nonisolated func held<Value: Sendable>(
        until deadline: Deadline, _ body: (HostClaim) async throws -> Value
    ) async throws -> Value {
        try await take(until: deadline)
        do {
            let value = try await body(self)
            await leave()
            return value
        } catch {
            await leave()
            throw error
        }
    }

    private func attempt(until deadline: Deadline) async throws -> LeaseHeld? {
        if let held = try await claimInStore() { return held }
        do {
            guard let grant = try await askMachine(until: deadline) else { return nil }
            try await acting.store.releaseLeases(heldBy: acting.holder, of: [host])
            return LeaseHeld(grant, of: host, at: acting.now())
        } catch {
            try? await acting.store.releaseLeases(heldBy: acting.holder, of: [host])
            throw error
        }
    }

    /// What another controller has; `nil` where none has anything.
    private func askMachine(until deadline: Deadline) async throws -> LeaseGrant? {
        switch machine {
        case .lease(let session):
            let grant = try await session.lease(request(Self.term), until: deadline)
            if grant.granted { fence = grant.fence }
            return grant.granted ? nil : grant
        case .look(let session):
            let grant = try await session.lease(request(.zero), until: deadline)
            return grant.holder.isEmpty ? nil : grant
        case .nothing: return nil
        }
    }

    private func claimInStore() async throws -> LeaseHeld? {
        let now = acting.now()
        let held = try await acting.store.acquireLeases(
            of: [host], holder: acting.holder, at: now, until: now.advanced(by: Self.term))
        return held.first.map { LeaseHeld($0, at: now) }
    }

    private func request(_ term: Duration) -> LeaseRequest {
        LeaseRequest(
            controller: acting.controller, holder: acting.holder, milliseconds: Int64(term / .milliseconds(1)))
    }

    private func extend() async {
        while !Task.isCancelled, lost == nil {
            do { try await Task.sleep(for: Self.renewal) } catch { return }
            do {
                if let held = try await claimInStore() {
                    lost = "the lease went to \(held.holder)"
                    return
                }
                let fence = fence
                if try await askMachine(until: .after(Self.renewal)) != nil || self.fence != fence {
                    lost = "the machine's lease went to another controller"
                }
            } catch {
                // One missed extension is within the term; the machine refuses what comes after it.
                if case .lease(let session) = machine, await !session.isUsable { lost = "the link is gone" }
            }
        }
    }
}
