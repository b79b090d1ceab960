import Glibc
import MusterAgent
import MusterHost
import MusterIO
import MusterModel
import MusterWire
import Testing

/// A real agent in this process, at the other end of a pair of sockets.
enum AgentBench {
    static let patience: Duration = .seconds(20)

    /// Runs `conversation` against an agent and answers how the agent's side ended.
    ///
    /// The stream to the agent is closed when `conversation` has returned.
    static func talk(
        limits: Agent.Limits = Agent.Limits(), root: HostRoot = .machine, performer: (any ActionPerformer)? = nil,
        _ conversation: (AgentClient) async throws -> Void
    ) async throws -> Agent.Ending {
        let loop = try EventLoop(name: "bench")
        loop.start()
        defer { loop.stop() }
        let (ours, theirs) = try Socket.pair().split()
        let mine = Descriptor(owning: ours)
        let its = Descriptor(owning: theirs)
        let host = AgentHost(
            root: root, loop: loop, runner: SpawnRunner(loop: loop), uid: geteuid(), pageSize: 4096,
            performer: performer)
        let agent = Agent(host: host, limits: limits)
        async let ending = agent.serve(input: its.raw, output: its.raw)
        try await conversation(AgentClient(descriptor: mine.raw, loop: loop))
        shutdown(mine.raw, Int32(SHUT_WR))
        return try await ending
    }
}

/// The controller's side of a conversation.
actor AgentClient {
    private let descriptor: Int32
    private let input: Int32
    private let loop: EventLoop
    private var framer = LineFramer(limit: 8 << 20)

    /// - Parameter input: where answers come from; `nil` for where requests go.
    init(descriptor: Int32, input: Int32? = nil, loop: EventLoop) {
        self.descriptor = descriptor
        self.input = input ?? descriptor
        self.loop = loop
    }

    func send(_ bytes: [UInt8], within patience: Duration = AgentBench.patience) async throws {
        try await loop.write(descriptor, bytes, until: loop.now + patience)
    }

    func send(_ line: String) async throws { try await send(Array("\(line)\n".utf8)) }

    func send(_ request: Request, id: Int64) async throws { try await send(try Envelope(id: id, body: request).line()) }

    /// `nil` when the agent has closed its side.
    func next() async throws -> Envelope<Reply>? {
        while true {
            if let line = framer.next() {
                guard case .line(let bytes) = line else { throw WireError.tooLong(limit: 8 << 20) }
                return try Envelope<Reply>.reading(bytes)
            }
            let bytes = try await loop.read(input, upTo: 65_536, until: loop.now + AgentBench.patience)
            if bytes.isEmpty { return nil }
            framer.append(bytes)
        }
    }

    /// The next line that is an error; `nil` when the agent has closed its side.
    func nextError() async throws -> (id: Int64, code: ErrorReply.Code)? {
        while let envelope = try await next() {
            if case .error(let error) = envelope.body { return (envelope.id, error.code) }
        }
        return nil
    }
}
