import MusterIO
import MusterModel

/// One action on one node, with what it is carried out by.
final class NodeRun: Sendable {
    let host: HostActions
    let request: ActionRequest
    let node: NodeSpec
    let turn: MachineTurn
    let manager: any ServiceManager

    init(
        _ request: ActionRequest, _ node: NodeSpec, on host: HostActions, turn: MachineTurn, until deadline: Deadline
    ) async throws(ActionFailure) {
        self.host = host
        self.turn = turn
        self.request = request
        self.node = node
        try NodePlace.checkName(node)
        manager = try await host.manager(of: node, until: deadline)
    }

    var loop: EventLoop { host.loop }

    func carryOut(_ told: inout Told, until deadline: Deadline) async throws(ActionFailure) {
        switch request.verb {
        case .start: try await start(&told, until: deadline)
        case .stop: try await stop(&told, until: deadline)
        case .restart: try await restart(&told, until: deadline)
        case .disable: try await disable(&told, until: deadline)
        case .enable: try await enable(&told, until: deadline)
        case .add, .restore: try await add(&told, until: deadline)
        case .upgrade: try await upgrade(&told, until: deadline)
        case .remove: try await remove(&told, until: deadline)
        case .takeOver, .giveBack: throw .refused(.other, "\(request.verb.rawValue) concerns no single node")
        }
    }

    // MARK: What several verbs need

    func state(until deadline: Deadline) async throws(ActionFailure) -> ServiceState {
        try await manager.state(of: node, until: deadline)
    }

    /// Watches a node that was told to start until it has run for a while; fails if it ends.
    func awaitUp(until deadline: Deadline) async throws(ActionFailure) -> ServiceState {
        var since: Deadline?
        var pid: Int32?
        while true {
            let state = try await state(until: deadline)
            if let pid, state.pid != pid { throw ended(state) }
            switch state.life {
            case .up:
                let seen = since ?? loop.now
                if loop.now >= seen + host.pace.settled { return state }
                since = seen
                pid = state.pid
            case .starting where state.unit?.subState != "auto-restart" && since == nil: break
            case .starting, .stopping, .down: throw ended(state)
            }
            try await pause(host.pace.look, until: deadline, "start node")
        }
    }

    var logHint: String { "see its log on the host, in " + (node.logDirectory ?? node.dataDirectory) }

    private func ended(_ state: ServiceState) -> ActionFailure {
        ActionFailure(
            .ended, "the node ended right after its start: \(state.words)", step: "start node",
            fix: logHint)
    }

    /// Watches a node that was told to stop until it has; a manager may take its time.
    func awaitDown(until deadline: Deadline) async throws(ActionFailure) {
        while true {
            let state = try await state(until: deadline)
            if state.life == .down { return }
            guard loop.now < deadline else {
                throw ActionFailure(.timeout, "the node does not stop: \(state.words)", step: "stop node")
            }
            try await pause(host.pace.look, until: deadline, "stop node")
        }
    }

    func pause(_ duration: Duration, until deadline: Deadline, _ step: String) async throws(ActionFailure) {
        guard loop.now < deadline else { throw ActionFailure(.timeout, "no outcome in time", step: step) }
        do throws(WaitError) {
            try await loop.sleep(until: min(deadline, loop.now + duration))
        } catch {
            throw ActionFailure(.timeout, "the action was cut short", step: step)
        }
    }

    /// Closes the node's ports; that they stay open is told and fails nothing.
    func closeFirewall(_ told: inout Told, until deadline: Deadline) async {
        do throws(ActionFailure) {
            try await host.firewall(of: node)?.close(node, until: deadline)
        } catch {
            told.remarks.append("the firewall still lets its ports through: \(error.message)")
        }
    }

    /// Refuses what only the manager whose list the node stands in may do.
    func checkRegistry(until deadline: Deadline) async throws(ActionFailure) {
        let path = try await host.work.act(at: "/", until: deadline) { () throws(ActionFailure) in
            AntctlRegistry.path(listing: self.node, self.host.root, self.host.accounts.database)
        }
        if let path {
            throw .refused(
                .foreignManager, "\(node.name) stands in antctl's registry \(path), so it is antctl's to change",
                fix: "use antctl on the host; start, stop and restart work from here")
        }
    }

    func binary(until deadline: Deadline) async throws(ActionFailure) -> NodeBinary {
        let account = try await host.accounts.account(of: node, until: deadline)
        return NodeBinary(of: self, identity: try host.accounts.identity(of: account))
    }
}
