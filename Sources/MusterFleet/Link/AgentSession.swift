package import MusterIO
import MusterModel
package import MusterWire

/// The conversation with one agent: a greeting, then any number of requests side by side.
///
/// One task reads while somebody waits for an answer and hands each line to the request whose id it carries; lines go
/// out one after another. When the stream ends or breaks, all that wait are told at once.
package actor AgentSession {
    let channel: any AgentChannel
    var framer = LineFramer()
    var lastID: Int64 = 0
    var open: [Int64: OpenRequest] = [:]
    /// Why nothing can be asked any more.
    var failure: SessionFailure?
    var outgoing: [UInt8] = []
    var isWriting = false
    var reading: Task<Void, Never>?
    /// Lines in a row that nobody waited for.
    var strays = 0

    /// - Parameter received: bytes of the stream that were read before, beginning with the agent's first line.
    package init(channel: any AgentChannel, received: some Collection<UInt8>) {
        self.channel = channel
        framer.append(received)
    }

    /// The agent's first line; to be asked for before anything else.
    package func greeting(until deadline: Deadline) async throws -> Hello {
        while true {
            switch framer.next() {
            case .line(let line): return try hello(in: line)
            case .tooLong: throw LinkError.garbled(during: Self.greetingStep, .tooLong(limit: JSONLimits.line.bytes))
            case nil: break
            }
            let bytes = try await channel.read(until: deadline)
            if bytes.isEmpty { throw LinkError.ended(during: Self.greetingStep) }
            framer.append(bytes)
        }
    }

    /// Whether something can still be asked.
    package var isUsable: Bool { failure == nil }

    /// Ends the conversation; whoever waits is told so.
    package func close() async {
        fail { LinkError.ended(during: $0) }
        reading?.cancel()
        await reading?.value
        await channel.close()
    }

    private static let greetingStep = "greet agent"

    private func hello(in line: [UInt8]) throws(LinkError) -> Hello {
        let envelope: Envelope<Reply>
        do {
            envelope = try Envelope<Reply>.reading(line)
        } catch {
            throw .garbled(during: Self.greetingStep, error)
        }
        guard case .hello(let hello) = envelope.body else { throw .noHello }
        return hello
    }
}

/// Why a conversation is over, told to each request in terms of its own step.
struct SessionFailure {
    let error: (_ step: String) -> any Error
}
