import Dispatch
import Glibc
import MusterFleet
import Synchronization

/// Turns Ctrl-C and SIGTERM into "no new work" the first time and "stop what runs" the second.
final class Interrupts: Sendable {
    /// How often the operator asked so far.
    private let count = Atomic(0)

    var wereAsked: Bool { count.load(ordering: .relaxed) > 0 }

    /// Watches until ``unwatch(_:)`` gets what this returns; `stopAll` runs at the second request.
    func watch(
        stop: StopSignal, remark: @escaping @Sendable (String) -> Void, stopAll: @escaping @Sendable () -> Void
    ) -> [any DispatchSourceSignal] {
        Self.signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [self] in
                switch count.add(1, ordering: .relaxed).newValue {
                case 1:
                    stop.stop()
                    remark("finishing the hosts at work; once more to stop them")
                case 2: stopAll()
                default: _exit(130)
                }
            }
            source.resume()
            return source
        }
    }

    func unwatch(_ sources: [any DispatchSourceSignal]) {
        for source in sources { source.cancel() }
        for number in Self.signals { signal(number, SIG_DFL) }
    }

    private static let signals = [SIGINT, SIGTERM]
}
