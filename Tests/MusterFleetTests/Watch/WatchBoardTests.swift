import MusterModel
import Synchronization
import Testing

@testable import MusterFleet

/// What hosts of a watch have in common.
struct WatchBoardTests {
    /// Clocks that stand where a test puts them.
    private final class Hands: WatchClock {
        private let wall = Mutex(Timestamp(milliseconds: 1_800_000_000_000))
        private let boot = Mutex(Int64(0))

        var now: Timestamp { wall.withLock { $0 } }
        var sinceBoot: Int64 { boot.withLock { $0 } }
        func sleep(for duration: Duration) async throws {}

        func pass(_ duration: Duration, wall: Duration? = nil) {
            boot.withLock { $0 += Int64(duration / .milliseconds(1)) }
            self.wall.withLock { $0 = $0.advanced(by: wall ?? duration) }
        }
    }

    private let clock = Hands()
    private let bench: ActingBench
    private let board: WatchBoard
    private var host: HostName { bench.host.name }

    init() async throws {
        bench = try await ActingBench()
        board = WatchBoard(acting: bench.acting(), clock: clock, policy: Policy(), pid: 1, tell: { _ in })
        await board.compareClocks()
    }

    private func survey(isComplete: Bool = true) -> Survey {
        let facts = HostFacts(
            hostname: "h", machineID: "m", bootID: "b", kernel: "6", operatingSystem: nil, architecture: "x86_64",
            cores: 1, uid: 0, user: nil)
        return Survey(
            facts: facts, sample: Sample(clock: HostClock(wall: clock.now, sinceBoot: 1), interval: 1),
            complete: isComplete)
    }

    private func take(_ survey: Survey, begunAfter jumps: Int, late: Duration = .zero) async {
        await board.surveyed(host, survey, [], late: late, jumps: jumps)
    }

    @Test(arguments: [
        (Duration.seconds(16), Duration.seconds(16)), (.seconds(1), .seconds(7)), (.seconds(1), .zero - .seconds(60)),
    ])
    func aDecisionAfterAJumpIsForbiddenThoughNobodyHasLookedAtTheClocksYet(boot: Duration, wall: Duration) async {
        await take(survey(), begunAfter: 0)
        clock.pass(.seconds(4))
        #expect(await board.guards(of: host).isEmpty)
        clock.pass(boot, wall: wall)
        #expect(await board.guards(of: host).map(\.kind) == [.clockJump])
        #expect(await board.jumps == 1)
    }

    @Test
    func twoCompleteSurveysThatBeganAfterItEndThat() async {
        clock.pass(.seconds(3600))
        // On its way when the lid was closed.
        await take(survey(), begunAfter: 0)
        await take(survey(isComplete: false), begunAfter: 1)
        await take(survey(), begunAfter: 1)
        #expect(await board.guards(of: host).map(\.kind) == [.clockJump])
        await take(survey(), begunAfter: 1)
        #expect(await board.guards(of: host).isEmpty)
    }

    @Test
    func theLagIsThatOfTheLatestHostOfACycle() async {
        for late in [Duration.seconds(2), .seconds(9), .zero] { await take(survey(), begunAfter: 0, late: late) }
        #expect(await board.state.lag == 9000)
        await board.endCycle()
        #expect(await board.state.lag == 9000)
        await take(survey(), begunAfter: 0, late: .seconds(1))
        await board.endCycle()
        #expect(await board.state.lag == 1000)
    }

    @Test
    func whatIsToldOtherwiseIsNewOnlyWhenItChanges() async {
        #expect(await board.remember("inventory", "line 3"))
        #expect(await !board.remember("inventory", "line 3"))
        #expect(await board.remember("inventory", "line 4"))
    }

    @Test
    func aStateLastsUntilAnotherOneComes() async {
        await board.note(host, .watching)
        let since = clock.now
        clock.pass(.seconds(2))
        await board.note(host, .watching, "2 surveys first")
        #expect(await board.state.hosts["hel01"] == WatchedHost(.watching, since: since, detail: "2 surveys first"))
        await board.note(host, .acting)
        #expect(await board.state.hosts["hel01"] == WatchedHost(.acting, since: clock.now))
    }
}
