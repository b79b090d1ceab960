import Glibc
import MusterIO

/// Lines on their way to the controller, in order.
///
/// What the pipe does not take at once is kept, up to a limit that no honest conversation reaches.
struct Outbox {
    private let output: Int32
    private let limit: Int
    private var queue: [UInt8] = []
    private var sent = 0

    enum Failure: Error, Hashable {
        /// The reader has gone.
        case closed(SystemError)
        /// The reader is there and takes nothing.
        case full
    }

    init(output: Int32, limit: Int) {
        self.output = output
        self.limit = limit
    }

    var waiting: Int { queue.count - sent }

    mutating func put(_ line: [UInt8]) throws(Failure) {
        queue += line
        try flush()
        guard waiting <= limit else { throw .full }
    }

    /// Writes what the pipe takes now.
    mutating func flush() throws(Failure) {
        while sent < queue.count {
            let count = queue.withUnsafeBytes { write(output, $0.baseAddress?.advanced(by: sent), $0.count - sent) }
            if count >= 0 {
                sent += count
            } else if errno == EAGAIN {
                break
            } else if errno != EINTR {
                throw .closed(SystemError("write to", "standard output"))
            }
        }
        compact()
    }

    /// Keeps what was sent from being moved at every line, and from piling up.
    private mutating func compact() {
        guard sent == queue.count || sent > 1 << 16 else { return }
        queue.removeFirst(sent)
        sent = 0
    }
}
