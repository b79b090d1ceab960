/// Takes the frames off a chunked HTTP body (RFC 9112 section 7.1), byte by byte where needed, else in slices.
struct ChunkReader: Hashable {
    private enum State: Hashable {
        case size(digits: Int, value: Int)
        case sizeRest(value: Int)
        case data(left: Int)
        case dataEnd
        case trailer(lineLength: Int)
        case done
    }

    private static let mostOverhead = 16 << 10

    private var state = State.size(digits: 0, value: 0)
    /// Bytes of extensions and trailers so far, which nobody needs.
    private var overhead = 0

    var isDone: Bool { state == .done }

    /// Hands the data in `bytes` to `body`, slice by slice.
    mutating func feed(
        _ bytes: UnsafeRawBufferPointer, body: (UnsafeRawBufferPointer) throws(ProbeFault) -> Void
    ) throws(ProbeFault) {
        var place = 0
        while place < bytes.count, !isDone {
            if case .data(let left) = state {
                let count = min(left, bytes.count - place)
                try body(UnsafeRawBufferPointer(rebasing: bytes[place..<place + count]))
                state = left == count ? .dataEnd : .data(left: left - count)
                place += count
            } else {
                try step(bytes[place])
                place += 1
            }
        }
    }

    private mutating func step(_ byte: UInt8) throws(ProbeFault) {
        overhead += 1
        switch state {
        case .size(let digits, let value): try readSize(byte, digits, value)
        case .sizeRest(let value): if byte == 0x0A { state = value == 0 ? .trailer(lineLength: 0) : .data(left: value) }
        case .dataEnd: try endData(byte)
        case .trailer(let length): readTrailer(byte, length)
        case .data, .done: break
        }
        if case .size = state { overhead = 0 }
        guard overhead <= Self.mostOverhead else { throw .badChunk }
    }

    private mutating func readSize(_ byte: UInt8, _ digits: Int, _ value: Int) throws(ProbeFault) {
        if let digit = Self.hexDigit(byte) {
            let size = value << 4 | digit
            guard size <= HTTPHead.bodyLimit else { throw .bodyTooLong }
            state = .size(digits: digits + 1, value: size)
        } else {
            guard digits > 0, byte == 0x0D || byte == 0x0A || byte == 0x3B || byte == 0x20 else { throw .badChunk }
            state = .sizeRest(value: value)
            if byte == 0x0A { try step(byte) }
        }
    }

    private mutating func endData(_ byte: UInt8) throws(ProbeFault) {
        if byte == 0x0D { return }
        guard byte == 0x0A else { throw .badChunk }
        state = .size(digits: 0, value: 0)
    }

    private mutating func readTrailer(_ byte: UInt8, _ length: Int) {
        switch byte {
        case 0x0D: break
        case 0x0A: state = length == 0 ? .done : .trailer(lineLength: 0)
        default: state = .trailer(lineLength: length + 1)
        }
    }

    private static func hexDigit(_ byte: UInt8) -> Int? {
        switch byte {
        case 0x30...0x39: Int(byte - 0x30)
        case 0x41...0x46: Int(byte - 0x41 + 10)
        case 0x61...0x66: Int(byte - 0x61 + 10)
        default: nil
        }
    }
}
