import Glibc

/// The process's own standard streams, written at once and in whole.
struct StandardStreams: Output, Prompt {
    func write(_ text: String) { Self.send(text, to: 1) }

    func note(_ text: String) { Self.send(text + "\n", to: 2) }

    func draw(_ text: String) { Self.send(text, to: 2) }

    func ask(_ question: String) -> String? {
        Self.send(question, to: 2)
        return readLine(strippingNewline: true)
    }

    func askSecret(_ question: String) -> String? {
        var shown = termios()
        guard tcgetattr(0, &shown) == 0 else { return nil }
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(0, TCSAFLUSH, &hidden)
        defer {
            tcsetattr(0, TCSAFLUSH, &shown)
            Self.send("\n", to: 2)
        }
        return ask(question)
    }

    /// A reader that went away ends the output, not the program's work.
    private static func send(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno != EINTR {
                return
            }
        }
    }
}
