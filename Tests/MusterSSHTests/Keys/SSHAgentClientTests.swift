import Glibc
import MusterIO
import Testing

@testable import MusterSSH

@Suite(.timeLimit(.minutes(1))) struct SSHAgentClientTests {
    /// A real ssh-agent, ended with the test.
    final class Agent {
        let workshop: Workshop
        let path: String
        private let pid: Int32

        init() throws {
            workshop = try Workshop()
            path = workshop.file("agent.sock")
            // It goes to the background once it listens, and prints `SSH_AGENT_PID=123; export …`.
            let number = try workshop.run("ssh-agent", "-s", "-a", path).split(separator: "SSH_AGENT_PID=").last
            pid = try #require(number.flatMap { Int32($0.prefix { $0.isNumber }) })
        }

        deinit { kill(pid, SIGTERM) }

        func tell(_ arguments: String..., input: String = "") throws {
            try workshop.run(
                "sh", "-c", arguments.joined(separator: " "), input: input, environment: ["SSH_AUTH_SOCK": path])
        }
    }

    private static let loop = Result { () throws(SystemError) in
        let loop = try EventLoop(name: "agent-tests")
        loop.start()
        return loop
    }

    private static func client(_ path: String) throws -> SSHAgentClient {
        SSHAgentClient(path: path, loop: try loop.get())
    }

    private static var soon: Deadline { .after(.seconds(20)) }

    @Test func keysOfARealAgentSign() async throws {
        let agent = try Agent()
        for (name, options) in [("one", ["-t", "ed25519"]), ("two", ["-t", "ecdsa", "-b", "384"])] {
            try agent.workshop.keygen(name, options)
            try agent.tell("ssh-add", "-q", name)
        }
        let client = try Self.client(agent.path)
        let identities = try await client.identities(abilities: PrivateKeyTests.debian12, until: Self.soon)
        #expect(identities.map(\.origin) == ["one", "two"])
        #expect(try identities.map(\.publicKey) == ["one", "two"].map(agent.workshop.publicKey))
        for identity in identities {
            let message = Array("message".utf8)
            let signature = try await identity.sign(agent.workshop.signedData(message), until: Self.soon)
            try agent.workshop.verify(identity, "message") { _ in signature }
        }
    }

    @Test func rsaKeysAreLeftOutWhereTheLibraryCannotUseThem() async throws {
        let agent = try Agent()
        try agent.workshop.keygen("key", ["-t", "rsa", "-b", "2048"])
        try agent.tell("ssh-add", "-q", "key")
        let client = try Self.client(agent.path)
        #expect(try await client.identities(abilities: PrivateKeyTests.debian12, until: Self.soon).isEmpty)
        let identities = try await client.identities(abilities: PrivateKeyTests.modern, until: Self.soon)
        let identity = try #require(identities.first)
        let request = identity.request(algorithm: "rsa-sha2-512")
        try agent.workshop.run("sh", "-c", "ssh-keygen -e -m PKCS8 -f key.pub > public.pem")
        try agent.workshop.writeBytes("request", request)
        try agent.workshop.writeBytes("signature", try await identity.sign(request, until: Self.soon))
        let verdict = try agent.workshop.run(
            "openssl", "dgst", "-sha512", "-verify", "public.pem", "-signature", "signature", "request")
        #expect(verdict == "Verified OK\n")
    }

    @Test func anAgentWithoutTheKeyDeclines() async throws {
        let agent = try Agent()
        try agent.workshop.keygen("key", ["-t", "ed25519"])
        try agent.tell("ssh-add", "-q", "key")
        let identities = try await Self.client(agent.path).identities(
            abilities: PrivateKeyTests.debian12, until: Self.soon)
        try agent.tell("ssh-add", "-q", "-D")
        await #expect(throws: SigningError.declined(origin: "key")) {
            try await identities[0].sign([1, 2, 3], until: Self.soon)
        }
        withExtendedLifetime(agent) {}
    }

    @Test func manyAsksAtOnceAreAllAnswered() async throws {
        let agent = try Agent()
        try agent.workshop.keygen("key", ["-t", "ed25519"])
        try agent.tell("ssh-add", "-q", "key")
        let client = try Self.client(agent.path)
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<300 {
                group.addTask {
                    try await client.identities(abilities: PrivateKeyTests.debian12, until: Self.soon).count
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts == Array(repeating: 1, count: 300))
        withExtendedLifetime(agent) {}
    }

    @Test func nobodyThereIsUnreachable() async throws {
        let workshop = try Workshop()
        let path = workshop.file("nobody")
        let expected = AgentError.unreachable(path: path, reason: "No such file or directory")
        await #expect(throws: expected) {
            try await Self.client(path).identities(abilities: PrivateKeyTests.modern, until: Self.soon)
        }
    }

    /// What an agent answers to everything, and what becomes of it.
    struct Script: CustomTestStringConvertible {
        let testDescription: String
        let answer: [UInt8]
        var hangsUp = true

        static func framed(_ message: [UInt8]) -> [UInt8] {
            var framed: [UInt8] = []
            framed.appendString(message)
            return framed
        }
    }

    @Test(arguments: [
        Script(testDescription: "hangs up", answer: []),
        Script(testDescription: "cut in the length", answer: [0, 0]),
        Script(testDescription: "cut in the message", answer: [0, 0, 0, 9, 12, 0]),
        Script(testDescription: "an empty message", answer: [0, 0, 0, 0], hangsUp: false),
        Script(testDescription: "a message of 4 GB", answer: [0xFF, 0xFF, 0xFF, 0xFF, 12], hangsUp: false),
        Script(testDescription: "another message", answer: Script.framed([6])),
        Script(testDescription: "failure", answer: Script.framed([5])),
        Script(testDescription: "more keys than bytes", answer: Script.framed([12, 0, 0, 0, 9])),
        Script(testDescription: "too many keys", answer: Script.framed([12, 0xFF, 0xFF, 0xFF, 0xFF])),
        Script(
            testDescription: "a key past the end", answer: Script.framed([12, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF, 1])),
        Script(testDescription: "a web server", answer: Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)),
    ])
    func garbageIsAnErrorAtOnce(_ script: Script) async throws {
        let workshop = try Workshop()
        let path = workshop.file("agent.sock")
        try await Self.withAgent(at: path, script) {
            await #expect(throws: AgentError.garbage(path: path)) {
                try await Self.client(path).identities(abilities: PrivateKeyTests.modern, until: Self.soon)
            }
        }
    }

    @Test func silenceEndsAtTheDeadline() async throws {
        let workshop = try Workshop()
        let path = workshop.file("agent.sock")
        try await Self.withAgent(at: path, Script(testDescription: "silent", answer: [], hangsUp: false)) {
            await #expect(throws: AgentError.timedOut(path: path)) {
                try await Self.client(path).identities(
                    abilities: PrivateKeyTests.modern, until: .after(.milliseconds(50)))
            }
        }
    }

    @Test func keysThatCannotBeReadAndUnprintableCommentsDoNoHarm() async throws {
        let workshop = try Workshop()
        let path = workshop.file("agent.sock")
        try workshop.keygen("key", ["-t", "ed25519"])
        let key = try workshop.publicKey("key")
        var message: [UInt8] = [12, 0, 0, 0, 3]
        for (blob, comment) in [([1, 2, 3], "broken"), (key.blob, "a\u{1B}[2Jb\u{7}"), ([], "")] {
            message.appendString(blob)
            message.appendString(comment.utf8)
        }
        try await Self.withAgent(at: path, Script(testDescription: "", answer: Script.framed(message))) {
            let identities = try await Self.client(path).identities(
                abilities: PrivateKeyTests.modern, until: Self.soon)
            #expect(identities.map(\.origin) == ["a[2Jb"])
        }
    }

    @Test(
        arguments: [
            ([14, 0, 0, 0, 0], AgentMessage.Signature.garbage),
            ([14] + Script.framed(Script.framed(Array("ssh-rsa".utf8)) + Script.framed([1])), .garbage),
            ([14] + Script.framed(Script.framed(Array("ssh-ed25519".utf8)) + Script.framed([])), .garbage),
            (
                [14] + Script.framed(Script.framed(Array("ssh-ed25519".utf8)) + Script.framed([1, 2])),
                .signature([1, 2])
            ),
            ([5], .declined), ([], .garbage),
        ] as [([UInt8], AgentMessage.Signature)])
    func signaturesAreReadWithCare(message: [UInt8], expected: AgentMessage.Signature) {
        #expect(AgentMessage.signature(in: message, algorithm: "ssh-ed25519") == expected)
    }

    @Test func aSecurityKeysSignatureKeepsFlagsAndCounter() {
        let tail = Script.framed([1, 2]) + [1, 0, 0, 0, 9]
        let message = [14] + Script.framed(Script.framed(Array("sk-ssh-ed25519@openssh.com".utf8)) + tail)
        #expect(AgentMessage.signature(in: message, algorithm: "sk-ssh-ed25519@openssh.com") == .signature(tail))
    }

    /// Answers whoever connects while `body` runs.
    private static func withAgent(
        at path: String, _ script: Script, _ body: @Sendable () async throws -> Void
    ) async throws {
        let loop = try Self.loop.get()
        let listener = try Listener(on: try #require(SocketAddress(unixPath: path)))
        let served = Task {
            let peer = try await listener.accept(until: Self.soon, on: loop)
            _ = try await loop.read(peer.raw, upTo: 4096, until: Self.soon)
            try await loop.write(peer.raw, script.answer, until: Self.soon)
            // Held open until the client goes, or closed now.
            if !script.hangsUp { _ = try await loop.readAll(peer.raw, limit: 0, until: Self.soon) }
        }
        try await body()
        _ = try? await served.value
    }
}
