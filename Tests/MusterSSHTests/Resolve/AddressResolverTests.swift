import Glibc
import MusterIO
import Synchronization
import Testing

@testable import MusterSSH

@Suite(.timeLimit(.minutes(1))) struct AddressResolverTests {
    private static let loop = Result { () throws(SystemError) in
        let loop = try EventLoop(name: "resolver-tests")
        loop.start()
        return loop
    }

    private static var soon: Deadline { .after(.seconds(20)) }

    /// Names that begin with `hung` block until ``open()``; others have one address.
    private final class Gate: Sendable {
        private let pipe: Mutex<(reader: Int32, writer: Int32)>
        let calls = Mutex(0)

        init() throws {
            var ends: [Int32] = [-1, -1]
            try #require(Glibc.pipe(&ends) == 0)
            pipe = Mutex((ends[0], ends[1]))
        }

        deinit { open() }

        func open() {
            pipe.withLock { ends in
                if ends.writer >= 0 { close(ends.writer) }
                ends.writer = -1
            }
        }

        func lookup(_ question: ResolveQuestion) throws(ResolveError) -> [SocketAddress] {
            calls.withLock { $0 += 1 }
            let name = question.name
            guard name.hasPrefix("hung") else { return [.loopback(port: question.port)] }
            let reader = pipe.withLock { $0.reader }
            var byte: UInt8 = 0
            _ = read(reader, &byte, 1)
            throw .failed(name: name, reason: "late")
        }
    }

    private static func resolver(_ gate: Gate, concurrent: Int = 2, threads: Int = 8) throws -> AddressResolver {
        var limits = AddressResolver.Limits()
        (limits.concurrent, limits.threads) = (concurrent, threads)
        return AddressResolver(loop: try loop.get(), limits: limits) { question throws(ResolveError) in
            try gate.lookup(question)
        }
    }

    @Test func theSystemKnowsLocalhost() async throws {
        let resolver = AddressResolver(loop: try Self.loop.get())
        let addresses = try await resolver.addresses(of: "localhost", port: 22, family: .inet, until: Self.soon)
        #expect(addresses == [.loopback(port: 22)])
    }

    @Test(arguments: ["127.0.0.1", "::1", "2001:db8::7"])
    func aNumericAddressNeedsNoLookup(address: String) async throws {
        let gate = try Gate()
        let addresses = try await Self.resolver(gate).addresses(of: address, port: 22, until: Self.soon)
        #expect(addresses == [SocketAddress(numeric: address, port: 22)])
        #expect(gate.calls.withLock { $0 } == 0)
    }

    @Test func aHungLookupEndsAtItsDeadline() async throws {
        let gate = try Gate()
        let resolver = try Self.resolver(gate)
        await #expect(throws: ResolveError.timedOut(name: "hung")) {
            try await resolver.addresses(of: "hung", port: 22, until: .after(.milliseconds(30)))
        }
    }

    @Test func hungLookupsGiveTheirPlaceToOthersWhenTheirTimeIsOver() async throws {
        let gate = try Gate()
        let resolver = try Self.resolver(gate, concurrent: 2)
        let outcomes = await withTaskGroup(of: Result<[SocketAddress], ResolveError>.self) { group in
            for number in 0..<4 {
                group.addTask {
                    await Result.of { () async throws(ResolveError) in
                        try await resolver.addresses(of: "hung\(number)", port: 22, until: .after(.milliseconds(60)))
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { if case .failure(.timedOut) = $0 { true } else { false } } == 4)
        #expect(try await resolver.addresses(of: "quick", port: 22, until: Self.soon) == [.loopback(port: 22)])
    }

    @Test func manyNamesAreAllAnswered() async throws {
        let gate = try Gate()
        let resolver = try Self.resolver(gate, concurrent: 3)
        let answers = try await withThrowingTaskGroup(of: [SocketAddress].self) { group in
            for number in 0..<500 {
                group.addTask { try await resolver.addresses(of: "host\(number)", port: 22, until: Self.soon) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers == Array(repeating: [.loopback(port: 22)], count: 500))
    }

    @Test func withoutAThreadLeftTheDeadlineStillHolds() async throws {
        let gate = try Gate()
        let resolver = try Self.resolver(gate, concurrent: 1, threads: 1)
        for name in ["hung", "quick"] {
            await #expect(throws: ResolveError.timedOut(name: name)) {
                try await resolver.addresses(of: name, port: 22, until: .after(.milliseconds(30)))
            }
        }
        gate.open()
        #expect(try await resolver.addresses(of: "quick", port: 22, until: Self.soon) == [.loopback(port: 22)])
    }

    @Test func aCancelledCallerGoesAtOnce() async throws {
        let gate = try Gate()
        let resolver = try Self.resolver(gate)
        let task = Task {
            await Result.of { () async throws(ResolveError) in
                try await resolver.addresses(of: "hung", port: 22, until: Self.soon)
            }
        }
        task.cancel()
        #expect(await task.value == .failure(.cancelled))
    }
}

extension Result {
    fileprivate static func of(_ body: () async throws(Failure) -> Success) async -> Self {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}
