import Glibc
package import MusterIO
import Synchronization

/// Turns names into addresses on a few threads of its own, because `getaddrinfo` blocks.
package final class Resolver: Sendable {
    private let state = Mutex(State())

    private struct State: Sendable {
        var waiting: [Question] = []
        var threads = 0
    }

    /// A dead name server must not make a thread for every host.
    private static let threadLimit = 8

    package init() {}

    /// Numeric addresses answer at once; a name's come in the resolver's order of preference.
    package func addresses(
        of name: String, port: UInt16, until deadline: Deadline, on loop: EventLoop
    ) async throws(SSHError) -> [SocketAddress] {
        if let address = SocketAddress(numeric: name, port: port) { return [address] }
        let question: Question
        do throws(SystemError) {
            question = try Question(name: name, port: port)
        } catch {
            throw .local(error)
        }
        ask(question)
        do throws(WaitError) {
            while question.answer == nil {
                try await loop.wait(question.done.reader.raw, for: .read, until: deadline)
            }
        } catch {
            throw SSHError(error, during: .resolve)
        }
        switch question.answer {
        case .success(let addresses): return addresses
        case .failure(let failure): throw .notResolved(name: name, detail: failure.detail)
        case nil: throw .timedOut(.resolve)
        }
    }

    private func ask(_ question: Question) {
        let needsThread = state.withLock { state in
            state.waiting.append(question)
            guard state.threads < Self.threadLimit else { return false }
            state.threads += 1
            return true
        }
        if needsThread { detachThread(named: "resolver") { self.work() } }
    }

    private func work() {
        while let question = next() { question.resolve() }
    }

    private func next() -> Question? {
        state.withLock { state in
            if state.waiting.isEmpty {
                state.threads -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
    }
}

/// One name to be resolved; whoever asked may long have gone.
private final class Question: Sendable {
    struct Failure: Error {
        let detail: String
    }

    private let name: String
    private let port: UInt16
    /// Becomes readable when there is an answer.
    let done: Pipe
    private let result = Mutex<Result<[SocketAddress], Failure>?>(nil)

    init(name: String, port: UInt16) throws(SystemError) {
        self.name = name
        self.port = port
        done = try Pipe(nonBlocking: true)
    }

    var answer: Result<[SocketAddress], Failure>? { result.withLock { $0 } }

    func resolve() {
        let answer = Self.lookUp(name, port)
        result.withLock { $0 = answer }
        var byte: UInt8 = 0
        _ = write(done.writer.raw, &byte, 1)
    }

    private static func lookUp(_ name: String, _ port: UInt16) -> Result<[SocketAddress], Failure> {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV
        var first: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(name, String(port), &hints, &first)
        defer { if let first { freeaddrinfo(first) } }
        guard code == 0 else { return .failure(Failure(detail: String(cString: gai_strerror(code)))) }
        let entries = sequence(first: first) { $0?.pointee.ai_next }.prefix { $0 != nil }
        return .success(
            entries.compactMap { entry in
                guard let info = entry?.pointee, let address = info.ai_addr else { return nil }
                return SocketAddress(address, length: Int(info.ai_addrlen))
            })
    }
}
