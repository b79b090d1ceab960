import MusterIO
import Synchronization

/// Runs file system calls that may never return, each on a thread of its own, and gives them up at a deadline.
///
/// A dead network mount or a hung program behind FUSE keeps a thread in the kernel for as long as it pleases. While it
/// does, further work on the same place is not begun, so that a held session does not collect threads.
final class BlockingWork: Sendable {
    private let loop: EventLoop
    private let stuck = Mutex<[String: Int]>([:])

    init(loop: EventLoop) { self.loop = loop }

    var now: Deadline { loop.now }

    /// `nil` if the work, or earlier work at that place, did not return in time.
    ///
    /// One body for all values: a copy of it for each would weigh a hundred kilobytes.
    @_semantics("optimize.sil.specialize.generic.never")
    func run<Value: Sendable>(
        at place: String, until deadline: Deadline, _ work: @escaping @Sendable () -> Value
    ) async -> Value? {
        guard stuck.withLock({ $0[place] == nil }), let ends = try? Socket.pair().split() else { return nil }
        let ours = Descriptor(owning: ends.0)
        let theirs = ends.1
        let job = Job<Value>()
        detachThread(named: "look") {
            let isWanted = job.finish(work())
            if !isWanted { self.forget(place) }
            _ = Descriptor(owning: theirs)  // closing it is the signal
        }
        try? await loop.wait(ours.raw, for: .read, until: deadline)
        return job.take { self.remember(place) }
    }

    private func remember(_ place: String) { stuck.withLock { $0[place, default: 0] += 1 } }

    private func forget(_ place: String) {
        stuck.withLock { places in
            let left = (places[place] ?? 0) - 1
            places[place] = left > 0 ? left : nil
        }
    }
}

/// Hands a result from a thread to whoever waits, unless that one has gone.
private final class Job<Value: Sendable>: Sendable {
    private enum State: Sendable {
        case running
        case finished(Value)
        case abandoned
    }

    private let state = Mutex(State.running)

    /// False when nobody wants the result any more.
    func finish(_ value: Value) -> Bool {
        state.withLock { state in
            if case .abandoned = state { return false }
            state = .finished(value)
            return true
        }
    }

    /// The result; without one the job is abandoned, and `onAbandon` runs before it can finish.
    func take(onAbandon: () -> Void) -> Value? {
        state.withLock { state in
            if case .finished(let value) = state { return value }
            state = .abandoned
            onAbandon()
            return nil
        }
    }
}
