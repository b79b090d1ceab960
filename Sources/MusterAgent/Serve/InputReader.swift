import Glibc
import MusterIO

/// Reads what has come, without waiting.
enum InputReader {
    /// Nothing at the end of the stream, `nil` when there is nothing yet.
    static func read(_ input: Int32) throws(SystemError) -> [UInt8]? {
        while true {
            var received = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, initialized in
                received = Glibc.read(input, buffer.baseAddress, buffer.count)
                initialized = max(0, received)
            }
            if received >= 0 { return bytes }
            if errno == EAGAIN { return nil }
            guard errno == EINTR else { throw SystemError("read from", "standard input") }
        }
    }
}
