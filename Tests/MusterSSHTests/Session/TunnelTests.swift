import Foundation
import MusterIO
import Testing

@testable import MusterSSH

@Suite(.timeLimit(.minutes(1)))
struct TunnelTests {
    @Test func severalHostsAreReachedThroughOneRelay() async throws {
        let (relay, target) = (try await TestServer(), try await TestServer())
        defer { relay.stop() }
        defer { target.stop() }
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let outputs = try await withLoop { loop in
            let dialer = SSHDialer(loop: loop)
            let outer = try await dialer.connect(to: relay)
            let outputs = try await withThrowingTaskGroup(of: RemoteOutput.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        let inner = try await dialer.connect(to: target, through: outer)
                        let output = try await inner.run(
                            "cat; exit 7", input: bytes, outputLimit: 2_000_000, until: .after(.seconds(30)))
                        await inner.close()
                        return output
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            await outer.close()
            return outputs
        }
        #expect(outputs.count == 12)
        #expect(outputs.allSatisfy { $0.exit == .exited(7) && $0.output.bytes == bytes })
    }

    @Test func aSessionEndsWithItsRelay() async throws {
        let (relay, target) = (try await TestServer(), try await TestServer())
        defer { relay.stop() }
        defer { target.stop() }
        let error = try await withLoop { loop in
            let dialer = SSHDialer(loop: loop)
            let outer = try await dialer.connect(to: relay)
            let inner = try await dialer.connect(to: target, through: outer)
            let command = try await inner.open("echo started; sleep 60", until: .after(.seconds(20)))
            _ = try await command.read(until: .after(.seconds(20)))
            let waiting = Task { () async throws(SSHError) in try await command.read(until: .after(.seconds(50))) }
            await outer.close()
            let result = await waiting.result
            await inner.close()
            if case .failure(let error) = result { return error as? SSHError }
            return nil
        }
        #expect(error == .hungUp(.command))
    }

    @Test func aRelayThatCannotReachTheHostSaysSo() async throws {
        let relay = try await TestServer()
        defer { relay.stop() }
        let error = try await withLoop { loop in
            let dialer = SSHDialer(loop: loop)
            let outer = try await dialer.connect(to: relay)
            let port = try Listener(on: .loopback(port: 0)).address.port ?? 0
            var thrown: SSHError?
            do throws(SSHError) {
                _ = try await outer.tunnel(to: "127.0.0.1", port: port)
            } catch {
                thrown = error
            }
            await outer.close()
            return (thrown, port)
        }
        #expect(
            error.0
                == .tunnelRefused(to: "127.0.0.1:\(error.1)", detail: "Channel open failure (connect failed)"))
    }
}
