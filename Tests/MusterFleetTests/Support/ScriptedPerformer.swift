import MusterAgent
import MusterHost
import MusterIO
import MusterModel
import Synchronization

/// Does as a test says, and counts.
final class ScriptedPerformer: ActionPerformer {
    private struct State {
        var performed: [ActionRequest] = []
        var isHeld = false
        var isProving = false
    }

    private let state = Mutex(State())
    private let answer: @Sendable (ActionRequest) -> ActionReport

    init(answer: @escaping @Sendable (ActionRequest) -> ActionReport = { ActionReport(id: $0.id, ending: .done) }) {
        self.answer = answer
    }

    var performed: [ActionRequest] { state.withLock { $0.performed } }

    /// Actions do not end until they are let go.
    func hold(_ on: Bool) { state.withLock { $0.isHeld = on } }

    func difference(from basis: ActionBasis, of node: NodeSpec?, until deadline: Deadline) async -> String? { nil }

    func tombstones(in storage: String, until deadline: Deadline) async -> [String] { [] }

    func delete(tombstones: [String], in storage: String, until deadline: Deadline) async {}

    /// Upgrades let the machine go, and prove themselves until they are told otherwise.
    func prove(_ on: Bool) { state.withLock { $0.isProving = on } }

    func perform(_ request: ActionRequest, until deadline: Deadline, turn: MachineTurn) async -> ActionReport {
        state.withLock { $0.performed.append(request) }
        if request.verb == .upgrade {
            await turn.letGo()
            while state.withLock({ $0.isProving }), Deadline.now < deadline {
                try? await Task.sleep(for: .milliseconds(5))
            }
        }
        while state.withLock({ $0.isHeld }), Deadline.now < deadline { try? await Task.sleep(for: .milliseconds(5)) }
        return answer(request)
    }
}
