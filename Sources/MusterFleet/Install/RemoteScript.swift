package import MusterModel

/// A POSIX shell script on one line, to be run by `/bin/sh` whatever the login shell is.
///
/// Holds neither a single quote, a newline nor an exclamation mark, so that one pair of single quotes carries it
/// through sh, bash, zsh, fish and csh alike.
package struct RemoteScript: Hashable, Sendable {
    package let text: String

    /// `nil` if a statement holds what the quotes cannot carry.
    init?(_ statements: String...) {
        let text = statements.joined(separator: "; ")
        guard !text.utf8.contains(where: { $0 == 0x27 || $0 == 0x0A || $0 == 0x21 || $0 == 0 }) else { return nil }
        self.text = text
    }

    /// The command line for the host's login shell.
    package func command(as become: HostTarget.Become) -> String {
        switch become {
        case .none: "exec /bin/sh -c '\(text)'"
        case .sudo: "exec sudo -n /bin/sh -c '\(text)'"
        }
    }
}

/// A line that start-up files of a noisy shell cannot have printed: what counts begins after it.
package struct Sentinel: Hashable, Sendable {
    package let word: String

    /// 128 random bits as hexadecimal digits.
    package init(random: (UInt64, UInt64)) {
        word = "muster-" + Self.hex(random.0) + Self.hex(random.1)
    }

    private static func hex(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The statement that prints it on a line of its own.
    var statement: String { "echo; echo \(word)" }

    /// What follows the sentinel's line; `nil` if it never came.
    func payload(of output: some Collection<UInt8>) -> ArraySlice<UInt8>? {
        let bytes = Array(output)
        let mark = Array((word + "\n").utf8)
        guard bytes.count >= mark.count else { return nil }
        for start in 0...(bytes.count - mark.count) where bytes[start] == mark[0] {
            let isLineStart = start == 0 || bytes[start - 1] == 0x0A
            if isLineStart, bytes[start..<(start + mark.count)].elementsEqual(mark) {
                return bytes[(start + mark.count)...]
            }
        }
        return nil
    }
}
