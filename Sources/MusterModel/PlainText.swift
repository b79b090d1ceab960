/// Text of a stranger, made harmless for a terminal.
package enum PlainText {
    /// Replaces what could steer a terminal or reorder a line by `�`; a tab becomes a blank.
    ///
    /// That is C0 and C1 controls, DEL, line and paragraph separators, and the bidirectional embeddings, overrides
    /// and isolates of Unicode's UAX #9.
    package static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var safe = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            safe.append(scalar == "\t" ? " " : isUnsafe(scalar) ? "\u{FFFD}" : scalar)
        }
        return String(safe)
    }

    /// The same of what a program said: no blanks and line breaks around it, one blank for each within.
    package static func remark(_ said: some Sequence<UInt8>) -> String {
        let words = String(decoding: Array(said.prefix(2048)), as: UTF8.self).split { $0.isWhitespace }
        return printable(words.joined(separator: " "))
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029: true
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
