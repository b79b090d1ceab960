import CShim
import Glibc
import MusterIO

/// SIGTERM and SIGHUP as something to await.
struct TerminationSignals: ~Copyable, Sendable {
    private let pipe: Pipe

    init() throws(SystemError) {
        let pipe = try Pipe(nonBlocking: true)
        let code = muster_watch_signals(pipe.writer.raw, SIGTERM, SIGHUP)
        guard code == 0 else { throw SystemError(code: code, "watch signals") }
        self.pipe = pipe
    }

    /// The number of the next signal.
    borrowing func next(on loop: EventLoop) async throws(IOError) -> Int32 {
        Int32(try await loop.read(pipe.reader.raw, upTo: 1, until: .never).first ?? 0)
    }
}
