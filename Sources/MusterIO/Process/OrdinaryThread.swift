import Glibc
import Synchronization

/// A thread that keeps the priority which the program was started with.
///
/// Linux counts priorities per thread, children inherit that of the thread that starts them, and only root may raise
/// one: what is to run with everybody's priority must be started from here.
final class OrdinaryThread: Sendable {
    private static let running = Mutex<OrdinaryThread?>(nil)

    private let request: Pipe
    private let reply: Pipe
    private let job = Mutex<(@Sendable () -> Void)?>(nil)

    private init() throws(SystemError) {
        request = try Pipe(nonBlocking: false)
        reply = try Pipe(nonBlocking: false)
    }

    /// To be called before the priority is lowered; lives as long as the program.
    static func begin() {
        running.withLock { running in
            guard running == nil, let thread = try? OrdinaryThread() else { return }
            running = thread
            detachThread(named: "ordinary") { thread.serve() }
        }
    }

    private func serve() {
        var byte: UInt8 = 0
        while read(request.reader.raw, &byte, 1) == 1 {
            let job = job.withLock { $0.take() }
            job?()
            write(reply.writer.raw, &byte, 1)
        }
    }

    /// Runs `work` there and waits for it, on the caller's own thread where there is no other; one caller at a time.
    static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) -> Value {
        guard let thread = running.withLock({ $0 }) else { return work() }
        let result = Outcome<Value, Never>()
        thread.job.withLock { $0 = { result.set(.success(work())) } }
        var byte: UInt8 = 0
        write(thread.request.writer.raw, &byte, 1)
        while read(thread.reply.reader.raw, &byte, 1) < 0, errno == EINTR {}
        return result.get()
    }
}
