import MusterAgent
import MusterIO
import MusterModel
import Synchronization

/// Does as a test says, and counts.
final class ScriptedPerformer: ActionPerformer {
    private struct State {
        var performed: [ActionRequest] = []
        var isHeld = false
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

    func resumeTombstones(storage: String, until deadline: Deadline) async -> Int { 0 }

    func perform(_ request: ActionRequest, until deadline: Deadline) async -> ActionReport {
        state.withLock { $0.performed.append(request) }
        while state.withLock({ $0.isHeld }), Deadline.now < deadline { try? await Task.sleep(for: .milliseconds(5)) }
        return answer(request)
    }
}
