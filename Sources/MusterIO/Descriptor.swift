import CShim
import Glibc

/// Sole owner of an open file descriptor, closed exactly once.
///
/// Everything in this module opens with O_CLOEXEC.
package struct Descriptor: ~Copyable, Sendable {
    package let raw: Int32

    /// Takes ownership.
    package init(owning raw: Int32) { self.raw = raw }

    deinit { close(raw) }

    /// Hands over ownership.
    package consuming func release() -> Int32 {
        let raw = raw
        discard self
        return raw
    }

    /// Reads and writes on it answer EAGAIN instead of blocking; the setting belongs to the open file, not the number.
    package static func setNonBlocking(_ raw: Int32, _ on: Bool = true) throws(SystemError) {
        let flags = fcntl(raw, F_GETFL)
        guard flags >= 0, fcntl(raw, F_SETFL, on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK) == 0 else {
            throw SystemError("change the mode of descriptor", String(raw))
        }
    }
}

/// Two ends of a pipe.
package struct Pipe: ~Copyable, Sendable {
    package let reader: Descriptor
    package let writer: Descriptor

    package init(nonBlocking: Bool) throws(SystemError) {
        var ends: [Int32] = [-1, -1]
        let code = muster_pipe(&ends, nonBlocking ? 1 : 0)
        guard code == 0 else { throw SystemError(code: code, "make a pipe") }
        reader = Descriptor(owning: ends[0])
        writer = Descriptor(owning: ends[1])
    }

    /// Keeps one end and closes the other.
    package consuming func takeReader() -> Descriptor { reader }

    /// Keeps one end and closes the other.
    package consuming func takeWriter() -> Descriptor { writer }
}
