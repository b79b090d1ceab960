import MusterIO
import MusterModel

extension NodeRun {
    /// Gives a node a new program and, where it runs, restarts it and watches it through the gate; one that does not
    /// come through gets its old program back.
    func upgrade(_ told: inout Told, until deadline: Deadline) async throws(ActionFailure) {
        guard let source = request.source else { throw .refused(.other, "no binary is named", fix: "set --binary") }
        try NodePlace.check(node)
        try await checkRegistry(until: deadline)
        let binary = try await binary(until: deadline)
        let before = try await state(until: deadline)
        let baseline = await look(until: min(deadline, loop.now + .seconds(10)))
        let staged = try await binary.stage(source, until: deadline)
        do throws(ActionFailure) {
            try await compare(staged, source, baseline, before, binary, &told, until: deadline)
        } catch {
            binary.discard(staged.name)
            throw error
        }
        let kept = try await binary.keepOld(pid: before.pid, until: deadline)
        told.note(ActionFact.previousBinaryHash, kept.sha256)
        do throws(ActionFailure) {
            try await binary.put(staged, until: deadline)
        } catch {
            binary.discard(staged.name)
            binary.discard(kept.name)
            throw error
        }
        guard before.life != .down else {
            told.remarks.append("it does not run: the new program counts from its next start")
            return binary.discard(kept.name)
        }
        if kept.sha256 == staged.sha256 { told.remarks.append("it ran this very program already") }
        do throws(ActionFailure) {
            let after = try await restarted(from: before, until: deadline)
            tell(after, &told)
            if let pid = after.pid, try await binary.runningHash(pid, until: deadline) != staged.sha256 {
                throw failed("another program runs than the one that was put in place")
            }
            try await passGate(after, baseline, version: staged.version)
        } catch {
            try await bringBack(kept, binary, error, &told)
        }
        binary.discard(kept.name)
    }

    /// Notes both versions; an unwanted downgrade ends here, before anything is touched.
    private func compare(
        _ staged: NodeBinary.Staged, _ source: BinarySource, _ baseline: HealthLook, _ before: ServiceState,
        _ binary: NodeBinary, _ told: inout Told, until deadline: Deadline
    ) async throws(ActionFailure) {
        let path = before.pid.map { "/proc/\($0)/exe" } ?? node.binary
        var old = baseline.version
        if old == nil { old = try? await binary.version(of: path, until: deadline) }
        told.note(ActionFact.previousVersion, old)
        told.note(ActionFact.version, staged.version)
        told.note(ActionFact.binaryHash, staged.sha256)
        guard !source.allowsDowngrade, let running = old.flatMap({ ReleaseVersion($0) }),
            let offered = staged.version.flatMap({ ReleaseVersion($0) }), offered < running
        else { return }
        throw .refused(
            .wrongBinary, "\(source.path) is version \(offered), lower than \(running), which runs",
            fix: "say --downgrade if that is wanted")
    }

    private func look(until deadline: Deadline) async -> HealthLook {
        guard let gate = request.gate else { return HealthLook() }
        return await HealthLook.take(gate.probes, of: node, by: Prober(loop: loop), until: deadline)
    }

    /// Watches the restarted node by the gate's own time, while others may act on the machine.
    private func passGate(
        _ started: ServiceState, _ baseline: HealthLook, version: String?
    ) async throws(ActionFailure) {
        guard let gate = request.gate, gate.judges else { return }
        await turn.letGo()
        let end = loop.now + .milliseconds(gate.within)
        var wellSince: Deadline?
        while true {
            let fault = try await fault(started, baseline, version: version, gate, until: end)
            let now = loop.now
            if fault == nil {
                let since = wellSince ?? now
                if now >= since + .milliseconds(gate.holdFor) { return }
                wellSince = since
            } else {
                wellSince = nil
            }
            guard now < end else { throw failed(fault ?? "it was not well for long enough") }
            try await pause(host.pace.gateLook, until: end + .seconds(1), "pass health gate")
        }
    }

    /// What is wrong at this moment; a node that was restarted again is beyond hope.
    private func fault(
        _ started: ServiceState, _ baseline: HealthLook, version: String?, _ gate: HealthGate, until end: Deadline
    ) async throws(ActionFailure) -> String? {
        // An owner that is too busy to answer says nothing about the program.
        guard let state = try? await state(until: loop.now + .seconds(20)) else { return "its owner does not answer" }
        guard state.life == .up, state.pid == started.pid else {
            throw failed("it was restarted again: \(state.words)")
        }
        // The last look gets its time too, or a slow end would be told for the node's fault.
        return await look(until: max(min(end, loop.now + .seconds(10)), loop.now + .seconds(2)))
            .fault(after: baseline, version: version, gate)
    }

    private func failed(_ why: String) -> ActionFailure {
        ActionFailure(
            .gateFailed, "the upgraded node is not well: \(why)", step: "pass health gate",
            fix: logHint)
    }

    /// Puts the old program back and restarts the node with it; always throws.
    private func bringBack(
        _ kept: NodeBinary.Staged, _ binary: NodeBinary, _ cause: ActionFailure, _ told: inout Told
    ) async throws(ActionFailure) {
        var failure = cause
        // A time that was too short does not judge the program.
        if failure.fault == .ended { failure.fault = .gateFailed }
        failure.facts[ActionFact.rolledBack] = .integer(0)
        guard request.gate?.rollsBack ?? true, request.gate?.judges ?? true else {
            binary.discard(kept.name)
            throw failure
        }
        do throws(ActionFailure) {
            guard await turn.takeBack() else {
                throw ActionFailure(.timeout, "others act on this host without end", step: "roll back")
            }
            try await binary.put(kept, until: afterwards)
            try await manager.restart(node, until: afterwards)
            let state = try await awaitUp(until: afterwards)
            tell(state, &told)
            failure.facts[ActionFact.rolledBack] = .integer(1)
            failure.message += "; the program that ran before runs again"
        } catch {
            failure.message += "; the program that ran before could not be brought back: \(error.message)"
        }
        throw failure
    }
}
