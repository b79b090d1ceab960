import MusterModel
import Testing

@testable import MusterPolicy

/// How far apart opposite actions on a host, and two starts of one node, must be.
struct DistanceTests {
    private func plan(
        _ nodes: [NodeRecord], _ policy: [String: Scalar] = [:], levels: Levels = Levels(), after recent: [LedgerEntry],
        open: [LedgerEntry] = []
    ) -> Plan {
        decide(
            .host(nodes, policy, levels: levels).changed {
                $0.recent = recent
                $0.open = open
            })
    }

    @Test(
        arguments: [
            (ActionVerb.stop, 599, false), (.stop, 600, true), (.remove, 599, false), (.disable, 599, false),
            (.upgrade, 1, true), (.restart, 1, true),
        ] as [(ActionVerb, Int64, Bool)])
    func nothingIsStartedSoonAfterWhatWasTakenAway(verb: ActionVerb, ago seconds: Int64, starts: Bool) {
        let plan = plan(
            [.made(1), .relieved(2)], ["node_cap": .integer(2)],
            after: [.done(verb, "antnode3", .operator, ago: seconds)])
        #expect(plan.words == (starts ? ["start antnode2"] : []))
    }

    @Test(
        arguments: [
            (ActionVerb.add, 599, false), (.add, 600, true), (.start, 599, false), (.restore, 599, false),
            (.upgrade, 1, true), (.restart, 1, true),
        ] as [(ActionVerb, Int64, Bool)])
    func noSurplusIsRemovedAndNothingRelievedSoonAfterWhatWasStarted(
        verb: ActionVerb, ago seconds: Int64, removes: Bool
    ) {
        let recent: [LedgerEntry] = [.done(verb, "antnode3", .growth, ago: seconds)]
        let surplus = plan(.running(1...2), ["node_cap": .integer(1)], after: recent)
        #expect(surplus.words == (removes ? ["remove antnode2"] : []))
        let relief = plan(.running(1...2), levels: Levels(cpu: 90), after: recent)
        #expect(relief.words == (removes ? ["stop antnode2"] : []))
        if !removes { #expect(surplus.reasons.contains("antnode3 was started \(seconds) s ago")) }
    }

    @Test(arguments: [(1, 120, false), (2, 240, false), (3, 480, true), (4, 960, true)])
    func whatFailedIsTriedAgainAfterTwiceAsLongAndThenByAHuman(count: Int, seconds: Int, needsHuman: Bool) {
        let failure = NodeFailure(
            node: NodeID(host: host, name: "antnode3"), verb: .stop, count: count, lastAt: now, message: "no bus")
        #expect(failure.retryAt == now.advanced(by: .seconds(seconds)) && failure.needsHuman == needsHuman)
        func words(after seconds: Int) -> [String] {
            let later = Situation.host(.running(1...3), levels: Levels(cpu: 90)).changed {
                $0.failures = [failure].map { failure in
                    var failure = failure
                    failure.lastAt = now.advanced(by: .seconds(-seconds))
                    return failure
                }
            }
            return decide(later).words
        }
        #expect(words(after: seconds - 1) == ["stop antnode2"])
        #expect(words(after: seconds) == [needsHuman ? "stop antnode2" : "stop antnode3"])
    }

    @Test
    func whatIsLeftOfADeadNodeKeepsNoDistance() {
        let started: [LedgerEntry] = [.done(.start, "antnode2", .shouldRun, ago: 9)]
        #expect(plan([.made(1, .dead)], after: started).words == ["remove antnode1"])
        let cleared: [LedgerEntry] = [.done(.remove, "antnode1", .dead, ago: 9)]
        #expect(plan([.made(1), .relieved(2)], ["node_cap": .integer(2)], after: cleared).words == ["start antnode2"])
    }

    /// Its node alone is blocked by an entry whose end nobody knows.
    @Test
    func anEntryThatIsOpenForHoursHidesNoneThatWasDoneSince() {
        let lost = LedgerEntry.done(.start, "antnode1", .shouldRun, ago: 7200, state: .unknown)
        let started: [LedgerEntry] = [.done(.start, "antnode2", .shouldRun, ago: 60)]
        let relief = plan(.running(1...3), levels: Levels(cpu: 90), after: started, open: [lost])
        #expect(relief.actions.isEmpty)
        #expect(relief.reasons.contains("antnode2 was started 60 s ago"))
        let earlier = plan(.running(1...3), levels: Levels(cpu: 90), after: [], open: [lost])
        #expect(earlier.words == ["stop antnode3"])
    }

    @Test(
        arguments: [
            (ActionVerb.start, LedgerState.done, 299, false), (.start, .done, 300, true),
            (.upgrade, .failed, 299, false),
            (.upgrade, .failed, 300, true), (.restart, .failed, 299, false), (.start, .failed, 1, true),
            (.upgrade, .refused, 1, true),
        ] as [(ActionVerb, LedgerState, Int64, Bool)])
    func twoStartsOfOneNodeAreFarApart(verb: ActionVerb, state: LedgerState, ago seconds: Int64, starts: Bool) {
        let past = LedgerEntry.done(verb, "antnode2", .operator, ago: seconds, state: state)
        let crashed = NodeRecord.made(2, .stopped).changed { $0.evidenceAt = now }
        let plan = plan([.made(1), crashed], ["node_cap": .integer(2)], after: [past])
        #expect(plan.words == (starts ? ["start antnode2"] : []), "\(plan.reasons)")
    }
}
