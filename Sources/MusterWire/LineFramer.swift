/// Cuts a stream of bytes into lines, holding no more than one line and one chunk.
///
/// After each ``append(_:)`` call ``next()`` until it returns `nil`. A carriage return before the line break is
/// dropped, and so are empty lines. Bytes after the last line break are no line: a stream that ends there was cut.
package struct LineFramer {
    package enum Line: Hashable, Sendable {
        case line([UInt8])
        /// Reported once for a line longer than the limit, which is dropped up to its line break.
        case tooLong
    }

    private let limit: Int
    private var buffer: [UInt8] = []
    /// Where in the buffer the line begins that is to be cut off next.
    private var start = 0
    /// Up to where the buffer is known to hold no line break.
    private var scanned = 0
    private var isDropping = false

    /// - Parameter limit: longest line in bytes, line break left out.
    package init(limit: Int = 1 << 20) { self.limit = limit }

    /// Whether bytes came after the last line break.
    package var isInsideLine: Bool { isDropping || start < buffer.count }

    package mutating func append(_ bytes: some Collection<UInt8>) {
        buffer.removeFirst(start)
        (start, scanned) = (0, scanned - start)
        guard isDropping else { return buffer.append(contentsOf: bytes) }
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return }
        isDropping = false
        buffer.append(contentsOf: bytes[end...].dropFirst())
    }

    package mutating func next() -> Line? {
        while let end = buffer[scanned...].firstIndex(of: UInt8(ascii: "\n")) {
            let line = buffer[start..<end]
            (start, scanned) = (end + 1, end + 1)
            if line.count > limit + 1 { return .tooLong }
            let content = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            if content.count > limit { return .tooLong }
            if !content.isEmpty { return .line(Array(content)) }
        }
        scanned = buffer.count
        guard buffer.count - start > limit + 1 else { return nil }
        (buffer, start, scanned, isDropping) = ([], 0, 0, true)
        return .tooLong
    }
}
