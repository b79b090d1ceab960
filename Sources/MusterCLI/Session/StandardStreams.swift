import Glibc
package import MusterIO
import Synchronization

/// The process's own standard streams, written at once and in whole.
package final class StandardStreams: Output, Prompt {
    private let results: Int32
    private let lost = Mutex<SystemError?>(nil)

    /// - Parameter results: the descriptor for results.
    package init(results: Int32 = 1) { self.results = results }

    /// Why results did not arrive; a reader that went away is not meant.
    package var loss: SystemError? { lost.withLock { $0 } }

    /// Takes the places of streams that are closed, so that no file that is opened later gets what is written to them.
    package static func holdPlaces() {
        // Opened the wrong way round, so that using them still fails.
        for stream in Int32(0)...2 where fcntl(stream, F_GETFD) < 0 {
            _ = open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY)
        }
    }

    package func write(_ text: String) {
        let fault = Self.send(text, to: results)
        if fault != 0, fault != EPIPE { lost.withLock { $0 = $0 ?? SystemError(code: fault, "write", "the result") } }
    }

    package func note(_ text: String) { _ = Self.send(text + "\n", to: 2) }

    package func draw(_ text: String) { _ = Self.send(text, to: 2) }

    package func ask(_ question: String) -> String? {
        _ = Self.send(question, to: 2)
        return readLine(strippingNewline: true)
    }

    package func askSecret(_ question: String) -> String? {
        var shown = termios()
        guard tcgetattr(0, &shown) == 0 else { return nil }
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(0, TCSAFLUSH, &hidden)
        defer {
            tcsetattr(0, TCSAFLUSH, &shown)
            _ = Self.send("\n", to: 2)
        }
        return ask(question)
    }

    /// A stream that fails ends the output, not the program's work.
    ///
    /// - Returns: the error number; 0 where all was written.
    private static func send(_ text: String, to descriptor: Int32) -> Int32 {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }
}
