package import MusterIO
import Synchronization

/// Turns host names into numeric addresses without ever blocking an event loop.
///
/// `getaddrinfo` cannot be given a deadline or cancelled, so each call runs on a thread of its own that nobody waits
/// for longer than he wants. A call that hangs keeps its thread, and gives up its place to the next name.
package final class AddressResolver: Sendable {
    /// Answers with addresses in the order in which to try them, or fails; may block.
    package typealias Lookup = @Sendable (_ question: ResolveQuestion) throws(ResolveError) -> [SocketAddress]

    private let loop: EventLoop
    private let lookup: Lookup
    private let limits: Limits
    private let state = Mutex(State())

    package struct Limits: Sendable {
        /// Calls that run at once, while their callers wait.
        package var concurrent = 16
        /// Threads in all, with those whose callers have given up.
        package var threads = 64

        package init() {}
    }

    private struct State {
        var waiting: [ResolveRequest] = []
        var running = 0
        var threads = 0
    }

    package init(loop: EventLoop, limits: Limits = Limits(), lookup: @escaping Lookup = SystemResolver.addresses) {
        self.loop = loop
        self.limits = limits
        self.lookup = lookup
    }

    /// The addresses of `name`, which may be a numeric one already.
    package func addresses(
        of name: String, port: UInt16, family: SSHSettings.AddressFamily = .any, until deadline: Deadline
    ) async throws(ResolveError) -> [SocketAddress] {
        if let address = SocketAddress(numeric: name, port: port) { return [address] }
        let request = ResolveRequest(ResolveQuestion(name: name, port: port, family: family))
        state.withLock { $0.waiting.append(request) }
        startWorkers()
        let answer = await answer(to: request, until: deadline)
        giveUp(request)
        return try (answer ?? .failure(Task.isCancelled ? .cancelled : .timedOut(name: name))).get()
    }

    /// `nil` if the deadline or a cancellation came first.
    private func answer(to request: ResolveRequest, until deadline: Deadline) async -> ResolveRequest.Answer? {
        await withTaskGroup(of: ResolveRequest.Answer?.self) { group in
            group.addTask { await request.answer() }
            group.addTask { [loop] in
                try? await loop.sleep(until: deadline)
                request.abandon()
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }

    /// Frees the place of a request that is still running, or takes it out of the queue.
    private func giveUp(_ request: ResolveRequest) {
        state.withLock { state in
            state.waiting.removeAll { $0 === request }
            if request.leave() { state.running -= 1 }
        }
        startWorkers()
    }

    private func startWorkers() {
        while let request = next(newThread: true) {
            detachThread(named: "muster-resolve") { self.work(request) }
        }
    }

    private func work(_ first: ResolveRequest) {
        var request: ResolveRequest? = first
        while let current = request {
            do throws(ResolveError) {
                current.finish(.success(try lookup(current.question)))
            } catch {
                current.finish(.failure(error))
            }
            state.withLock { state in
                if current.leave() { state.running -= 1 }
            }
            request = next(newThread: false)
        }
        state.withLock { $0.threads -= 1 }
    }

    private func next(newThread: Bool) -> ResolveRequest? {
        state.withLock { state in
            let hasThread = !newThread || state.threads < limits.threads
            guard !state.waiting.isEmpty, state.running < limits.concurrent, hasThread else { return nil }
            state.running += 1
            if newThread { state.threads += 1 }
            let request = state.waiting.removeFirst()
            request.enter()
            return request
        }
    }
}
