import MusterIO

/// Finds the line that a command prints before its own output, behind whatever the shell's start-up files print.
struct OutputMark {
    private let word: [UInt8]
    private var line: [UInt8] = []
    private var noise = BoundedBytes(limit: 4096)
    /// What stood behind the mark, once it was there.
    private(set) var rest: String?

    init(_ word: String) { self.word = Array((word + " ").utf8) }

    /// The output's own bytes among `bytes`; none before the mark.
    mutating func strip(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        if rest != nil { return bytes[...] }
        for (index, byte) in bytes.enumerated() {
            if byte == 0x0A {
                if endLine() { return bytes[(index + 1)...] }
            } else if line.count < 4096 {
                line.append(byte)
            }
        }
        return []
    }

    /// What was printed before the mark.
    var complaint: String { StrangersText.line(noise.bytes) }

    private mutating func endLine() -> Bool {
        defer { line = [] }
        guard line.starts(with: word) else {
            noise.append(line + [0x0A])
            return false
        }
        rest = String(decoding: line.dropFirst(word.count), as: UTF8.self)
        return true
    }
}
