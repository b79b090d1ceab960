/// The settings that a binary carries behind its last byte, so that one file is one release.
///
/// The loader of ELF files ignores what follows the sections, so a copy with another line is another release with
/// another hash.
package enum ReleaseLine {
    /// Begins the line; the settings follow, separated by `;`, up to the line's end.
    package static let mark = "\nantnode-sim-release:"
    /// The most bytes that mark and settings take.
    package static let limit = 512

    /// The settings of a binary whose last bytes are `tail`; empty without a release line.
    package static func settings(tail: [UInt8]) -> String {
        let mark = Array(mark.utf8)
        let tail = tail.suffix(limit)
        guard tail.last == 0x0a, tail.count > mark.count else { return "" }
        let starts = tail.indices.dropLast(mark.count).reversed()
        guard let start = starts.first(where: { tail[$0..<($0 + mark.count)].elementsEqual(mark) }) else { return "" }
        return String(decoding: tail[(start + mark.count)...].dropLast(), as: UTF8.self)
    }
}
