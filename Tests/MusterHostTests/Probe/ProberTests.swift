import MusterIO
import MusterModel
import Testing

@testable import MusterHost

/// Runs a body on an event loop of its own.
func onLoop<Value: Sendable>(_ body: @escaping @Sendable (EventLoop) async throws -> Value) async throws -> Value {
    let loop = try EventLoop(name: "test")
    loop.start()
    defer { loop.stop() }
    return try await withTaskExecutorPreference(loop) { try await body(loop) }
}

/// Accepts connections on the loopback interface, and treats each as a script says.
final class HostileServer: Sendable {
    private let listener: Listener
    let port: UInt16

    init() throws {
        listener = try Listener(on: .loopback(port: 0))
        port = listener.address.port ?? 0
    }

    func serve(on loop: EventLoop, _ script: @escaping @Sendable (Int32) async throws -> Void) async {
        await withDiscardingTaskGroup { group in
            while let connection = try? await listener.accept(until: .never, on: loop) {
                let raw = connection.release()
                group.addTask {
                    _ = try? await loop.read(raw, upTo: 4096, until: .never)
                    try? await script(raw)
                    _ = Descriptor(owning: raw)
                }
            }
        }
    }
}

struct ProberTests {
    private static let probe = Probe(
        id: "metrics", method: .openmetrics, portField: "metrics_port", path: "/metrics", timeout: 300,
        extract: ["v": Extraction(name: "v")])

    private func ask(
        of probe: Probe = Self.probe, _ script: @escaping @Sendable (EventLoop, Int32) async throws -> Void
    ) async throws -> Prober.Answer {
        try await onLoop { loop in
            let server = try HostileServer()
            return await withTaskGroup(of: Void.self) { group in
                group.addTask { await server.serve(on: loop) { try await script(loop, $0) } }
                let answer = await Prober(loop: loop).ask(probe, port: server.port, until: .never)
                group.cancelAll()
                return answer
            }
        }
    }

    private static func say(_ text: String) -> @Sendable (EventLoop, Int32) async throws -> Void {
        { loop, fd in try await loop.write(fd, Array(text.utf8), until: .never) }
    }

    @Test func aWholeAnswerIsTaken() async throws {
        let answer = try await ask(Self.say(MetricsPage.http("v 7\n# EOF\n")))
        #expect(answer.outcome.result == .answered)
        #expect(answer.values.metrics == ["v": .integer(7)])
    }

    @Test(arguments: [
        "v 7\n", "HTTP/1.1 500 No\r\n\r\nv 7\n", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nv 7\n", "",
        "HTTP/1.1 200 OK\r\nContent-Type: application/openmetrics-text\r\n\r\nv 7\n", "\u{0}\u{1}\u{2}",
    ])
    func halfAnAnswerLeavesNoValues(text: String) async throws {
        let answer = try await ask(Self.say(text))
        #expect(answer.outcome.result == .malformed)
        #expect(answer.outcome.detail != nil)
        #expect(answer.values == ProbeValues())
    }

    @Test func anEndlessBodyIsGivenUp() async throws {
        var patient = Self.probe
        patient.timeout = 30_000
        let answer = try await ask(of: patient) { loop, fd in
            try await loop.write(fd, Array("HTTP/1.1 200 OK\r\n\r\nv 7\n".utf8), until: .never)
            while true { try await loop.write(fd, Array(String(repeating: "x 1\n", count: 4096).utf8), until: .never) }
        }
        #expect(answer.outcome.result == .malformed)
        #expect(answer.outcome.detail == "the answer is longer than 2 MiB")
        #expect(answer.values == ProbeValues())
    }

    @Test func aSilentNodeTimesOut() async throws {
        let answer = try await ask { loop, _ in try await loop.sleep(until: .after(.seconds(30))) }
        #expect(answer.outcome.result == .timeout)
        #expect(answer.outcome.took >= 300)
    }

    @Test func aByteAtATimeTimesOutAndLeavesNoValues() async throws {
        let answer = try await ask { loop, fd in
            for byte in MetricsPage.http("v 7\n# EOF\n").utf8 {
                try await loop.write(fd, [byte], until: .never)
                try await loop.sleep(until: .after(.milliseconds(50)))
            }
        }
        #expect(answer.outcome.result == .timeout)
        #expect(answer.values == ProbeValues())
    }

    @Test func manyConnectionsOfOneByteEachRead() async throws {
        let answer = try await ask { loop, fd in
            for byte in MetricsPage.http("v 7\n# EOF\n").utf8 { try await loop.write(fd, [byte], until: .never) }
        }
        #expect(answer.values.metrics == ["v": .integer(7)])
    }

    @Test func nobodyListeningIsRefused() async throws {
        let port = try { try HostileServer().port }()
        let answer = try await onLoop { await Prober(loop: $0).ask(Self.probe, port: port, until: .never) }
        #expect(answer.outcome.result == .refused)
    }

    @Test func withoutAPortNothingIsAsked() async throws {
        let answer = try await onLoop { await Prober(loop: $0).ask(Self.probe, port: nil, until: .never) }
        #expect(answer.outcome == ProbeOutcome(probe: "metrics", result: .notConfigured))
    }

    @Test func anAcceptedConnectionAnswersATCPProbe() async throws {
        let probe = Probe(id: "port", method: .tcp, portField: "port", timeout: 300)
        #expect(try await ask(of: probe, Self.say("")).outcome.result == .answered)
    }

    @Test func theOverallDeadlineBindsToo() async throws {
        let slow = Probe(id: "m", method: .openmetrics, portField: "p", path: "/", timeout: 60_000)
        let answer = try await onLoop { loop in
            let server = try HostileServer()
            return await Prober(loop: loop).ask(slow, port: server.port, until: .after(.milliseconds(100)))
        }
        #expect(answer.outcome.result == .timeout)
    }
}
