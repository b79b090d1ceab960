import Glibc
import MusterIO
import MusterModel

/// Asks nodes over the loopback interface.
struct Prober: Sendable {
    let loop: EventLoop

    /// What came of one probe.
    struct Answer: Sendable {
        var outcome: ProbeOutcome
        var values = ProbeValues()
    }

    /// Sends one probe; waits no longer than its own time and `bound`.
    func ask(_ probe: Probe, port: UInt16?, until bound: Deadline) async -> Answer {
        guard let port else { return Answer(outcome: ProbeOutcome(probe: probe.id, result: .notConfigured)) }
        let start = loop.now
        let deadline = min(bound, start + .milliseconds(max(1, probe.timeout)))
        let (result, detail, values) = await attempt(probe, port, deadline)
        let took = loop.now.since(start) / .milliseconds(1)
        let outcome = ProbeOutcome(probe: probe.id, result: result, detail: detail, took: Int64(took))
        return Answer(outcome: outcome, values: values)
    }

    private typealias Attempt = (ProbeOutcome.Result, String?, ProbeValues)

    private func attempt(_ probe: Probe, _ port: UInt16, _ deadline: Deadline) async -> Attempt {
        do {
            let socket = try await Socket.connect(to: .loopback(port: port), until: deadline, on: loop)
            switch probe.method {
            case .tcp: return (.answered, nil, ProbeValues())
            case .openmetrics:
                return try await get(probe, port, socket.raw, ExpositionPage(probe.extract), deadline)
            case .httpJSON: return try await get(probe, port, socket.raw, JSONBody(probe.extract), deadline)
            }
        } catch let fault as ProbeFault {
            return (.malformed, fault.detail, ProbeValues())
        } catch let error as IOError {
            return Self.failure(error)
        } catch {
            return (.error, nil, ProbeValues())
        }
    }

    private func get(
        _ probe: Probe, _ port: UInt16, _ fd: Int32, _ body: some ProbeBody, _ deadline: Deadline
    ) async throws -> Attempt {
        try await loop.write(fd, Self.request(path: probe.path, port: port), until: deadline)
        var answer = HTTPAnswer(body: body)
        while try Self.drain(fd, into: &answer) {
            do { try await loop.wait(fd, for: .read, until: deadline) } catch { throw IOError(error) }
            // An endless answer keeps the descriptor ready, and a ready descriptor wins over a passed deadline.
            guard loop.now < deadline else { throw IOError.timedOut }
        }
        try answer.end()
        return (.answered, nil, answer.body.values)
    }

    static func request(path: String, port: UInt16) -> [UInt8] {
        let page = path.hasPrefix("/") && path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? path : "/"
        let lines = ["GET \(page) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close", "Accept: */*", "", ""]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    /// How much one look takes from a descriptor, so that a fast peer does not keep the others waiting.
    private static let bytesPerLook = 256 << 10
    private static let chunk = 64 << 10

    /// Reads what is there; false when the answer is whole or the peer has closed.
    private static func drain<Body>(_ fd: Int32, into answer: inout HTTPAnswer<Body>) throws -> Bool {
        try withUnsafeTemporaryAllocation(byteCount: chunk, alignment: 8) { buffer in
            var taken = 0
            while taken < bytesPerLook {
                let count = Glibc.read(fd, buffer.baseAddress, buffer.count)
                if count == 0 { return false }
                if count < 0 {
                    if errno == EINTR { continue }
                    guard errno == EAGAIN else { throw IOError.system(SystemError("read", "the answer")) }
                    return true
                }
                try answer.feed(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                if answer.isWhole { return false }
                taken += count
            }
            return true
        }
    }

    private static func failure(_ error: IOError) -> Attempt {
        switch error {
        case .timedOut, .cancelled: (.timeout, nil, ProbeValues())
        case .system(let error) where error.code == ECONNREFUSED: (.refused, nil, ProbeValues())
        case .system(let error) where error.code == ECONNRESET || error.code == EPIPE:
            (.malformed, "the connection was reset", ProbeValues())
        case .system(let error): (.error, SystemError.describe(error.code), ProbeValues())
        }
    }
}
