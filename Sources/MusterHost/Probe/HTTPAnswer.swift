/// Takes the bytes of one HTTP/1 answer as they come, and passes its body on.
///
/// Head at most 16 KiB, body at most 2 MiB, only status 200 has a body worth reading.
struct HTTPAnswer<Body: ProbeBody> {
    private(set) var body: Body
    private var headBytes: [UInt8] = []
    private var head: HTTPHead?
    private var chunks = ChunkReader()
    private var received = 0
    private(set) var isWhole = false

    init(body: Body) { self.body = body }

    mutating func feed(_ bytes: UnsafeRawBufferPointer) throws(ProbeFault) {
        guard head == nil else { return try feedBody(bytes) }
        let known = headBytes.count
        headBytes.append(contentsOf: bytes.prefix(HTTPHead.limit + 4 - known))
        guard let end = Self.end(of: headBytes, from: max(0, known - 3)) else {
            guard headBytes.count <= HTTPHead.limit else { throw .headTooLong }
            // Whatever begins otherwise never becomes an HTTP answer: no need to wait for more of it.
            guard zip(headBytes, "HTTP/1.".utf8).allSatisfy({ $0 == $1 }) else { throw .noHTTP }
            return
        }
        try begin(HTTPHead(headBytes[..<end.head]))
        let rest = end.body - known
        headBytes = []
        try feedBody(UnsafeRawBufferPointer(rebasing: bytes[rest...]))
    }

    private mutating func begin(_ head: HTTPHead) throws(ProbeFault) {
        guard head.status == 200 else { throw .status(head.status) }
        self.head = head
        if head.framing == .length(0) { isWhole = true }
    }

    /// The peer has closed; an answer without a length ends here, any other one is cut off.
    mutating func end() throws(ProbeFault) {
        guard let head else { throw headBytes.isEmpty ? .cutOff : .noHTTP }
        if head.framing == .untilClose { isWhole = true }
        guard isWhole else { throw .cutOff }
        try body.end(mustSayEnd: head.isOpenMetrics)
    }

    private mutating func feedBody(_ bytes: UnsafeRawBufferPointer) throws(ProbeFault) {
        guard let head, !isWhole, !bytes.isEmpty else { return }
        switch head.framing {
        case .length(let length):
            let count = min(bytes.count, length - received)
            try take(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
            isWhole = received == length
        case .chunked:
            var reader = chunks
            try reader.feed(bytes) { slice throws(ProbeFault) in try take(slice) }
            chunks = reader
            isWhole = reader.isDone
        case .untilClose:
            try take(bytes)
        }
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer) throws(ProbeFault) {
        received += bytes.count
        guard received <= HTTPHead.bodyLimit else { throw .bodyTooLong }
        try body.feed(bytes)
    }

    /// Where the head ends and the body begins: at an empty line, its carriage return being optional.
    private static func end(of bytes: [UInt8], from start: Int) -> (head: Int, body: Int)? {
        for place in start..<max(start, bytes.count) where bytes[place] == 0x0A {
            if place + 1 < bytes.count, bytes[place + 1] == 0x0A { return (place, place + 2) }
            if place + 2 < bytes.count, bytes[place + 1] == 0x0D, bytes[place + 2] == 0x0A { return (place, place + 3) }
        }
        return nil
    }
}

/// Reads a body piece by piece and keeps what was asked for.
protocol ProbeBody {
    mutating func feed(_ bytes: UnsafeRawBufferPointer) throws(ProbeFault)
    /// The body is complete as far as HTTP can tell; `mustSayEnd` if its format has an end mark of its own.
    mutating func end(mustSayEnd: Bool) throws(ProbeFault)
    /// Values found, after ``end(mustSayEnd:)`` only.
    var values: ProbeValues { get }
}
