/// A cursor over JSON text that hands out one value after the other.
///
/// Everything that reads JSON goes through it: the parser of ``JSON`` values, and the readers of message lines, which
/// skip the tree. Valid only inside ``read(_:limits:_:)``; each call either consumes what it names or throws.
package struct JSONReader: ~Copyable {
    let start: UnsafePointer<UInt8>
    let end: UnsafePointer<UInt8>
    let limits: JSONLimits
    var cursor: UnsafePointer<UInt8>
    private var depth = 0
    private var membersLeft: Int

    private init(start: UnsafePointer<UInt8>, count: Int, limits: JSONLimits) {
        self.start = start
        end = start + count
        cursor = start
        self.limits = limits
        membersLeft = limits.members
    }

    /// Reads one value with `body`, and makes sure that it is all there is.
    package static func read<Value>(
        _ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits,
        _ body: (inout JSONReader) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        let origin = JSONError.Position(offset: 0, line: 1, column: 1)
        guard bytes.count <= limits.bytes else { throw JSONError(.tooLong(limit: limits.bytes), at: origin) }
        guard let start = bytes.baseAddress, !bytes.isEmpty else { throw JSONError(.unexpectedEnd, at: origin) }
        var reader = JSONReader(start: start, count: bytes.count, limits: limits)
        let value = try body(&reader)
        reader.skipBlanks()
        guard reader.cursor == reader.end else { throw reader.failure(.trailingText) }
        return value
    }

    /// The error for what stands at the cursor, or at `place`.
    func failure(_ problem: JSONError.Problem, at place: UnsafePointer<UInt8>? = nil) -> JSONError {
        let place = place ?? cursor
        var (line, lineStart) = (1, start)
        var scan = start
        while scan < place {
            if scan.pointee == UInt8(ascii: "\n") { (line, lineStart) = (line + 1, scan + 1) }
            scan += 1
        }
        return JSONError(problem, at: .init(offset: place - start, line: line, column: place - lineStart + 1))
    }

    /// The error for a well-formed value of the wrong sort that begins at the cursor.
    package func mismatch(_ detail: String) -> JSONError { failure(.mismatch(path: "", detail: detail)) }

    @inline(__always)
    mutating func skipBlanks() {
        while cursor < end {
            switch cursor.pointee {
            case 0x20, 0x0A, 0x0D, 0x09: cursor += 1
            default: return
            }
        }
    }

    /// The first byte of what comes next, blanks skipped.
    @inline(__always)
    mutating func peek() throws(JSONError) -> UInt8 {
        skipBlanks()
        guard cursor < end else { throw failure(.unexpectedEnd) }
        return cursor.pointee
    }

    @inline(__always)
    mutating func expect(_ byte: UInt8, _ wanted: @autoclosure () -> String) throws(JSONError) {
        guard try peek() == byte else { throw failure(.unexpected(wanted: wanted())) }
        cursor += 1
    }

    /// Consumes `byte` if it comes next.
    @inline(__always)
    mutating func take(_ byte: UInt8) throws(JSONError) -> Bool {
        guard try peek() == byte else { return false }
        cursor += 1
        return true
    }

    mutating func enter() throws(JSONError) {
        depth += 1
        guard depth <= limits.depth else { throw failure(.tooDeep(limit: limits.depth)) }
    }

    mutating func leave() { depth -= 1 }

    @inline(__always)
    mutating func count() throws(JSONError) {
        membersLeft -= 1
        guard membersLeft >= 0 else { throw failure(.tooManyMembers(limit: limits.members)) }
    }
}

extension JSONReader {
    /// Where a value begins, to come back to it.
    package struct Place {
        fileprivate let cursor: UnsafePointer<UInt8>
    }

    package var place: Place { Place(cursor: cursor) }

    /// Reads the value at `place` once more, and returns to where the cursor is now.
    package mutating func rereading<Value>(
        _ place: Place, _ body: (inout JSONReader) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        let current = cursor
        cursor = place.cursor
        let value = try body(&self)
        cursor = current
        return value
    }
}
