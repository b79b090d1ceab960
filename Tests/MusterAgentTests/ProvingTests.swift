import MusterAgent
import MusterIO
import MusterModel
import MusterWire
import Testing

/// An upgraded node proves itself while others act on the machine.
@Suite(.timeLimit(.minutes(1)))
struct ProvingTests {
    private static func upgrade(_ fence: Int64) -> ActionRequest {
        .some(1, verb: .upgrade, fence: fence).of("node1")
    }

    /// Sends the upgrade, and returns when its node is being watched.
    private static func proving(_ host: ActingHost, _ client: AgentClient) async throws -> Int64 {
        host.performer.prove(true)
        let fence = try await client.lease().fence
        try await client.send(.act(upgrade(fence)), id: 1)
        while host.performer.letGo.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
        return fence
    }

    private static func outcome(_ client: AgentClient, _ request: ActionRequest, id: Int64) async throws
        -> ActionReport
    {
        guard case .outcome(let report) = try await client.answer(to: .act(request), id: id) else { throw Unexpected() }
        return report
    }

    @Test func othersAreStoppedBesideIt() async throws {
        let host = try ActingHost()
        try await host.talk { client in
            let fence = try await Self.proving(host, client)
            #expect(try await client.act(.some(2, fence: fence).of("node2"), id: 2).ending == .done)
            let asked = try #require(try await client.query([.number(1)]).reports.first)
            #expect(asked.facts[ActionFact.running] == .integer(1))
            host.performer.prove(false)
            #expect(try await Self.outcome(client, Self.upgrade(fence), id: 1).ending == .done)
        }
        #expect(host.performer.performed == [.number(1), .number(2), .number(1)])
        #expect(host.performer.mostAtOnce == 1)
    }

    /// What undoes something waits for who acts, and comes before those that have not begun.
    @Test func theMachineIsTakenBackBeforeOthersBegin() async throws {
        let host = try ActingHost()
        try await host.talk { client in
            let fence = try await Self.proving(host, client)
            host.performer.hold(true)
            for number in 2...4 {
                try await client.send(.act(.some(number, fence: fence).of("node\(number)")), id: Int64(number))
            }
            while host.performer.performed.count < 2 { try await Task.sleep(for: .milliseconds(2)) }
            host.performer.prove(false)
            while host.performer.wantBack.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
            // Its answer comes after the wish.
            _ = try await client.query([.number(1)])
            host.performer.hold(false)
            _ = try await Self.outcome(client, .some(4, fence: fence).of("node4"), id: 4)
        }
        #expect(host.performer.performed == [1, 2, 1, 3, 4].map { .number($0) })
        #expect(host.performer.mostAtOnce == 1)
    }

    @Test func nobodyElseActsOnTheNodeMeanwhile() async throws {
        let host = try ActingHost()
        try await host.talk { one in
            let fence = try await Self.proving(host, one)
            try await host.talk { two in
                let mine = try await two.act(.some(2, fence: fence).of("node1"), id: 2)
                #expect(mine.fault == .timeout)
                #expect(mine.message == "an upgrade of this node proves itself")
                #expect(try await two.act(.some(3, verb: .upgrade, fence: fence).of("node1"), id: 3).fault == .timeout)
                #expect(try await two.act(.some(4, fence: fence).of("node2"), id: 4).ending == .done)
                // The one that knows its end is alive.
                let asked = try await two.query([.number(1)])
                #expect(asked.reports.map(\.ending) == [.unknown])
                #expect(asked.open == [.number(1)])
            }
            host.performer.prove(false)
            #expect(try await Self.outcome(one, Self.upgrade(fence), id: 1).ending == .done)
            #expect(try await one.act(.some(5, fence: fence).of("node1"), id: 5).ending == .done)
        }
        #expect(try Directory.names(host.state).filter { $0.hasPrefix("node-") }.isEmpty)
    }

    @Test func aDeadLinkLetsItProveItself() async throws {
        let host = try ActingHost()
        try await host.talk { client in
            let fence = try await Self.proving(host, client)
            host.performer.hold(true)
            for number in 2...3 { try await client.send(.act(.some(number, fence: fence)), id: Int64(number)) }
            while host.performer.performed.count < 2 { try await Task.sleep(for: .milliseconds(2)) }
            Task.detached {
                // Nothing tells when the agent has seen the end of its input.
                try await Task.sleep(for: .milliseconds(500))
                host.performer.hold(false)
                host.performer.prove(false)
            }
        }
        #expect(host.performer.performed == [.number(1), .number(2), .number(1)])
        try await host.talk { client in
            let answer = try await client.query((1...3).map { .number($0) })
            #expect(answer.reports.map(\.ending) == [.done, .done, .notBegun])
        }
    }
}
