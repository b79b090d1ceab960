import Glibc
import MusterFleet
import Synchronization
import Testing

@testable import MusterCLI

/// Requests to stop, as signals of a process.
struct InterruptTests {
    private final class Heard: Sendable {
        let remarks = Mutex(0)
        let stops = Mutex(0)
    }

    private func eventually(_ isSo: () -> Bool) async throws -> Bool {
        for _ in 0..<2000 {
            if isSo() { return true }
            try await Task.sleep(for: .milliseconds(5))
        }
        return false
    }

    @Test func aLaterRoundHearsThemToo() async throws {
        let interrupts = Interrupts(signals: [SIGUSR2])
        let heard = Heard()
        func begin() -> StopSignal {
            let stop = StopSignal()
            interrupts.watch(stop: stop) { _ in
                heard.remarks.withLock { $0 += 1 }
            } stopAll: {
                heard.stops.withLock { $0 += 1 }
            }
            return stop
        }
        _ = begin()
        interrupts.unwatch()
        #expect(!interrupts.wereAsked)
        let second = begin()
        kill(getpid(), SIGUSR2)
        #expect(try await eventually { second.isStopped && heard.remarks.withLock { $0 } == 1 })
        #expect(heard.stops.withLock { $0 } == 0)
        interrupts.unwatch()
        _ = begin()
        kill(getpid(), SIGUSR2)
        #expect(try await eventually { heard.stops.withLock { $0 } == 1 })
        #expect(interrupts.wereAsked)
    }
}
