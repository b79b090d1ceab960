package import MusterIO

/// A line that start-up files of a noisy shell cannot have printed: what counts begins after it.
package struct Sentinel: Hashable, Sendable {
    package let word: String

    /// Takes 128 bits.
    package init(_ randomness: Randomness) { word = "muster-" + randomness.hex(16) }

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
