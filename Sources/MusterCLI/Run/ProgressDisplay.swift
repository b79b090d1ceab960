import MusterFleet
import MusterModel
import Synchronization

/// Shows on standard error how far a round is: one line that is redrawn on a terminal, a line per host elsewhere.
final class ProgressDisplay: Sendable {
    private struct State {
        var done = 0
        var failed = 0
        var isDrawn = false
    }

    private let total: Int
    private let isTerminal: Bool
    private let isVerbose: Bool
    private let output: any Output
    private let state = Mutex(State())

    init(total: Int, isTerminal: Bool, isVerbose: Bool, output: any Output) {
        self.total = total
        self.isTerminal = isTerminal
        self.isVerbose = isVerbose
        self.output = output
    }

    func show(_ progress: Progress) {
        switch progress {
        case .began: break
        case .step(let host, let step): if isVerbose { remark("\(host): \(step)") } else { draw(host, step) }
        case .wait(let host, let reason): remark("\(host): \(PlainText.printable(reason))")
        case .ended(let host, let ok, let message): end(host, ok: ok, message: message)
        }
    }

    /// Removes the redrawn line, so that results do not follow it.
    func clear() {
        state.withLock { state in
            if state.isDrawn { output.draw("\r\u{1B}[K") }
            state.isDrawn = false
        }
    }

    private func end(_ host: HostName, ok: Bool, message: String?) {
        state.withLock { state in
            state.done += 1
            if !ok { state.failed += 1 }
        }
        if let message { remark("\(host): \(PlainText.printable(message))") } else { draw(host, "done") }
    }

    func remark(_ text: String) {
        clear()
        output.note(text)
    }

    private func draw(_ host: HostName, _ step: String) {
        guard isTerminal, total > 1 else { return }
        state.withLock { state in
            let failed = state.failed == 0 ? "" : ", \(state.failed) with problems"
            output.draw("\r\u{1B}[K\(state.done) of \(total) hosts\(failed): \(host) \(step)")
            state.isDrawn = true
        }
    }
}
