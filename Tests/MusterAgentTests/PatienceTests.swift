import Glibc
import MusterIO
import MusterModel
import MusterWire
import Testing

@testable import MusterAgent

/// How long an agent waits for others, and that it begins nothing after that.
@Suite(.timeLimit(.minutes(1)))
struct PatienceTests {
    private func refusal(while name: String) async throws -> (report: ActionReport, performed: [ActionID]) {
        let host = try ActingHost()
        let loop = try EventLoop(name: "patience")
        loop.start()
        defer { loop.stop() }
        let agent = AgentHost(
            root: host.root, loop: loop, runner: SpawnRunner(loop: loop), uid: geteuid(), pageSize: 4096,
            performer: host.performer)
        var limits = ActionRunner.Limits()
        (limits.lockPatience, limits.latchPatience) = (.milliseconds(50), .milliseconds(50))
        let runner = ActionRunner(host: agent, bootID: "b", limits: limits)
        let fence = try await runner.lease(LeaseRequest(controller: "c", holder: "h", milliseconds: 60_000)).fence
        // A first lease makes the runner look for removals that nobody ended, for as long as which it holds its lock.
        let held = try await FileLock.acquire(
            "\(host.state)/\(name)", sharedMode: 0o644, until: .after(.seconds(20)), on: loop)
        let report = await runner.act(.some(1, fence: fence))
        withExtendedLifetime(held) {}
        return (report, host.performer.performed)
    }

    @Test(arguments: ["lock", "latch"])
    func anActionThatCannotGetItsTurnIsRefused(name: String) async throws {
        let (report, performed) = try await refusal(while: name)
        #expect(report.ending == .refused)
        #expect(report.fault == .timeout)
        #expect(performed.isEmpty)
    }
}
