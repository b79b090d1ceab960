import Glibc
import MusterHost
import MusterModel
import MusterWire
import Testing

@testable import MusterIO

/// A real agent, ended in the middle of a real action as a cut of its power would end it.
@Suite(.timeLimit(.minutes(2)))
struct CrashTests {
    /// What is known afterwards, and how many processes run: the point of the crash, the answer to the same request
    /// sent again, and the number of nodes that run then.
    @Test(arguments: [
        ("before-begun", ActionReport.Ending.done, 1), ("after-begun", .unknown, 0), ("after-act", .unknown, 1),
        ("after-end", .done, 1),
    ])
    func anActionThatWasBegunIsNeverBegunAgain(point: String, ending: ActionReport.Ending, running: Int) async throws {
        let bench = try CrashBench()
        let status = try await bench.agent(crashAt: point) { client in
            let request = bench.start(fence: try await client.lease().fence)
            await #expect(throws: (any Error).self) { try await client.act(request, id: 1) }
        }
        #expect(status == .exited(137))
        let again = try await bench.agent { client in
            let request = bench.start(fence: try await client.lease().fence)
            let report = try await client.act(request, id: 1)
            #expect(report.ending == ending)
            let answer = try await client.query([request.id])
            #expect(answer.reports.map(\.ending) == [ending])
            #expect(answer.open == (ending == .unknown ? [request.id] : []))
        }
        #expect(again == .exited(0))
        #expect(bench.nodes.count == running)
    }

    @Test func whatWasBegunAndLostIsForgottenOnceAcknowledged() async throws {
        let bench = try CrashBench()
        _ = try await bench.agent(crashAt: "after-begun") { client in
            let request = bench.start(fence: try await client.lease().fence)
            await #expect(throws: (any Error).self) { try await client.act(request, id: 1) }
        }
        _ = try await bench.agent { client in
            let facts = try await client.query([.number(1)]).reports.first?.facts
            let open = try await client.query([.number(1)], acknowledges: true).open
            let again = try await client.act(bench.start(fence: 1), id: 1).ending
            #expect(facts == [:])
            #expect(open.isEmpty)
            #expect(again == .unknown)
        }
        #expect(bench.nodes.isEmpty)
    }

    /// Its end is not known, the new program runs, and a survey is to tell; the node is nobody's any more.
    @Test func anAgentThatDiesAtTheGateLeavesTheNodeToASurvey() async throws {
        let bench = try CrashBench()
        _ = try await bench.agent { client in
            _ = try await client.act(bench.start(fence: client.lease().fence), id: 1)
        }
        let status = try await bench.agent(crashAt: "let-go") { client in
            let request = bench.upgrade(fence: try await client.lease().fence)
            await #expect(throws: (any Error).self) { try await client.act(request, id: 1) }
        }
        #expect(status == .exited(137))
        _ = try await bench.agent { client in
            let fence = try await client.lease().fence
            let report = try await client.act(bench.upgrade(fence: fence), id: 1)
            #expect(report.ending == .unknown)
            #expect(report.facts[ActionFact.running] == nil)
            var other = bench.upgrade(fence: fence)
            other.id = .number(3)
            #expect(try await client.act(other, id: 2).ending == .done)
        }
        #expect(bench.nodes.count == 1)
    }

    /// The link is lost and another comes while the node proves itself: its end is asked for, and comes.
    @Test func anotherAgentSaysThatAnUpgradeIsAtWork() async throws {
        let bench = try CrashBench()
        _ = try await bench.agent { one in
            _ = try await one.act(bench.start(fence: one.lease().fence), id: 1)
            let request = bench.upgrade(fence: 1, hold: 3000)
            try await one.send(.act(request), id: 2)
            _ = try await bench.agent { two in
                var asked = try await two.query([.number(99)])
                while asked.open.isEmpty { asked = try await two.query([.number(99)]) }
                let report = try await two.query([request.id]).reports.first
                #expect(report?.facts[ActionFact.running] == .integer(1))
            }
            guard case .outcome(let report) = try await one.answer(to: .act(request), id: 2) else { throw Unexpected() }
            #expect(report.ending == .done)
        }
    }

    @Test func aKilledAgentLeavesNoLockBehind() async throws {
        let bench = try CrashBench()
        let status = try await bench.agent { client in
            _ = try await client.lease()
            kill(-bench.pid, SIGKILL)
        }
        #expect(status == .signalled(SIGKILL))
        _ = try await bench.agent { client in
            let request = bench.start(fence: try await client.lease().fence)
            #expect(try await client.act(request, id: 1).ending == .done)
        }
        #expect(bench.nodes.count == 1)
    }

    @Test func aHangUpDoesNotEndIt() async throws {
        let bench = try CrashBench()
        let status = try await bench.agent { client in
            kill(bench.pid, SIGHUP)
            kill(bench.pid, SIGPIPE)
            _ = try await client.lease()
        }
        #expect(status == .exited(0))
    }

    @Test func askedToEndItFinishesTheActionInItsMiddle() async throws {
        let bench = try CrashBench()
        let status = try await bench.agent { client in
            let request = bench.start(fence: try await client.lease().fence)
            let asking = Task {
                while bench.nodes.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
                kill(bench.pid, SIGTERM)
            }
            _ = try? await client.act(request, id: 1)
            try await asking.value
        }
        #expect(status == .exited(0))
        _ = try await bench.agent { client in
            let endings = try await client.query([.number(1)]).reports.map(\.ending)
            #expect(endings == [.done])
        }
        #expect(bench.nodes.count == 1)
    }

    @Test func askedToEndWithNothingToDoItEndsAtOnce() async throws {
        let bench = try CrashBench()
        let status = try await bench.agent { client in
            kill(bench.pid, SIGTERM)
            await #expect(throws: (any Error).self) { while true { _ = try await client.lease() } }
        }
        #expect(status == .exited(0))
    }
}
