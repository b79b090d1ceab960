import MusterModel
import Testing

@testable import MusterHost

struct HTTPAnswerTests {
    private func metric(_ text: String, step: Int = .max) throws -> Scalar? {
        var answer = HTTPAnswer(body: ExpositionPage(["v": Extraction(name: "v")]))
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: max(1, min(step, bytes.count))) where !answer.isWhole {
            let end = min(bytes.count, start + min(step, bytes.count))
            try bytes[start..<end].withUnsafeBytes { try answer.feed($0) }
        }
        try answer.end()
        return answer.body.values.metrics["v"]
    }

    @Test(
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nv 7\nrest is not read",
            "HTTP/1.0 200 OK\nX: y\n\nv 7",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nv \r\n2;ext=1\r\n7\n\r\n0\r\nTrailer: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n04\nv 7\n\n0\n\n",
            "HTTP/1.1 200 OK\r\nContent-Type: application/openmetrics-text\r\n\r\nv 7\n# EOF\n",
        ], [1, 3, Int.max])
    func readsEachFramingHoweverItArrives(text: String, step: Int) throws {
        #expect(try metric(text, step: step) == .integer(7))
    }

    @Test(arguments: [
        ("HTTP/1.1 404 Not Found\r\n\r\n", ProbeFault.status(404)), ("HTTP/1.1 204 No Content\r\n\r\n", .status(204)),
        ("SSH-2.0-OpenSSH_9.2\r\n", .noHTTP), ("HTTP/1.1 abc\r\n\r\n", .noHTTP), ("HTTP/2 200\r\n\r\n", .noHTTP),
        ("", .cutOff), ("HTTP/1.1 200 OK\r\nContent-Le", .noHTTP),
        ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nv 7\n", .cutOff),
        ("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", .badLength),
        ("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nv 7\n", .badLength),
        ("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", .badLength),
        ("HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n", .bodyTooLong),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", .unsupportedEncoding("gzip")),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", .badChunk),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nv 7\r\n", .badChunk),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n", .bodyTooLong),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nv 7\n\r\n", .cutOff),
        ("HTTP/1.1 200 OK\r\nContent-Type: application/openmetrics-text\r\n\r\nv 7\n", .cutOff),
        ("HTTP/1.1 200 OK\r\n" + String(repeating: "X: y\r\n", count: 4000), .headTooLong),
    ])
    func refuses(text: String, fault: ProbeFault) {
        #expect(throws: fault) { try metric(text) }
    }

    @Test func anEndlessBodyIsGivenUpAtItsLimit() {
        let text = "HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x 1\n", count: 600_000)
        #expect(throws: ProbeFault.bodyTooLong) { try metric(text, step: 65_536) }
    }

    @Test func endlessChunkExtensionsAreGivenUp() {
        let text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + String(repeating: "x", count: 20_000)
        #expect(throws: ProbeFault.badChunk) { try metric(text, step: 65_536) }
    }

    @Test func jsonMembersAreTakenByTheirPath() throws {
        var body = JSONBody([
            "uptime": Extraction(name: "uptime_secs"), "version": Extraction(name: "build.version"),
            "absent": Extraction(name: "a.b"), "up": Extraction(name: "bootstrapped"),
        ])
        try feed(#"{"uptime_secs": 7, "build": {"version": "0.17.2"}, "bootstrapped": true}"#, to: &body, step: 5)
        try body.end(mustSayEnd: false)
        #expect(body.values.metrics == ["uptime": .integer(7), "up": .integer(1)])
        #expect(body.values.fields == ["version": .text("0.17.2")])
    }

    @Test func brokenJSONIsMalformed() throws {
        var body = JSONBody([:])
        try feed(#"{"a": "#, to: &body)
        #expect(throws: ProbeFault.self) { try body.end(mustSayEnd: false) }
    }

    @Test func theRequestNamesTheLoopbackAddressWithItsPort() {
        let text = String(decoding: Prober.request(path: "/metrics", port: 13001), as: UTF8.self)
        #expect(
            text == "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:13001\r\nConnection: close\r\nAccept: */*\r\n\r\n")
    }

    @Test func aPathCannotSmuggleAHeader() {
        let text = String(decoding: Prober.request(path: "/a\r\nX: y", port: 1), as: UTF8.self)
        #expect(text.hasPrefix("GET / HTTP/1.1\r\nHost"))
    }
}
