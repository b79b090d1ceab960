import MusterIO
import Testing

@testable import MusterSim

struct ConnectionTests {
    /// What a client receives until the node hangs up or keeps silent for long.
    private func answer(to request: String, _ settings: String = "", limit: Int = 1 << 20) throws -> String {
        let behaviour = try Behaviour().applying(settings)
        let loop = try EventLoop(name: "test")
        return try loop.run {
            let (near, far) = try Socket.pair().split()
            let client = Descriptor(owning: near)
            let node = Task(executorPreference: loop) {
                let end = Descriptor(owning: far)
                try await PageConnection(fd: end.raw, loop: loop) { path in
                    (path == "/metrics" ? "a 1\nb 2\n# EOF\n" : nil, behaviour)
                }.serve()
            }
            defer { node.cancel() }
            try await loop.write(client.raw, Array(request.utf8), until: loop.now + .seconds(5))
            var received: [UInt8] = []
            do throws(IOError) {
                while received.count < limit {
                    let more = try await loop.read(client.raw, upTo: 65_536, until: loop.now + .milliseconds(300))
                    if more.isEmpty { break }
                    received += more
                }
            } catch {
                // Silence, or a reset after bytes that nobody read: the end of the answer either way.
            }
            return String(decoding: received, as: UTF8.self)
        }
    }

    private let head = "HTTP/1.1 200 OK\r\nContent-Type: application/openmetrics-text;charset=utf-8;version=1.0.0\r\n"

    @Test func aPageIsServed() throws {
        let text = try answer(to: "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(text == head + "Content-Length: 14\r\n\r\na 1\nb 2\n# EOF\n")
    }

    @Test func aConnectionCarriesManyRequests() throws {
        let text = try answer(to: "GET /metrics HTTP/1.1\r\n\r\nGET /metrics HTTP/1.0\r\n\r\n")
        #expect(text.components(of: "# EOF") == 2)
    }

    @Test(arguments: [
        ("GET /elsewhere HTTP/1.1\r\n\r\n", "HTTP/1.1 404 Not Found"),
        ("POST /metrics HTTP/1.1\r\n\r\n", "HTTP/1.1 405 Status"),
    ])
    func otherRequestsAreRefused(request: String, status: String) throws {
        #expect(try answer(to: request).hasPrefix(status))
    }

    @Test(arguments: [("nonsense\r\n\r\n", 1), ("x", 20_000)])
    func whatIsNoRequestEndsTheConnection(piece: String, times: Int) throws {
        #expect(try answer(to: String(repeating: piece, count: times)).isEmpty)
    }

    @Test func aHangingNodeKeepsSilent() throws {
        #expect(try answer(to: "GET /metrics HTTP/1.1\r\n\r\n", "hang = yes").isEmpty)
    }

    @Test func aTruncatedPageAnnouncesMoreThanItSends() throws {
        let text = try answer(to: "GET /metrics HTTP/1.1\r\n\r\n", "body = truncated")
        #expect(text == head + "Content-Length: 14\r\n\r\na 1\nb 2")
    }

    @Test func anEndlessPageGoesOn() throws {
        let text = try answer(to: "GET /metrics HTTP/1.1\r\n\r\n", "body = endless")
        #expect(text.utf8.count >= 1 << 20)
        #expect(!text.contains("Content-Length"))
    }

    @Test func anAnswerCanComeByteByByte() throws {
        let text = try answer(to: "GET /metrics HTTP/1.1\r\n\r\n", "byte_delay_us = 1; status = 503")
        #expect(text.hasPrefix("HTTP/1.1 503 Status"))
        #expect(text.hasSuffix("# EOF\n"))
    }
}

extension String {
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
