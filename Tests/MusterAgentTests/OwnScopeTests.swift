import Foundation
import MusterHost
import MusterIO
import Synchronization
import Testing

@testable import MusterAgent

struct OwnScopeTests {
    /// A service manager that moves whoever asks, or refuses.
    private final class Manager: CommandRunner {
        private let commands = Mutex<[Command]>([])
        private let cgroup: String
        private let answer: CommandOutput

        var asked: [Command] { commands.withLock { $0 } }

        init(moving cgroup: String, answer: CommandOutput) {
            self.cgroup = cgroup
            self.answer = answer
        }

        func run(_ command: Command, until deadline: Deadline) async throws(CommandError) -> CommandOutput {
            commands.withLock { $0.append(command) }
            if answer.status.isSuccess {
                try? File.writeAtomically(cgroup, Array("0::/system.slice/muster-agent-1.scope\n".utf8))
            }
            return answer
        }
    }

    private static let session = "0::/user.slice/user-1000.slice/session-3.scope\n"

    private func enter(
        cgroup: String, hasSystemd: Bool = true, uid: UInt32 = 1000, answer: CommandOutput = CommandOutput()
    ) async throws -> (problem: String?, asked: [Command]) {
        let directory = "/tmp/muster-scope-\(getpid())-\(Randomness.system.hex(4))"
        let file = "\(directory)/proc/self/cgroup"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try Directory.create("\(directory)/proc/self")
        if hasSystemd { try Directory.create("\(directory)/run/systemd/system") }
        try File.writeAtomically(file, Array(cgroup.utf8))
        let loop = try EventLoop(name: "scope")
        loop.start()
        defer { loop.stop() }
        let manager = Manager(moving: file, answer: answer)
        let scope = OwnScope(root: HostRoot(at: directory), loop: loop, runner: manager, uid: uid)
        return (await scope.enter(), manager.asked)
    }

    @Test(arguments: [(0 as UInt32, "--system"), (1000, "--user")])
    func itLeavesTheSessionThatItWasStartedIn(uid: UInt32, bus: String) async throws {
        let (problem, asked) = try await enter(cgroup: Self.session, uid: uid)
        #expect(problem == nil)
        #expect(asked.first?.arguments.prefix(2) == ["busctl", bus])
        #expect(asked.first?.arguments.suffix(4) == ["au", "1", String(getpid()), "0"])
        #expect(asked.first?.environment["XDG_RUNTIME_DIR"] == "/run/user/\(uid)")
    }

    @Test(arguments: [
        ("0::/system.slice/muster-agent-7.scope\n", true), ("0::/user.slice/user-0.slice/session-3.scope\n", false),
    ])
    func itStaysWhereNoSessionEndsIt(cgroup: String, hasSystemd: Bool) async throws {
        let (problem, asked) = try await enter(cgroup: cgroup, hasSystemd: hasSystemd)
        #expect(problem == nil)
        #expect(asked.isEmpty)
    }

    @Test func whatIsInTheWayIsTold() async throws {
        let refusal = CommandOutput(status: .exited(1), error: "Failed to connect to bus")
        let (problem, _) = try await enter(cgroup: Self.session, answer: refusal)
        #expect(problem == "busctl: Failed to connect to bus")
    }
}
