import Glibc
import MusterHost
import MusterIO
import MusterModel
import MusterWire

/// Runs actions one after the other, each at most once, under the host's lock and lease.
///
/// The lock is held while an action changes the machine; one that only watches its node lets others have it meanwhile,
/// and keeps the node locked. The latch is held for the moments in which journal and lease are read and written, so that
/// leases can be extended beside a long action.
actor ActionRunner {
    let loop: EventLoop
    let uid: UInt32
    let performer: any ActionPerformer
    let directory: StateDirectory
    let limits: Limits
    private let scope: OwnScope
    let bootID: String
    var journal: Journal
    let lease: HostLease
    var turns = TurnOrder()
    /// The machine's, while one of this agent's actions has it.
    var lock: FileLock?
    /// Begun to be looked at, and not ended: whoever has the machine, and those that have let it go.
    var active: [ActionID: Job] = [:]
    private var waiting: [ActionID: [CheckedContinuation<ActionReport, Never>]] = [:]
    private var idle: [CheckedContinuation<Void, Never>] = []
    private var isClosed = false
    /// Storages where removals that were cut short have been gone on with.
    var resumed: Set<String> = []
    /// Whether that was done for all that the journal knows.
    var hasLooked = false
    /// `nil` until the first action.
    private var scopeProblem: String??

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    struct Limits: Hashable, Sendable {
        /// Actions that wait for the one that runs.
        var queued = 32
        /// How long an agent waits for another one's action.
        var lockPatience: Duration = .seconds(30)
        /// How long for one to undo what it did.
        var returnPatience: Duration = .seconds(900)
        /// How long for an upgrade of the same node.
        var nodePatience: Duration = .seconds(1)
        var latchPatience: Duration = .seconds(10)
    }

    struct Job: Sendable {
        var request: ActionRequest
        var digest: String
    }

    init(host: AgentHost, bootID: String, calls: FileCalls = FileCalls(), limits: Limits = Limits()) {
        loop = host.loop
        uid = host.uid
        performer = host.performer
        directory = StateDirectory(host.root, uid: host.uid)
        scope = OwnScope(root: host.root, loop: host.loop, runner: host.runner, uid: host.uid)
        self.limits = limits
        self.bootID = bootID
        journal = Journal(in: directory, calls: calls)
        lease = HostLease(in: directory, bootID: bootID, calls: calls)
    }

    /// Answers when the action has ended, and at once for what was seen before or is not to be begun.
    func act(_ request: ActionRequest) async -> ActionReport {
        guard let digest = try? request.digest() else { return request.refused(.other, "it has no canonical form") }
        // Looked at and waited for in one piece: the work may begin and end before this task runs again.
        return await withCheckedContinuation { continuation in
            if let refusal = refusal(of: request, digest) { return continuation.resume(returning: refusal) }
            waiting[request.id, default: []].append(continuation)
            guard job(request.id) == nil else { return }
            turns.enqueue(Job(request: request, digest: digest))
            advance()
        }
    }

    private func refusal(of request: ActionRequest, _ digest: String) -> ActionReport? {
        if let same = job(request.id) { return same.digest == digest ? nil : request.conflicting }
        if isClosed { return ActionReport(id: request.id, ending: .notBegun) }
        return turns.queue.count < limits.queued
            ? nil : request.refused(.other, "\(turns.queue.count) actions wait already, no more fit")
    }

    /// Begins nothing more, and returns when all that runs has ended and is written down.
    func close() async {
        isClosed = true
        for job in turns.dismiss() { finish(ActionReport(id: job.request.id, ending: .notBegun)) }
        await withCheckedContinuation { if active.isEmpty { $0.resume() } else { idle.append($0) } }
    }

    /// Waits here, or runs.
    func job(_ id: ActionID) -> Job? { active[id] ?? turns.queue.first { $0.request.id == id } }

    private func finish(_ report: ActionReport) {
        for continuation in waiting.removeValue(forKey: report.id) ?? [] { continuation.resume(returning: report) }
    }

    func run(_ job: Job) async {
        let report = await carryOut(job)
        active[job.request.id] = nil
        finish(report)
        letGo(job.request.id)
        guard active.isEmpty else { return }
        for continuation in idle { continuation.resume() }
        idle = []
    }
}

extension ActionRunner {
    private func carryOut(_ job: Job) async -> ActionReport {
        let request = job.request
        do throws(Refusal) {
            if let report = try await beforehand(job) { return report }
            lock = try await hold("lock", limits.lockPatience, "another agent acts on this host")
            let node = try await holdNode(of: request)
            defer { withExtendedLifetime(node) {} }
            guard !isClosed else { return ActionReport(id: request.id, ending: .notBegun) }
            let problem = await leaveSession()
            let until = loop.now + request.patience
            if let difference = await performer.difference(from: request.basis, of: request.node, until: until) {
                return ActionReport(
                    id: request.id, ending: .stale, message: "\(difference) is not what it was decided on",
                    facts: [ActionFact.differs: .text(difference)])
            }
            if let report = try await begin(job) { return report }
            CrashPoint.afterBegun.pass()
            await resumeRemovals(in: request.node?.storage)
            let begun = loop.now
            var report = await performer.perform(
                request, until: loop.now + request.patience, turn: turn(of: request.id))
            CrashPoint.afterAct.pass()
            report.id = request.id
            report.took = Int64(loop.now.since(begun) / .milliseconds(1))
            if let problem { report.facts[ActionFact.session] = .text(problem) }
            await end(report)
            CrashPoint.afterEnd.pass()
            return report
        } catch {
            return request.refused(error.fault, error.message, fix: error.fix)
        }
    }

    /// What can be answered without the host's lock.
    private func beforehand(_ job: Job) async throws(Refusal) -> ActionReport? {
        do throws(SystemError) { try directory.prepare() } catch { throw Refusal(error) }
        let latch = try await holdLatch()
        defer { withExtendedLifetime(latch) {} }
        return try known(job)
    }

    /// Writes the beginning down, unless something has changed meanwhile.
    private func begin(_ job: Job) async throws(Refusal) -> ActionReport? {
        let latch = try await holdLatch()
        defer { withExtendedLifetime(latch) {} }
        if let report = try known(job) { return report }
        guard !isClosed else { return ActionReport(id: job.request.id, ending: .notBegun) }
        CrashPoint.beforeBegun.pass()
        do throws(JournalError) {
            try journal.begin(job.request, digest: job.digest, bootID: bootID)
        } catch {
            throw Refusal(error)
        }
        return nil
    }

    /// The answer to a request that is not to be begun.
    private func known(_ job: Job) throws(Refusal) -> ActionReport? {
        do throws(SystemError) { try journal.refresh() } catch { throw Refusal(error) }
        let request = job.request
        if let entry = journal[request.id] {
            guard let begun = entry.begun else {
                return request.refused(.ended, "it was asked for and promised never to begin")
            }
            guard begun.digest == job.digest else { return request.conflicting }
            return entry.report
                ?? ActionReport(
                    id: request.id, ending: .unknown, message: "it was begun before, and its end is not known")
        }
        guard request.age <= JournalEntry.lifetime else {
            return request.refused(.tooOld, "it was decided more than 30 days ago")
        }
        if let objection = lease.objection(to: request.fence) { return request.refused(.lostLease, objection) }
        return nil
    }

    /// An end that cannot be written is told all the same; asked again later, this action is unknown.
    ///
    /// It is written without the latch too: what is lost by that is less than an outcome.
    private func end(_ report: ActionReport) async {
        do throws(Refusal) {
            let latch = try await holdLatch()
            defer { withExtendedLifetime(latch) {} }
            write(report)
        } catch {
            write(report)
        }
    }

    private func write(_ report: ActionReport) {
        try? journal.refresh()
        try? journal.end(report)
    }

    private func leaveSession() async -> String? {
        if scopeProblem == nil { scopeProblem = .some(await scope.enter()) }
        return scopeProblem ?? nil
    }
}
