import CShim
import Glibc
import Synchronization

/// One thread that runs jobs and wakes those that wait on descriptors.
///
/// An actor whose `unownedExecutor` is the loop, or a task with the loop as its executor preference, runs on that
/// thread alone. The controller calls ``start()``, which makes the thread, for actors; the agent calls ``run(_:)``,
/// which uses the caller's, for tasks that prefer it. Child tasks and plain asynchronous functions of a task inherit
/// its preference; an unstructured `Task { }` does not, and would start the runtime's own threads.
///
/// Where a task's preference is not what its job is run with, each `await` of an actor's own function puts the task
/// at the end of the queue, although it has nothing to wait for.
package final class EventLoop: SerialExecutor, TaskExecutor {
    private let state: Mutex<State>
    private let clock: any MonotonicClock
    private let name: String
    private let wakePipe: Pipe

    struct State: Sendable {
        var jobs: [UnownedJob] = []
        var waiters = Waiters()
        var poller: Poller
        var asleep = false
        var stopped = false
        var thread: pthread_t?
        var lastID: UInt64 = 0
    }

    /// Its process gets EPIPE instead of SIGPIPE from now on.
    package init(name: String, clock: any MonotonicClock = SystemClock()) throws(SystemError) {
        muster_ignore_broken_pipes()
        wakePipe = try Pipe(nonBlocking: true)
        self.name = name
        self.clock = clock
        state = Mutex(State(poller: Poller(wakeReader: wakePipe.reader.raw, wakeWriter: wakePipe.writer.raw)))
    }

    /// The time as this loop's deadlines see it.
    package var now: Deadline { clock.now }

    /// Lives until ``stop()``.
    package func start() {
        detachThread(named: name) {
            self.drive { job in job.runSynchronously(on: self.asUnownedSerialExecutor()) }
        }
    }

    /// Runs `body`, and whatever it awaits, on the calling thread, and returns when it has returned.
    package func run<Value: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () async throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let outcome = Outcome<Value, Failure>()
        Task(executorPreference: self) {
            do throws(Failure) { outcome.set(.success(try await body())) } catch { outcome.set(.failure(error)) }
            self.stop()
        }
        drive { job in
            job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
        }
        return try outcome.get()
    }

    /// Ends the loop's thread after its current job; jobs and waits that are left are never resumed.
    package func stop() {
        withState { state in
            state.stopped = true
            state.wakeUp()
        }
    }

    /// Makes the loop look at its clock again: for tests that move it.
    package func clockMoved() {
        withState { $0.wakeUp() }
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        withState { state in
            state.jobs.append(job)
            state.wakeUp()
        }
    }

    package var isCurrent: Bool {
        withState { state in state.thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
    }

    package func checkIsolated() { precondition(isCurrent, "not on the event loop") }

    func withState<Value: Sendable>(_ body: (inout sending State) -> sending Value) -> Value {
        state.withLock(body)
    }

    func nextID() -> UInt64 {
        withState { state in
            state.lastID += 1
            return state.lastID
        }
    }
}

extension EventLoop {
    /// Rounds of jobs between two looks at the descriptors.
    private static let roundsPerPoll = 16

    private func drive(_ run: (UnownedJob) -> Void) {
        withState { state in
            precondition(state.thread == nil, "the loop runs already")
            state.thread = pthread_self()
            state.stopped = false
        }
        var jobs: [UnownedJob] = []
        while runJobs(&jobs, run) {
            var (watched, bound) = withState { $0.fallAsleep() }
            let ready = Poller.block(&watched, milliseconds: milliseconds(until: bound))
            let now = clock.now
            let (woken, late) = withState { $0.wake(ready, now: now) }
            resume(woken, .ready)
            resume(late, .late)
        }
        withState { $0.thread = nil }
    }

    /// Answers false when the loop has been stopped.
    private func runJobs(_ jobs: inout [UnownedJob], _ run: (UnownedJob) -> Void) -> Bool {
        for _ in 0..<Self.roundsPerPoll {
            let stopped = withState { state in
                swap(&jobs, &state.jobs)
                return state.stopped
            }
            if stopped { return false }
            if jobs.isEmpty { return true }
            for job in jobs { run(job) }
            jobs.removeAll(keepingCapacity: true)
        }
        return true
    }

    /// Rounded up: a wake-up before the deadline would find nobody late and turn the loop in vain.
    private func milliseconds(until bound: Deadline?) -> Int32 {
        guard let bound, bound != .never else { return bound == nil ? 0 : -1 }
        let nanoseconds = max(0, bound.since(clock.now) / .nanoseconds(1))
        return Int32(min(nanoseconds / 1_000_000 + 1, 3_600_000))
    }

    /// Never under the lock: resuming a task enqueues its job.
    func resume(_ waiters: [Waiter], _ wake: Wake) {
        for waiter in waiters { waiter.continuation.resume(returning: wake) }
    }
}

extension EventLoop.State {
    mutating func wakeUp() {
        if asleep {
            asleep = false
            poller.ring()
        }
    }

    /// What to watch, and until when; without a bound there is work left.
    mutating func fallAsleep() -> (watched: [pollfd], bound: Deadline?) {
        asleep = jobs.isEmpty && !stopped
        return (poller.watched, asleep ? waiters.earliest : nil)
    }

    mutating func wake(_ ready: [(fd: Int32, ready: Interest)], now: Deadline) -> (woken: [Waiter], late: [Waiter]) {
        asleep = false
        let woken = ready.flatMap { take(waiters.ids(on: $0.fd, for: $0.ready)) }
        return (woken, take(waiters.lateIDs(at: now)))
    }

    mutating func park(_ waiter: Waiter, as id: UInt64) {
        waiters.park(waiter, as: id)
        rearm(waiter)
        wakeUp()
    }

    mutating func takeAll(on fd: Int32) -> [Waiter] { take(waiters.ids(on: fd)) }

    mutating func take(_ ids: [UInt64]) -> [Waiter] {
        ids.compactMap { id in
            guard let waiter = waiters.take(id) else { return nil }
            rearm(waiter)
            return waiter
        }
    }

    private mutating func rearm(_ waiter: Waiter) {
        for place in waiter.places { poller.arm(place.fd, waiters.interest(on: place.fd)) }
    }
}
