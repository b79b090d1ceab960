import MusterFleet
import MusterModel
import MusterReports
import Synchronization

/// Shows what a watch tells: lines on standard error, on a terminal with one line below them that says how it stands;
/// or JSON objects on standard output.
final class WatchDisplay: Sendable {
    private struct State {
        var total = 0
        var reached: Set<HostName> = []
        var running = 0
        var done = 0
        var failed = 0
        var isDrawn = false
    }

    private let options: OutputOptions
    private let session: Session
    private let state = Mutex(State())

    init(_ options: OutputOptions, in session: Session) {
        self.options = options
        self.session = session
    }

    func begin(hosts: Int) {
        state.withLock { $0.total = hosts }
        remark("watching \(hosts) \(hosts == 1 ? "host" : "hosts")")
    }

    func show(_ event: WatchEvent) {
        count(event)
        let line = WatchLine(event)
        if options.isJSON {
            session.output.write(line.json(at: session.now()).text + "\n")
        } else if options.verbose || line.weight == .notable && !options.quiet || line.weight == .important {
            remark(line.text)
        } else {
            draw()
        }
    }

    func remark(_ text: String) {
        clear()
        session.output.note((isTerminal ? Units.clock(session.now()).suffix(8) + "  " : "") + text)
        draw()
    }

    /// - Parameter text: how it ended; what was done follows.
    func end(_ text: String) {
        clear()
        let (done, failed) = state.withLock { ($0.done, $0.failed) }
        session.output.note("\(text): \(Units.count(done, "action")) done, \(failed) not done")
    }

    private var isTerminal: Bool { session.environment.isErrorTerminal }

    private func count(_ event: WatchEvent) {
        state.withLock { state in
            switch event {
            case .connected(let host): state.reached.insert(host)
            case .lost(let host, _, _): state.reached.remove(host)
            case .inventoryChanged(let hosts): state.total = hosts
            case .began: state.running += 1
            case .ended(let entry):
                state.running = max(0, state.running - 1)
                if entry.state == .done { state.done += 1 } else { state.failed += 1 }
            case .surveyed, .decided, .reconciled, .skipped, .inventoryInvalid, .remark: break
            }
        }
    }

    private func draw() {
        guard isTerminal, !options.quiet, !options.isJSON else { return }
        state.withLock { state in
            let failed = state.failed == 0 ? "" : ", \(state.failed) not done"
            session.output.draw(
                "\r\u{1B}[K\(state.reached.count) of \(state.total) hosts, \(state.running) actions under way, "
                    + "\(state.done) done\(failed)")
            state.isDrawn = true
        }
    }

    private func clear() {
        state.withLock { state in
            if state.isDrawn { session.output.draw("\r\u{1B}[K") }
            state.isDrawn = false
        }
    }
}
