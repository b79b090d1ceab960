import Dispatch
import Glibc
import MusterFleet
import Synchronization

/// Turns Ctrl-C and SIGTERM into "no new work" the first time and "stop what runs" the second, round after round.
final class Interrupts: Sendable {
    private struct Round: Sendable {
        let stop: StopSignal
        let remark: @Sendable (String) -> Void
        let stopAll: @Sendable () -> Void
    }

    private struct State: Sendable {
        /// How often the operator asked so far.
        var count = 0
        var round: Round?
        var isListening = false
    }

    private static let signals = [SIGINT, SIGTERM]
    private let state = Mutex(State())

    var wereAsked: Bool { state.withLock { $0.count > 0 } }

    /// Watches until ``unwatch()``; `stopAll` runs at the second request.
    func watch(
        stop: StopSignal, remark: @escaping @Sendable (String) -> Void, stopAll: @escaping @Sendable () -> Void
    ) {
        let isFirst = state.withLock { state in
            defer { state.isListening = true }
            state.round = Round(stop: stop, remark: remark, stopAll: stopAll)
            return !state.isListening
        }
        if isFirst { listen() }
    }

    /// Between two rounds nothing runs on hosts: a request then ends the program.
    func unwatch() { state.withLock { $0.round = nil } }

    private func listen() {
        for number in Self.signals {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { self.hear() }
            source.resume()
            // Kept for as long as the program runs: cancelled and made anew, a signal's source hears nothing more.
            _ = Unmanaged.passRetained(source as AnyObject)
        }
    }

    private func hear() {
        let (count, round) = state.withLock { state in
            state.count += 1
            return (state.count, state.round)
        }
        guard let round, count < 3 else { _exit(ExitStatus.interrupted.rawValue) }
        if count == 1 {
            round.stop.stop()
            round.remark("finishing the hosts at work; once more to stop waiting for them")
        } else {
            round.stopAll()
        }
    }
}
