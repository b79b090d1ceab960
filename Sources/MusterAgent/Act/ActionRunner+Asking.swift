import Glibc
import MusterIO
import MusterModel
import MusterWire

// What is asked about actions rather than done.
extension ActionRunner {
    func lease(_ request: LeaseRequest) async throws(Refusal) -> LeaseGrant {
        // Where nobody ever acted there is nothing to give up, and nothing is left behind.
        if request.milliseconds <= 0, !directory.exists { return .none }
        do throws(SystemError) { try directory.prepare() } catch { throw Refusal(error) }
        let grant = try await answer(request)
        if grant.granted, !hasLooked { Task(executorPreference: loop) { await self.resumeAllRemovals() } }
        return grant
    }

    private func answer(_ request: LeaseRequest) async throws(Refusal) -> LeaseGrant {
        let latch = try await holdLatch()
        defer { withExtendedLifetime(latch) {} }
        if !hasLooked { try? journal.refresh() }
        do throws(SystemError) { return try lease.answer(request) } catch { throw Refusal(error) }
    }

    /// Tells what the journal knows; of ids that it does not know, that they will never be begun.
    func query(_ query: ActionQuery) async throws(Refusal) -> ActionReports {
        // Where the directory cannot be, no action can have been begun.
        do throws(SystemError) { try directory.prepare() } catch {
            return ActionReports(reports: query.ids.map { ActionReport(id: $0, ending: .notBegun) }, open: [])
        }
        try await lookUp(query)
        var reports: [ActionReport] = []
        for id in query.ids { reports.append(await report(on: id)) }
        return ActionReports(reports: reports, open: journal.open)
    }

    private func lookUp(_ query: ActionQuery) async throws(Refusal) {
        let latch = try await holdLatch()
        defer { withExtendedLifetime(latch) {} }
        do throws(SystemError) { try journal.refresh() } catch { throw Refusal(error) }
        do throws(JournalError) {
            if query.acknowledges {
                try journal.acknowledge(query.ids)
            } else {
                try journal.bar(query.ids.filter { journal[$0] == nil && job($0) == nil })
            }
        } catch {
            throw Refusal(error)
        }
    }

    private func report(on id: ActionID) async -> ActionReport {
        if job(id) != nil {
            return ActionReport(
                id: id, ending: .unknown, message: "it waits or runs in this agent",
                facts: [ActionFact.running: .integer(1)])
        }
        guard let entry = journal[id], let begun = entry.begun else { return ActionReport(id: id, ending: .notBegun) }
        return if let report = entry.report { report } else { await observed(id, begun) }
    }

    /// An action whose end nobody had written down, with what can be seen of it now.
    private func observed(_ id: ActionID, _ begun: JournalEntry.Begun) async -> ActionReport {
        var report = ActionReport(id: id, ending: .unknown, message: "it was begun, and its end is not known")
        if begun.bootID != bootID {
            report.message = "it was begun before the host booted, and its end is not known"
            report.facts[ActionFact.rebooted] = .integer(1)
        } else if begun.pid != getpid(), isLocked(begun.request?.node), kill(begun.pid, 0) == 0 || errno == EPERM {
            report.message = "it runs in another agent"
            report.facts[ActionFact.running] = .integer(1)
            return report
        } else {
            // An end is written down before the locks are let go: one that came since the journal was read is there.
            try? journal.refresh()
            if let ended = journal[id]?.report { return ended }
        }
        guard let request = begun.request else { return report }
        let until = loop.now + .seconds(10)
        if let difference = await performer.difference(from: request.basis, of: request.node, until: until) {
            report.facts[ActionFact.differs] = .text(difference)
        }
        return report
    }

    private func isLocked(_ node: NodeSpec?) -> Bool {
        NodeLock.isHeld(node, in: directory)
            || (try? FileLock.tryAcquireShared(directory.file("lock"), mode: StateDirectory.fileMode)) == nil
    }
}
