import Glibc
import MusterAgent
import MusterHost
import MusterIO
import MusterModel
import Synchronization

/// Counts what it is told to do, and takes as long as a test wants.
final class ScriptedPerformer: ActionPerformer {
    private let state = Mutex(State())

    private struct State {
        var performed: [ActionID] = []
        var difference: String?
        var isHeld = false
        var isProving = false
        var letGo: [ActionID] = []
        var wantBack: [ActionID] = []
        var tombstones: [String: [String]] = [:]
        var mostAtOnce = 0
        var atOnce = 0
    }

    var performed: [ActionID] { state.withLock { $0.performed } }
    /// How many ran beside one another at most.
    var mostAtOnce: Int { state.withLock { $0.mostAtOnce } }

    /// Those that let the machine go.
    var letGo: [ActionID] { state.withLock { $0.letGo } }

    /// Those that have been watched long enough.
    var wantBack: [ActionID] { state.withLock { $0.wantBack } }

    /// Upgrades let the machine go, and are watched until they are told otherwise; then they want it back.
    func prove(_ on: Bool) { state.withLock { $0.isProving = on } }

    func differ(in part: String?) { state.withLock { $0.difference = part } }

    /// Actions do not end until they are let go.
    func hold(_ on: Bool) { state.withLock { $0.isHeld = on } }

    func difference(from basis: ActionBasis, of node: NodeSpec?, until deadline: Deadline) async -> String? {
        state.withLock { $0.difference }
    }

    /// What removals have left, by the storage.
    func leave(_ tombstones: [String], in storage: String) { state.withLock { $0.tombstones[storage] = tombstones } }

    var tombstones: [String: [String]] { state.withLock { $0.tombstones } }

    func tombstones(in storage: String, until deadline: Deadline) async -> [String] {
        state.withLock { $0.tombstones[storage] ?? [] }
    }

    func delete(tombstones: [String], in storage: String, until deadline: Deadline) async {
        state.withLock { $0.tombstones[storage]?.removeAll { tombstones.contains($0) } }
    }

    func perform(_ request: ActionRequest, until deadline: Deadline, turn: MachineTurn) async -> ActionReport {
        enter(request.id)
        if request.verb == .upgrade {
            leave()
            await turn.letGo()
            state.withLock { $0.letGo.append(request.id) }
            await wait(until: deadline) { $0.isProving }
            state.withLock { $0.wantBack.append(request.id) }
            guard await turn.takeBack() else { return ActionReport(id: request.id, ending: .failed, fault: .timeout) }
            enter(request.id)
        }
        await wait(until: deadline) { $0.isHeld }
        leave()
        return ActionReport(id: request.id, ending: .done, facts: [ActionFact.pid: .integer(Int64(performed.count))])
    }

    private func enter(_ id: ActionID) {
        state.withLock {
            $0.performed.append(id)
            $0.atOnce += 1
            $0.mostAtOnce = max($0.mostAtOnce, $0.atOnce)
        }
    }

    private func leave() { state.withLock { $0.atOnce -= 1 } }

    private func wait(until deadline: Deadline, while isOn: @Sendable (State) -> Bool) async {
        while state.withLock({ isOn($0) }), Deadline.now < deadline { try? await Task.sleep(for: .milliseconds(5)) }
    }
}
