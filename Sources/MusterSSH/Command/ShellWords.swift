/// A command line that any login shell passes to `/bin/sh` unharmed.
///
/// sh, bash, zsh, fish and csh disagree about newlines, exclamation marks and backslashes within quotes, so everything
/// but plain characters travels as octal numbers.
package enum ShellWords {
    /// Has `/bin/sh` run `script`; `prefix` goes before it, as in `sudo -n`.
    ///
    /// What the shell itself complains of is said in the name of `sh`, not of the script.
    package static func commandLine(_ script: String, prefix: String = "") -> String {
        "exec \(prefix)/bin/sh -c 'eval \"$(printf %b \"$1\")\"' sh '\(encode(script))'"
    }

    /// One word of a POSIX shell.
    package static func quote(_ word: String) -> String {
        "'\(word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
    }

    private static func encode(_ script: String) -> String {
        script.utf8.map { isPlain($0) ? String(UnicodeScalar($0)) : octal($0) }.joined()
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "/"), UInt8(ascii: "-"),
            UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "="), UInt8(ascii: ":"):
            true
        default: false
        }
    }

    /// As `printf %b` reads it: the zero keeps a digit that follows apart.
    private static func octal(_ byte: UInt8) -> String {
        "\\0\(byte >> 6)\(byte >> 3 & 7)\(byte & 7)"
    }
}
