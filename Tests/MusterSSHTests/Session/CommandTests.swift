import CSSH2
import Foundation
import MusterIO
import Testing

@testable import MusterSSH

@Suite(.timeLimit(.minutes(1)))
struct CommandTests {
    @Test func aCommandGivesBothStreamsAndItsStatus() async throws {
        let output = try await withConnection { connection, _ in
            try await connection.run(
                "echo out; echo err >&2; cat; exit 5", input: Array("in".utf8), until: .after(.seconds(10)))
        }
        #expect(output.exit == .exited(5))
        #expect(output.output.text == "out\nin")
        #expect(output.errorOutput.text == "err\n")
    }

    @Test func statusesAreRightWithEightChannelsAtOnce() async throws {
        let wrong = try await withConnection { connection, _ in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for worker in 0..<8 {
                    group.addTask {
                        var wrong = 0
                        for round in 0..<38 {
                            let status = Int32((worker * 38 + round) % 200 + 1)
                            let output = try await connection.run("exit \(status)", until: .after(.seconds(30)))
                            if output.exit != .exited(status) { wrong += 1 }
                        }
                        return wrong
                    }
                }
                return try await group.reduce(0, +)
            }
        }
        #expect(wrong == 0)
    }

    @Test func moreCommandsThanTheServerAllowsWaitTheirTurn() async throws {
        let statuses = try await withConnection(["MaxSessions 2"]) { connection, _ in
            try await withThrowingTaskGroup(of: RemoteExit.self) { group in
                for _ in 0..<12 {
                    group.addTask { try await connection.run("sleep 0.05; exit 3", until: .after(.seconds(20))).exit }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(statuses == Array(repeating: .exited(3), count: 12))
    }

    @Test func aCloseThatIsAnsweredLateGivesItsPlaceBack() async throws {
        var limits = SSHLimits()
        limits.channels = 1
        limits.close = .milliseconds(20)
        let exit = try await withConnection(limits: limits) { connection, _ in
            // Goes on after its channel is closed, and the server answers only then.
            let channel = try await connection.open("trap '' HUP PIPE; sleep 0.5", until: .after(.seconds(10)))
            await channel.close()
            return try await connection.run("exit 3", until: .after(.seconds(10))).exit
        }
        #expect(exit == .exited(3))
    }

    @Test func whatALaterReadTakesInIsNotWaitedForAgain() async throws {
        let bytes = try await withConnection { connection, _ in
            let channel = try await connection.open("sleep 0.1; echo line; sleep 30", until: .after(.seconds(10)))
            let bytes = try await connection.readAfterTheOtherStream()
            await channel.close()
            return bytes
        }
        #expect(bytes == Array("line\n".utf8))
    }

    @Test(arguments: [FaultProxy.Fault.slices(32 << 10), .slices(1000)])
    func sevenMegabytesGoUpAndComeBackIntact(fault: FaultProxy.Fault) async throws {
        let bytes = (0..<7_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ ($0 >> 9)) }
        let output = try await withConnection(through: fault) { connection, _ in
            try await connection.run(
                "cat", input: bytes, outputLimit: 8_000_000, until: .after(.seconds(40)))
        }
        #expect(output.exit == .exited(0))
        #expect(output.output.bytes == bytes)
    }

    @Test func outputBeyondTheLimitIsDroppedAndSaidSo() async throws {
        let output = try await withConnection { connection, _ in
            try await connection.run(
                "head -c 5000000 /dev/zero; exit 4", outputLimit: 1000, until: .after(.seconds(20)))
        }
        #expect(output.output.bytes.count == 1000)
        #expect(output.output.isTruncated)
        #expect(output.exit == .exited(4))
    }

    @Test func aKilledCommandReportsItsSignal() async throws {
        let exit = try await withConnection { connection, _ in
            try await connection.run("kill -KILL $$", until: .after(.seconds(10))).exit
        }
        #expect(exit == .signalled("KILL"))
    }

    @Test func aDeadlineEndsTheWholeRemoteGroup() async throws {
        let mark = "31\(UInt32.random(in: 10_000...99_999))"
        let (error, after) = try await withConnection { connection, _ in
            var thrown: SSHError?
            do throws(SSHError) {
                _ = try await connection.execute(
                    ["sh", "-c", "trap '' TERM; sleep \(mark) & sleep \(mark)"], until: .after(.milliseconds(300)),
                    randomness: .system)
            } catch {
                thrown = error
            }
            let after = try await connection.run("pgrep -f 'slee[p] \(mark)'", until: .after(.seconds(10)))
            return (thrown, after)
        }
        #expect(error == .timedOut(.command))
        #expect(after.output.text == "")
    }

    @Test func argumentsReachTheProgramAsTheyAre() async throws {
        let words = ["plain", "two words", "it's", "!bang", "a\nb", "\\n", "$HOME", "ä\u{1}", "", "-n", "%s", "\"q\""]
        let output = try await withConnection { connection, _ in
            try await connection.execute(
                ["printf", "[%s]"] + words, until: .after(.seconds(10)), randomness: .system)
        }
        #expect(output.output.text == words.map { "[\($0)]" }.joined())
    }

    @Test func cancellingACommandLeavesTheSessionUsable() async throws {
        let (outcome, later) = try await withConnection { connection, loop in
            let task = Task { try await connection.run("sleep 60", until: .after(.seconds(60))) }
            try await loop.sleep(until: .after(.milliseconds(100)))
            task.cancel()
            let outcome = await task.result
            let later = try await connection.run("exit 6", until: .after(.seconds(10)))
            return (outcome, later)
        }
        // How far it came by then depends on the machine.
        let error = #expect(throws: SSHError.self) { try outcome.get() }
        #expect(error == .cancelled(.command) || error == .cancelled(.openChannel))
        #expect(later.exit == .exited(6))
    }

    @Test func aChannelStreamsLinesBothWays() async throws {
        let (lines, exit) = try await withConnection { connection, _ in
            let channel = try await connection.open(
                "while read -r l; do echo \"<$l>\"; done; exit 2", until: .after(.seconds(10)))
            var lines: [String] = []
            for word in ["one", "two"] {
                try await channel.write(Array("\(word)\n".utf8), until: .after(.seconds(10)))
                lines.append(String(decoding: try await channel.read(until: .after(.seconds(10))), as: UTF8.self))
            }
            try await channel.endInput(until: .after(.seconds(10)))
            lines.append(String(decoding: try await channel.read(until: .after(.seconds(10))), as: UTF8.self))
            let exit = try await channel.exit(until: .after(.seconds(10)))
            await channel.close()
            return (lines, exit)
        }
        #expect(lines == ["<one>\n", "<two>\n", ""])
        #expect(exit == .exited(2))
    }
}

extension SSHConnection {
    /// Reads a line that came after one look at standard output and before the next look at standard error.
    fileprivate func readAfterTheOtherStream() async throws(SSHError) -> [UInt8] {
        var bytes: [UInt8] = []
        try await onChannel(lastChannel, .command, until: .after(.seconds(5))) { raw, _ in
            let count = ChannelCalls.read(raw, 0, into: &bytes)
            guard count == Int(LIBSSH2_ERROR_EAGAIN), let fd = link?.wire.fd else { return count }
            var socket = pollfd(fd: fd, events: Int16(POLLIN), revents: 0)
            poll(&socket, 1, 5000)
            var errors: [UInt8] = []
            return ChannelCalls.read(raw, SSH_EXTENDED_DATA_STDERR, into: &errors)
        }
        return bytes
    }
}
