import MusterAgent
import MusterModel
import MusterWire
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ActingTests {
    @Test func anActionIsDoneAndReported() async throws {
        let host = try ActingHost()
        try await host.talk { client in
            let fence = try await client.lease().fence
            let report = try await client.act(.some(1, fence: fence), id: 1)
            #expect(report.ending == .done)
            #expect(report.facts[ActionFact.pid] == .integer(1))
        }
        #expect(host.performer.performed == [.number(1)])
    }

    @Test func theSameRequestIsAnsweredAgainAndNotRunAgain() async throws {
        let host = try ActingHost()
        var reports: [ActionReport] = []
        try await host.talk { client in
            reports.append(try await client.act(.some(1, fence: client.lease().fence), id: 1))
            reports.append(try await client.act(.some(1, fence: 1, age: 77), id: 2))
        }
        try await host.talk { client in
            reports.append(try await client.act(.some(1, fence: 99), id: 1))
            reports += try await client.query([.number(1)]).reports
        }
        #expect(reports == Array(repeating: reports[0], count: 4))
        #expect(reports[0].ending == .done)
        #expect(host.performer.performed.count == 1)
    }

    @Test func anotherRequestUnderTheSameIDIsRefused() async throws {
        let host = try ActingHost()
        try await host.talk { client in
            let fence = try await client.lease().fence
            _ = try await client.act(.some(1, fence: fence), id: 1)
            #expect(try await client.act(.some(1, verb: .remove, fence: fence), id: 2).fault == .conflictingID)
        }
        #expect(host.performer.performed.count == 1)
    }

    @Test(arguments: [(30 * 86_400_000, ActionReport.Ending.done), (30 * 86_400_000 + 1, .refused)] as [(Int64, _)])
    func requestsLiveThirtyDays(age: Int64, ending: ActionReport.Ending) async throws {
        let host = try ActingHost()
        try await host.talk { client in
            let fence = try await client.lease().fence
            #expect(try await client.act(.some(1, fence: fence, age: age), id: 1).ending == ending)
        }
    }

    @Test func aChangedBasisLeavesTheHostUntouched() async throws {
        let host = try ActingHost()
        host.performer.differ(in: "unit file")
        try await host.talk { client in
            let report = try await client.act(.some(1, fence: client.lease().fence), id: 1)
            #expect(report.ending == .stale)
            #expect(report.facts[ActionFact.differs] == .text("unit file"))
            #expect(try await client.query([.number(1)]).reports.map(\.ending) == [.notBegun])
        }
        #expect(host.performer.performed.isEmpty)
    }

    @Test func whatWasAskedForAndNotKnownIsNeverBegun() async throws {
        let host = try ActingHost()
        try await host.talk { client in
            let fence = try await client.lease().fence
            #expect(try await client.query([.number(1)]).reports.map(\.ending) == [.notBegun])
            let report = try await client.act(.some(1, fence: fence), id: 1)
            #expect(report.ending == .refused)
            #expect(report.fault == .ended)
        }
        #expect(host.performer.performed.isEmpty)
    }

    @Test func actionsRunOneAfterTheOtherInTheirOrderBesideSamples() async throws {
        let host = try ActingHost()
        host.performer.hold(true)
        try await host.talk { client in
            let fence = try await client.lease().fence
            for number in 1...5 { try await client.send(.act(.some(number, fence: fence)), id: Int64(number)) }
            guard case .sample = try await client.ask(.sample(intervalMilliseconds: 10), id: 9) else {
                throw Unexpected()
            }
            #expect(try await client.lease().granted)
            host.performer.hold(false)
            #expect(try await client.act(.some(6, fence: fence), id: 6).ending == .done)
        }
        #expect(host.performer.performed == (1...6).map { .number($0) })
        #expect(host.performer.mostAtOnce == 1)
    }

    @Test func aFullQueueRefuses() async throws {
        let host = try ActingHost()
        host.performer.hold(true)
        try await host.talk { client in
            let fence = try await client.lease().fence
            for number in 1...40 { try await client.send(.act(.some(number, fence: fence)), id: Int64(number)) }
            guard case .outcome(let report) = try await client.next()?.body else { throw Unexpected() }
            #expect(report.ending == .refused)
            host.performer.hold(false)
        }
        #expect(host.performer.performed.count <= 33)
    }

    @Test func aDeadLinkLetsTheRunningActionEndAndBeginsNoOther() async throws {
        let host = try ActingHost()
        host.performer.hold(true)
        let ending = try await host.talk { client in
            let fence = try await client.lease().fence
            for number in 1...3 { try await client.send(.act(.some(number, fence: fence)), id: Int64(number)) }
            while host.performer.performed.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
            Task.detached {
                // Nothing tells when the agent has seen the end of its input.
                try await Task.sleep(for: .milliseconds(500))
                host.performer.hold(false)
            }
        }
        #expect(ending == .inputEnded)
        #expect(host.performer.performed == [.number(1)])
        try await host.talk { client in
            let answer = try await client.query((1...3).map { .number($0) })
            #expect(answer.reports.map(\.ending) == [.done, .notBegun, .notBegun])
            #expect(answer.open.isEmpty)
        }
    }

    /// After a reboot nothing else may be due on the host: whoever holds its lease goes on with what was removed there.
    @Test func removalsThatWereCutShortGoOnWithTheFirstLease() async throws {
        let host = try ActingHost()
        try await host.talk { client in
            let fence = try await client.lease().fence
            _ = try await client.act(.some(1, verb: .remove, fence: fence).of("node1"), id: 1)
        }
        host.performer.leave([".muster-tombstone-a"], in: "/nodes")
        host.performer.leave([".muster-tombstone-b"], in: "/others")
        try await host.talk { client in
            _ = try await client.query([])
            #expect(host.performer.tombstones["/nodes"]?.count == 1)
            _ = try await client.lease()
            _ = try await client.ask(.sample(intervalMilliseconds: 10), id: 9)
            while host.performer.tombstones["/nodes"] != [] { try await Task.sleep(for: .milliseconds(2)) }
        }
        #expect(host.performer.tombstones["/others"]?.count == 1)
    }

    /// What lies there when an action begins was left by others; what the action itself renames may yet be undone.
    @Test func anActionGoesOnWithWhatOthersLeft() async throws {
        let host = try ActingHost()
        host.performer.leave([".muster-tombstone-a"], in: "/nodes")
        try await host.talk { client in
            let fence = try await client.lease().fence
            _ = try await client.act(.some(1, fence: fence).of("node1"), id: 1)
            while host.performer.tombstones["/nodes"] != [] { try await Task.sleep(for: .milliseconds(2)) }
            host.performer.leave([".muster-tombstone-b"], in: "/nodes")
            _ = try await client.act(.some(2, fence: fence).of("node1"), id: 2)
        }
        #expect(host.performer.tombstones["/nodes"] == [".muster-tombstone-b"])
    }

    @Test func samplesStreamUntilTheConversationEnds() async throws {
        let host = try ActingHost()
        let ending = try await host.talk { client in
            try await client.send(.stream(intervalMilliseconds: 10), id: 4)
            for _ in 0..<3 {
                guard let envelope = try await client.next(), envelope.id == 4, case .sample = envelope.body else {
                    throw Unexpected()
                }
            }
            try await client.send(.stream(intervalMilliseconds: 10), id: 5)
            #expect(try await client.nextError()?.code == .busy)
        }
        #expect(ending == .inputEnded)
    }
}

/// Two agents on one machine.
@Suite(.timeLimit(.minutes(1)))
struct NeighbourTests {
    @Test func agentsWaitForOneAnother() async throws {
        let host = try ActingHost()
        host.performer.hold(true)
        try await host.talk { one in
            let fence = try await one.lease().fence
            try await one.send(.act(.some(1, fence: fence)), id: 1)
            while host.performer.performed.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
            try await host.talk { two in
                #expect(try await two.lease("c2").granted == false)
                try await two.send(.act(.some(2, fence: fence)), id: 2)
                guard case .sample = try await two.ask(.sample(intervalMilliseconds: 50), id: 3) else {
                    throw Unexpected()
                }
                #expect(host.performer.performed == [.number(1)])
                host.performer.hold(false)
                let request = Request.act(.some(2, fence: fence))
                guard case .outcome(let report) = try await two.answer(to: request, id: 2) else { throw Unexpected() }
                #expect(report.ending == .done)
            }
        }
        #expect(host.performer.mostAtOnce == 1)
    }

    @Test func theSameActionAtTwoAgentsRunsOnce() async throws {
        let host = try ActingHost()
        host.performer.hold(true)
        try await host.talk { one in
            let request = ActionRequest.some(1, fence: try await one.lease().fence)
            try await one.send(.act(request), id: 1)
            while host.performer.performed.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
            try await host.talk { two in
                let report = try #require(try await two.query([request.id]).reports.first)
                #expect(report.ending == .unknown)
                #expect(try await two.act(request, id: 2).ending == .unknown)
                host.performer.hold(false)
            }
            guard case .outcome(let report) = try await one.answer(to: .act(request), id: 1) else { throw Unexpected() }
            #expect(report.ending == .done)
            #expect(try await one.query([request.id]).reports == [report])
        }
        #expect(host.performer.performed.count == 1)
    }

    @Test func anActionUnderALostLeaseIsNotBegun() async throws {
        let host = try ActingHost()
        try await host.talk { one in
            let fence = try await one.lease().fence
            _ = try await one.lease(for: 0)
            try await host.talk { two in
                let theirs = try await two.lease("c2").fence
                let faults = [try await one.act(.some(1, fence: fence), id: 1).fault]
                let endings = [try await two.act(.some(2, fence: theirs), id: 2).ending]
                #expect(theirs == fence + 1)
                #expect(faults == [.lostLease])
                #expect(endings == [.done])
            }
        }
        #expect(host.performer.performed == [.number(2)])
    }
}
