import MusterIO
import MusterModel

extension NodeRun {
    func start(_ told: inout Told, until deadline: Deadline) async throws(ActionFailure) {
        let firewall = try host.firewall(of: node)
        told.remarks += try await manager.prepare(node, until: deadline)
        let before = try await state(until: deadline)
        if before.life == .up {
            told.remarks.append("it ran already")
            tell(before, &told)
            try await firewall?.open(node, until: deadline)
            await rejoinBoot(&told, until: deadline)
            return
        }
        try await checkListeners(until: deadline)
        try await firewall?.open(node, until: deadline)
        do throws(ActionFailure) {
            try await manager.start(node, until: deadline)
            tell(try await awaitUp(until: deadline), &told)
        } catch {
            // It would go on trying, although it is reported as not started.
            try? await manager.stop(node, until: afterwards)
            await closeFirewall(&told, until: afterwards)
            throw error
        }
        await rejoinBoot(&told, until: deadline)
    }

    /// That it will not come up with the host is told and fails nothing.
    private func rejoinBoot(_ told: inout Told, until deadline: Deadline) async {
        do throws(ActionFailure) {
            try await manager.rejoinBoot(node, until: deadline)
        } catch {
            told.remarks.append("it does not start at boot as it did before: \(error.message)")
        }
    }

    func stop(_ told: inout Told, until deadline: Deadline) async throws(ActionFailure) {
        try await halt(until: deadline)
        do throws(ActionFailure) {
            try await manager.leaveBoot(node, until: deadline)
        } catch {
            told.remarks.append("the next boot starts it again: \(error.message)")
        }
        await closeFirewall(&told, until: deadline)
    }

    /// Stops the node through its owner and sees that it has.
    func halt(until deadline: Deadline) async throws(ActionFailure) {
        do throws(ActionFailure) {
            try await manager.stop(node, until: deadline)
        } catch {
            // What the state says counts, not how long the call took.
            guard error.fault == .timeout, let state = try? await state(until: afterwards), state.life == .down else {
                throw error
            }
        }
        try await awaitDown(until: deadline)
    }

    func restart(_ told: inout Told, until deadline: Deadline) async throws(ActionFailure) {
        let before = try await state(until: deadline)
        guard before.life != .down else { return try await start(&told, until: deadline) }
        try await host.firewall(of: node)?.open(node, until: deadline)
        let after = try await restarted(from: before, until: deadline)
        tell(after, &told)
    }

    /// Restarts through the owner; fails where the same process runs afterwards.
    func restarted(from before: ServiceState, until deadline: Deadline) async throws(ActionFailure) -> ServiceState {
        try await manager.restart(node, until: deadline)
        let after = try await awaitUp(until: deadline)
        if after.pid == before.pid, after.startedAfterBoot == before.startedAfterBoot {
            throw ActionFailure(.other, "the same process runs as before", step: "restart node")
        }
        return after
    }

    func disable(_ told: inout Told, until deadline: Deadline) async throws(ActionFailure) {
        try await manager.disable(node, until: deadline)
        try await stop(&told, until: deadline)
    }

    func enable(_ told: inout Told, until deadline: Deadline) async throws(ActionFailure) {
        try await manager.enable(node, until: deadline)
    }

    func tell(_ state: ServiceState, _ told: inout Told) {
        if let pid = state.pid { told.note(ActionFact.pid, pid) }
    }

    /// Time to undo what was half done when the action's own is over.
    var afterwards: Deadline { loop.now + .seconds(60) }

    var portCheck: PortCheck {
        PortCheck(root: host.root, users: host.accounts.database, storage: node.storage)
    }

    private func checkListeners(until deadline: Deadline) async throws(ActionFailure) {
        try await host.work.act(at: "/proc/net", until: deadline) { () throws(ActionFailure) in
            try self.portCheck.checkListeners(self.node)
        }
    }
}
