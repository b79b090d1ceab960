import Dispatch
import Glibc
import MusterFleet
import Synchronization

/// Turns Ctrl-C and SIGTERM into "no new work" the first time and "stop what runs" the second.
final class Interrupts: Sendable {
    /// How often the operator asked so far.
    private let count = Mutex(0)
    private let sources = Mutex<[any DispatchSourceSignal]>([])

    var wereAsked: Bool { count.withLock { $0 > 0 } }

    /// Watches until ``unwatch()``; `stopAll` runs at the second request.
    func watch(stop: StopSignal, remark: @escaping @Sendable (String) -> Void, stopAll: @escaping @Sendable () -> Void) {
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [self] in
                switch count.withLock({ $0 += 1; return $0 }) {
                case 1:
                    stop.stop()
                    remark("finishing the hosts at work; once more to stop them")
                case 2: stopAll()
                default: _exit(130)
                }
            }
            source.resume()
            sources.withLock { $0.append(source) }
        }
    }

    func unwatch() {
        sources.withLock { sources in
            for source in sources { source.cancel() }
            sources = []
        }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
}
