import MusterIO

/// Serves one client until it hangs up.
struct PageConnection: Sendable {
    let fd: Int32
    let loop: EventLoop
    /// The text of a path, and how to behave now.
    let page: @Sendable (_ path: String) async -> (text: String?, behaviour: Behaviour)

    private static let patience = Duration.seconds(60)

    func serve() async throws(IOError) {
        var received: [UInt8] = []
        while let head = try await head(&received) {
            guard let request = PageRequest(head: head) else { return }
            let (text, behaviour) = await page(request.path)
            if behaviour.hangs { return try await outlast() }
            let response = PageResponse(page: text, request: request, behaviour: behaviour)
            if behaviour.answerDelay > 0 { try await pause(.milliseconds(behaviour.answerDelay)) }
            try await send(response, byteDelay: behaviour.byteDelay)
            if response.closes { return }
        }
    }

    /// The next request's head without its empty line; `nil` at the end of the stream or past the limit.
    private func head(_ received: inout [UInt8]) async throws(IOError) -> String? {
        let end = Array("\r\n\r\n".utf8)
        while true {
            if let start = received.indices.first(where: { received[$0...].starts(with: end) }) {
                defer { received.removeSubrange(..<(start + end.count)) }
                return String(decoding: received[..<start], as: UTF8.self)
            }
            guard received.count <= PageRequest.limit else { return nil }
            let bytes = try await loop.read(fd, upTo: 4096, until: loop.now + Self.patience)
            if bytes.isEmpty { return nil }
            received += bytes
        }
    }

    private func send(_ response: PageResponse, byteDelay: UInt32) async throws(IOError) {
        if byteDelay == 0 {
            try await write(response.bytes)
        } else {
            for byte in response.bytes {
                try await write([byte])
                try await pause(.microseconds(byteDelay))
            }
        }
        while let piece = response.endlessly { try await write(piece) }
    }

    private func write(_ bytes: [UInt8]) async throws(IOError) {
        try await loop.write(fd, bytes, until: loop.now + Self.patience)
    }

    private func pause(_ duration: Duration) async throws(IOError) {
        do { try await loop.sleep(until: loop.now + duration) } catch { throw IOError(error) }
    }

    /// Keeps silent until the client gives up.
    private func outlast() async throws(IOError) {
        while !(try await loop.read(fd, upTo: 4096, until: .never)).isEmpty {}
    }
}
