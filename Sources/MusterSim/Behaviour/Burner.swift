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

    /// Burns by the thread's own clock, so that a share is a share on a busy machine too; what it owes is forgotten
    /// after a while.
    private func work(_ index: UInt32) {
        let slice: Int64 = 20_000_000
        var owed: Int64 = 0
        var last = Deadline.now
        while true {
            let now = Deadline.now
            let all = percent.load(ordering: .relaxed)
            let share = Int64(min(all > index * 100 ? all - index * 100 : 0, 100))
            owed = min(owed + Int64(now.since(last) / .nanoseconds(100) * Double(share)), slice * 10)
            if share == 0 { owed = 0 }
            last = now
            if owed > slice / 20 {
                let began = Self.burnt
                while Self.burnt - began < min(owed, slice) {}
                owed -= Self.burnt - began
            } else {
                usleep(5000)
            }
        }
    }

    /// Processor time of this thread, in nanoseconds.
    private static var burnt: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
