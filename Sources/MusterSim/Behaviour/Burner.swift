import Glibc
import MusterIO
import Synchronization

/// Burns a share of one core on a thread of its own, so that the pages stay as quick as the core allows.
final class Burner: Sendable {
    private let percent = Atomic<UInt32>(0)
    private let running = Atomic<Bool>(false)

    func burn(percent wanted: UInt32) {
        percent.store(min(wanted, 100), ordering: .relaxed)
        guard wanted > 0, !running.exchange(true, ordering: .relaxed) else { return }
        detachThread(named: "burner") { self.work() }
    }

    private func work() {
        let slice: Int64 = 20_000_000
        while true {
            let share = Int64(percent.load(ordering: .relaxed))
            let busyUntil = Deadline.now + .nanoseconds(slice * share / 100)
            while Deadline.now < busyUntil {}
            usleep(UInt32((slice - slice * share / 100) / 1000))
        }
    }
}
