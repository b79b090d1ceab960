import Glibc
import MusterIO
import Synchronization

/// Burns processor time on threads of its own, so that the pages stay as quick as the cores allow.
final class Burner: Sendable {
    private let percent = Atomic<UInt32>(0)
    private let threads = Atomic<UInt32>(0)

    /// More threads than this are not started.
    private static let limit: UInt32 = 16

    /// `wanted` is the share of one core; above 100 each full hundred burns a core, up to sixteen.
    func burn(percent wanted: UInt32) {
        percent.store(min(wanted, Self.limit * 100), ordering: .relaxed)
        while threads.load(ordering: .relaxed) * 100 < percent.load(ordering: .relaxed) {
            let index = threads.wrappingAdd(1, ordering: .relaxed).oldValue
            detachThread(named: "burner") { self.work(index) }
        }
    }

    private func work(_ index: UInt32) {
        let slice: Int64 = 20_000_000
        while true {
            let all = percent.load(ordering: .relaxed)
            let share = Int64(min(all > index * 100 ? all - index * 100 : 0, 100))
            let busyUntil = Deadline.now + .nanoseconds(slice * share / 100)
            while Deadline.now < busyUntil {}
            usleep(UInt32((slice - slice * share / 100) / 1000))
        }
    }
}
