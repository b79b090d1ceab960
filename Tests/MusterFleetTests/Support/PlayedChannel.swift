import MusterIO
import MusterModel
import MusterWire
import Synchronization

@testable import MusterFleet

/// A channel whose other end is played by the test, line by line.
final class PlayedChannel: AgentChannel {
    private struct Cut: Error {}

    private let toController: AsyncStream<[UInt8]>.Continuation
    private let incoming: Mutex<AsyncStream<[UInt8]>.Iterator>
    private let requests: AsyncStream<[UInt8]>
    private let toAgent: AsyncStream<[UInt8]>.Continuation
    private let framer = Mutex(LineFramer())

    init() {
        let (incoming, toController) = AsyncStream.makeStream(of: [UInt8].self)
        self.incoming = Mutex(incoming.makeAsyncIterator())
        self.toController = toController
        (requests, toAgent) = AsyncStream.makeStream(of: [UInt8].self)
    }

    func read(until deadline: Deadline) async throws -> [UInt8] {
        var iterator = incoming.withLock { $0 }
        return await iterator.next() ?? []
    }

    func write(_ bytes: [UInt8], until deadline: Deadline) async throws { toAgent.yield(bytes) }
    func errors() async -> String { "" }

    func close() async { hangUp() }

    func hangUp() {
        toController.finish()
        toAgent.finish()
    }

    func say(_ text: String) { toController.yield(Array(text.utf8)) }

    func say(_ reply: Reply, to id: Int64) throws {
        toController.yield(try Envelope(id: id, body: reply).line())
    }

    /// The next request, as it comes.
    func request() async throws -> Envelope<Request> {
        while true {
            if case .line(let line) = framer.withLock({ $0.next() }) { return try Envelope<Request>.reading(line) }
            var iterator = requests.makeAsyncIterator()
            guard let bytes = await iterator.next() else { throw Cut() }
            framer.withLock { $0.append(bytes) }
        }
    }
}
