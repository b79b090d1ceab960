import Glibc
import MusterIO
import Testing

@Suite struct SocketTests {
    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1:22"), ("::1", "[::1]:22"), ("2001:db8::7", "[2001:db8::7]:22"),
    ])
    func numericAddressesAreReadAndWritten(text: String, shown: String) throws {
        let address = try #require(SocketAddress(numeric: text, port: 22))
        #expect(address.description == shown)
        #expect(address.host == text)
        #expect(address.port == 22)
    }

    @Test(arguments: ["localhost", "1.2.3", "", "1.2.3.4:22"])
    func namesAreNoAddresses(text: String) {
        #expect(SocketAddress(numeric: text, port: 22) == nil)
    }

    @Test func aUnixPathHasItsLimit() {
        #expect(SocketAddress(unixPath: "/run/a.sock")?.description == "/run/a.sock")
        #expect(SocketAddress(unixPath: String(repeating: "a", count: 200)) == nil)
    }

    @Test func bytesGoThroughAConnectionBothWays() throws {
        let loop = try EventLoop(name: "test")
        let listener = try Listener(on: .loopback(port: 0))
        let address = listener.address
        let echoed = try loop.run { () async throws(IOError) -> [UInt8] in
            let near = try await Socket.connect(to: address, until: .after(.seconds(5)), on: loop)
            let far = try await listener.accept(until: .after(.seconds(5)), on: loop)
            try await loop.write(near.raw, [1, 2, 3], until: .after(.seconds(5)))
            let heard = try await loop.read(far.raw, upTo: 10, until: .after(.seconds(5)))
            try await loop.write(far.raw, heard + [4], until: .after(.seconds(5)))
            return try await loop.read(near.raw, upTo: 10, until: .after(.seconds(5)))
        }
        #expect(echoed == [1, 2, 3, 4])
    }

    @Test func aRefusalNamesTheAddress() throws {
        let loop = try EventLoop(name: "test")
        let address = try Listener(on: .loopback(port: 0)).address
        #expect(throws: IOError.system(SystemError(code: ECONNREFUSED, "connect to", address.description))) {
            try loop.run { () async throws(IOError) in
                _ = try await Socket.connect(to: address, until: .after(.seconds(5)), on: loop)
            }
        }
    }

    @Test func readingWhereNothingComesTimesOut() throws {
        let loop = try EventLoop(name: "test")
        let pipe = try Pipe(nonBlocking: true)
        let fd = pipe.reader.raw
        #expect(throws: IOError.timedOut) {
            try loop.run { () async throws(IOError) in
                _ = try await loop.read(fd, upTo: 1, until: .after(.milliseconds(20)))
            }
        }
    }

    @Test func writingToAClosedPipeIsAnErrorAndNoSignal() throws {
        let loop = try EventLoop(name: "test")
        let writer = try Pipe(nonBlocking: true).takeWriter()
        let fd = writer.raw
        #expect(throws: IOError.system(SystemError(code: EPIPE, "write to", "descriptor \(fd)"))) {
            try loop.run { () async throws(IOError) in
                try await loop.write(fd, [1], until: .after(.seconds(5)))
            }
        }
    }

    @Test(arguments: [
        (Deadline(nanoseconds: 5), Duration.nanoseconds(3), Deadline(nanoseconds: 8)),
        (.never, .seconds(-5), .never),
        (Deadline(nanoseconds: 5), .seconds(Int64.max), .never),
        (Deadline(nanoseconds: 5), .seconds(Int64.min), Deadline(nanoseconds: .min)),
    ])
    func deadlinesSaturate(start: Deadline, duration: Duration, sum: Deadline) {
        #expect(start + duration == sum)
    }
}
