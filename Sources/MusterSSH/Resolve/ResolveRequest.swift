import MusterIO
import Synchronization

/// What to resolve, and which addresses are wanted.
package struct ResolveQuestion: Hashable, Sendable {
    package let name: String
    /// Becomes part of the addresses.
    package let port: UInt16
    package let family: SSHSettings.AddressFamily
}

/// One name on its way through the resolver, waited for by one task and worked on by at most one thread.
final class ResolveRequest: Sendable {
    typealias Answer = Result<[SocketAddress], ResolveError>

    let question: ResolveQuestion
    private let state = Mutex(State())

    private struct State {
        var answer: Answer??
        var waiter: CheckedContinuation<Answer?, Never>?
        var isRunning = false
    }

    init(_ question: ResolveQuestion) { self.question = question }

    /// Waits for ``finish(_:)``, or for `nil` from ``abandon()``; the first of them counts.
    func answer() async -> Answer? {
        await withCheckedContinuation { continuation in
            let settled = state.withLock { state in
                if state.answer == nil { state.waiter = continuation }
                return state.answer
            }
            if let settled { continuation.resume(returning: settled) }
        }
    }

    func finish(_ answer: Answer) { settle(answer) }

    func abandon() { settle(nil) }

    /// A thread has taken it up.
    func enter() { state.withLock { $0.isRunning = true } }

    /// Answers true once, and only if a thread had taken it up: whoever hears it frees the place.
    func leave() -> Bool {
        state.withLock { state in
            defer { state.isRunning = false }
            return state.isRunning
        }
    }

    private func settle(_ answer: Answer?) {
        let waiter = state.withLock { state -> CheckedContinuation<Answer?, Never>? in
            guard state.answer == nil else { return nil }
            state.answer = .some(answer)
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: answer)
    }
}
