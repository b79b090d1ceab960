import Glibc
import MusterAgent
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
        var mostAtOnce = 0
        var atOnce = 0
    }

    var performed: [ActionID] { state.withLock { $0.performed } }
    /// How many ran beside one another at most.
    var mostAtOnce: Int { state.withLock { $0.mostAtOnce } }

    func differ(in part: String?) { state.withLock { $0.difference = part } }

    /// Actions do not end until they are let go.
    func hold(_ on: Bool) { state.withLock { $0.isHeld = on } }

    func difference(from basis: ActionBasis, of node: NodeSpec?, until deadline: Deadline) async -> String? {
        state.withLock { $0.difference }
    }

    func resumeTombstones(storage: String, until deadline: Deadline) async -> Int { 0 }

    func perform(_ request: ActionRequest, until deadline: Deadline) async -> ActionReport {
        state.withLock {
            $0.performed.append(request.id)
            $0.atOnce += 1
            $0.mostAtOnce = max($0.mostAtOnce, $0.atOnce)
        }
        while state.withLock({ $0.isHeld }), Deadline.now < deadline { try? await Task.sleep(for: .milliseconds(5)) }
        state.withLock { $0.atOnce -= 1 }
        return ActionReport(id: request.id, ending: .done, facts: [ActionFact.pid: .integer(Int64(performed.count))])
    }
}
