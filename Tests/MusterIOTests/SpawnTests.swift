import Glibc
import MusterIO
import Testing

@Suite(.timeLimit(.minutes(1)))
struct SpawnTests {
    private func run(
        _ command: Command, within limit: Duration = .seconds(20)
    ) throws -> Result<CommandOutput, CommandError> {
        let loop = try EventLoop(name: "test")
        return loop.run {
            do throws(CommandError) {
                return .success(
                    try await SpawnRunner(loop: loop, grace: .milliseconds(100)).run(command, until: .after(limit)))
            } catch {
                return .failure(error)
            }
        }
    }

    private func shell(_ script: String, input: String = "") -> Command {
        Command(["sh", "-c", script], input: Array(input.utf8))
    }

    @Test func bothStreamsAndTheStatusComeBack() throws {
        let output = try run(shell("cat; echo bad >&2; exit 3", input: "in")).get()
        #expect(output.status == .exited(3))
        #expect(output.output.text == "in")
        #expect(output.errorOutput.text == "bad\n")
    }

    @Test func aSignalIsNoStatus() throws {
        #expect(try run(shell("kill -KILL $$")).get().status == .signalled(SIGKILL))
    }

    @Test(arguments: ["no-such-program", "/no/such/program"])
    func aMissingProgramIsItsOwnError(name: String) throws {
        #expect(try run(Command([name])) == .failure(.notFound(program: name)))
    }

    @Test func whatCannotBeRunSaysWhy() throws {
        #expect(
            try run(Command(["/etc/passwd"])) == .failure(.notStarted(SystemError(code: EACCES, "run", "/etc/passwd"))))
    }

    @Test func outputBeyondTheLimitIsDroppedAndSaidSo() throws {
        var command = shell("head -c 300000 /dev/zero")
        command.outputLimit = 10
        let output = try run(command).get()
        #expect(output.status == .exited(0))
        #expect(output.output.bytes == Array(repeating: 0, count: 10))
        #expect(output.output.isTruncated)
    }

    @Test func aProgramThatDoesNotReadItsInputDoesNoHarm() throws {
        let input = String(repeating: "x", count: 300_000)
        #expect(try run(shell("exit 4", input: input)).get().status == .exited(4))
    }

    @Test func atTheDeadlineTheWholeGroupDies() throws {
        let mark = "41\(UInt32.random(in: 10_000...99_999))"
        let result = try run(shell("trap '' TERM; sleep \(mark) & sleep \(mark)"), within: .milliseconds(200))
        #expect(result == .failure(.timedOut(program: "sh")))
        #expect(try run(Command(["pgrep", "-f", "^sleep \(mark)"])).get().output.text == "")
    }

    @Test func aCancelledCommandDiesToo() throws {
        let loop = try EventLoop(name: "test")
        let error = loop.run { () -> CommandError? in
            let task = Task(executorPreference: loop) { () async throws(CommandError) in
                try await SpawnRunner(loop: loop).run(Command(["sleep", "60"]), until: .never)
            }
            try? await loop.sleep(until: .after(.milliseconds(50)))
            task.cancel()
            if case .failure(let error) = await task.result { return error as? CommandError }
            return nil
        }
        #expect(error == .cancelled(program: "sleep"))
    }

    @Test func whatTheProgramLeavesBehindDoesNotHoldUpItsResult() throws {
        let output = try run(shell("sleep 40 & echo done"), within: .seconds(30)).get()
        #expect(output.output.text == "done\n")
    }

    @Test func aChildHasCleanDescriptorsSignalsAndGroup() throws {
        let held = try Pipe(nonBlocking: false)
        let output = try run(
            shell(
                "ls /proc/self/fd | tr '\\n' ' '; grep -E 'Sig(Blk|Ign)' /proc/self/status; ps -o pgid= -p $$; echo $$")
        )
        #expect(held.reader.raw > 2)
        let lines = try output.get().output.text.split(separator: "\n").map { $0.filter { $0 != " " && $0 != "\t" } }
        // ls itself has the directory open as 3.
        #expect(lines[0] == "0123" || lines[0].hasPrefix("0123SigBlk"))
        #expect(lines.joined().contains("SigBlk:0000000000000000"))
        // Signals 32 and 33 are the C library's own.
        let ignored = lines.joined().split(separator: "SigIgn:").last.flatMap { UInt64($0.prefix(16), radix: 16) }
        #expect((ignored ?? .max) & 0x7FFF_FFFF == 0)
        #expect(lines[lines.count - 1] == lines[lines.count - 2])
    }

    @Test func theEnvironmentIsExactlyTheGivenOne() throws {
        let output = try run(Command(["/usr/bin/env"], environment: ["B": "2", "A": "1"])).get()
        #expect(output.output.text == "A=1\nB=2\n")
    }

    @Test(.enabled(if: getuid() == 0, "only root can become somebody else"))
    func aCommandRunsAsTheGivenUser() throws {
        var command = Command(["id"])
        command.identity = Command.Identity(uid: 65_534, gid: 65_534, groups: [7])
        let text = try run(command).get().output.text
        #expect(text.hasPrefix("uid=65534"))
        #expect(text.contains("groups=65534(nogroup),7("))
    }
}
