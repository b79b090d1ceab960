import GRDB
import MusterModel
import Testing

@testable import MusterStore

/// What actions and surveys, one after the other, leave of a node.
struct NodeChangeTests {
    @Test func aDoneAdditionBeginsARecordThatIsManaged() async throws {
        let ledger = try await Ledger()
        var entry = try ledger.entry("a", .add, node: 7)
        entry.request.node?.rewardsAddress = "0xabc"
        try await ledger.store.intend([entry])
        #expect(try await ledger.node(7) == nil)
        _ = try await ledger.store.settle([entry.report(.done)], at: .at(20))
        let node = try #require(await ledger.node(7))
        #expect(node.managed)
        #expect(node.desired?.goal == .running)
        #expect(node.open?.verb == .start)
        #expect(node.observation.fields[NodeField.nodePort]?.whole == 12_000)
        #expect(node.observation.fields[NodeField.rewardsAddress]?.text == "0xabc")
        #expect(try await ledger.store.verify() == [])
    }

    @Test func theRecordedAddressIsTheOneOfTheAdditionWhateverSurveysShow() async throws {
        let ledger = try await Ledger()
        var entry = try ledger.entry("a", .add, node: 7)
        entry.request.node?.rewardsAddress = "0xAbc"
        try await ledger.store.intend([entry])
        // A survey finds the node before its addition is reported.
        var seen = NodeRecord.example(7, on: ledger.host, at: 15)
        seen.recordedAddress = seen.observation.shownAddresses.first
        try await ledger.store.ingest(.example(ledger.host, at: 15, nodes: [seen]))
        _ = try await ledger.store.settle([entry.report(.done)], at: .at(20))
        #expect(try await ledger.node(7)?.recordedAddress == "0xAbc")
        let record = try #require(await ledger.node(7))
        try await ledger.store.ingest(.example(ledger.host, at: 30, nodes: [record]))
        #expect(try await ledger.node(7)?.recordedAddress == "0xAbc")
        let freshness = Freshness(now: .at(30), staleAfter: .seconds(600))
        #expect(try await ledger.store.hosts(at: freshness).map(\.nodes.strangeAddresses) == [1])
    }

    @Test func theLastProgramThatWasPutInPlaceIsKnown() async throws {
        let ledger = try await Ledger()
        func place(_ digit: Character, _ verb: ActionVerb, _ ending: ActionReport.Ending, hash: String) async throws {
            let entry = try ledger.entry(digit, verb, at: Int64(digit.wholeNumberValue ?? 0))
            try await ledger.store.intend([entry])
            var report = entry.report(ending)
            report.facts = [ActionFact.binaryHash: .text(hash), ActionFact.version: .text("0.4.1\(digit)")]
            _ = try await ledger.store.settle([report], at: .at(20))
        }
        try await place("1", .upgrade, .done, hash: "one")
        try await place("2", .upgrade, .done, hash: "two")
        try await place("3", .upgrade, .failed, hash: "three")
        try await place("4", .restart, .done, hash: "four")
        #expect(
            try await ledger.store.placedPrograms(of: ledger.host)
                == ["antnode0001": PlacedProgram(hash: "two", version: "0.4.12")])
    }

    @Test func adoptionTakesTheAddressAsItIsShown() async throws {
        let ledger = try await Ledger(nodes: 1)
        let node = NodeID(host: ledger.host, name: "antnode0001")
        var record = try #require(await ledger.node(1))
        record.observation.fields[NodeField.rewardsAddress] = .text("0xNew")
        try await ledger.store.ingest(.example(ledger.host, at: 10, nodes: [record]))
        let freshness = Freshness(now: .at(10), staleAfter: .seconds(600))
        #expect(try await ledger.store.hosts(at: freshness).map(\.nodes.strangeAddresses) == [1])
        try await ledger.store.setManaged(false, of: [node])
        #expect(try await ledger.store.hosts(at: freshness).map(\.nodes.strangeAddresses) == [0])
        try await ledger.store.setManaged(true, of: [node])
        #expect(try await ledger.node(1)?.recordedAddress == "0xNew")
        #expect(try await ledger.store.hosts(at: freshness).map(\.nodes.strangeAddresses) == [0])
    }

    @Test func aRemovedNodeComesBackByEvidenceOnlyAndUnmanaged() async throws {
        let ledger = try await Ledger()
        let before = try await ledger.store.nodes(of: ledger.host)
        let entry = try ledger.entry("a", .remove)
        try await ledger.store.intend([entry])
        _ = try await ledger.store.settle([entry.report(.done)], at: .at(20))
        #expect(try await ledger.node(1) == nil)
        // A survey that was reconciled with the memory from before the removal, and does not show the node.
        var late = IngestedSurvey.example(ledger.host, at: 21, nodes: before)
        late.survey.nodes.removeFirst()
        try await ledger.store.ingest(late)
        #expect(try await ledger.node(1) == nil)
        try await ledger.store.ingest(.example(ledger.host, at: 30, nodes: before))
        #expect(try await ledger.node(1)?.managed == false)
        #expect(try await ledger.node(1)?.desired == nil)
    }

    @Test func aSurveyKeepsWhatOperatorsAndActionsSaid() async throws {
        let ledger = try await Ledger()
        let before = try await ledger.store.nodes(of: ledger.host)
        let stop = try ledger.entry("a", .stop)
        let restart = try ledger.entry("b", .restart, node: 2)
        try await ledger.store.intend([stop, restart])
        try await ledger.store.setManaged(false, of: [NodeID(host: ledger.host, name: "antnode0003")])
        try await ledger.store.ingest(.example(ledger.host, at: 15, nodes: before))
        #expect(try await ledger.node(1)?.desired?.goal == .stopped)
        #expect(try await ledger.node(2)?.open?.id == restart.id.text)
        #expect(try await ledger.node(3)?.managed == false)
    }

    @Test func aTimerEndsWithTheFirstSurveyAfterItUnlessTheActionIsOpen() async throws {
        let ledger = try await Ledger()
        let done = try ledger.entry("a", .restart)
        let lost = try ledger.entry("b", .restart, node: 2)
        try await ledger.store.intend([done, lost])
        _ = try await ledger.store.settle([done.report(.done), lost.report(.unknown)], at: .at(20))
        let host = ledger.host
        let nodes = (1...3).map { NodeRecord.example($0, on: host) }
        try await ledger.store.ingest(.example(host, at: 319, nodes: nodes))
        #expect(try await ledger.node(1)?.open != nil)
        try await ledger.store.ingest(.example(host, at: 400, nodes: nodes))
        #expect(try await ledger.node(1)?.open == nil)
        #expect(try await ledger.node(2)?.open?.id == lost.id.text)
    }

    static let endings: [(ActionVerb, DesiredState.Setter, ActionReport.Ending, DesiredState.Goal?)] = [
        (.stop, .operator, .done, .stopped), (.stop, .operator, .failed, .stopped),
        (.stop, .operator, .stale, .running), (.stop, .operator, .refused, .running),
        (.stop, .operator, .notBegun, .running), (.stop, .operator, .unknown, .stopped),
        (.stop, .pressure, .done, .stopped), (.stop, .pressure, .failed, .running),
        (.disable, .operator, .failed, .disabled), (.enable, .operator, .done, .running),
        (.remove, .operator, .failed, .running), (.upgrade, .upgrade, .done, .running),
        (.upgrade, .upgrade, .failed, .running), (.start, .operator, .failed, .running),
    ]

    @Test(arguments: endings)
    func aWishFollowsTheEnding(
        verb: ActionVerb, setBy: DesiredState.Setter, ending: ActionReport.Ending, goal: DesiredState.Goal?
    ) async throws {
        let ledger = try await Ledger()
        let before = DesiredState(goal: .running, setBy: .import, since: .at(1), reason: "anm's")
        try await ledger.store.setDesired(before, of: [NodeID(host: ledger.host, name: "antnode0001")])
        let entry = try ledger.entry("a", verb, setBy: setBy)
        try await ledger.store.intend([entry])
        _ = try await ledger.store.settle([entry.report(ending)], at: .at(20))
        #expect(try await ledger.node(1)?.desired?.goal == goal)
        #expect(try await ledger.store.openEntries().isEmpty == (ending != .unknown))
    }

    @Test func aWishThatSomebodyChangedMeanwhileDoesNotFallBack() async throws {
        let ledger = try await Ledger()
        let entry = try ledger.entry("a", .stop)
        try await ledger.store.intend([entry])
        let newer = DesiredState(goal: .disabled, setBy: .operator, since: .at(12), reason: "no more")
        try await ledger.store.setDesired(newer, of: [NodeID(host: ledger.host, name: "antnode0001")])
        try await ledger.store.cancel([entry.id], because: "Ctrl-C", at: .at(13))
        #expect(try await ledger.node(1)?.desired == newer)
    }

    @Test func failuresAreCountedByBinaryAndForgotten() async throws {
        let ledger = try await Ledger()
        for (digit, second) in zip("abc", [10, 20, 30] as [Int64]) {
            let entry = try ledger.entry(digit, .upgrade, at: second)
            try await ledger.store.intend([entry])
            _ = try await ledger.store.settle(
                [entry.report(.failed, .gateFailed, message: "no peers")], at: .at(second))
        }
        let failure = try #require(await ledger.store.failures(of: ledger.host).first)
        #expect(failure.count == 3 && failure.binary == "feed" && failure.needsHuman)
        #expect(try await ledger.store.quarantines().map(\.hash) == ["feed"])
        #expect(try await ledger.store.quarantines().map(\.since) == [.at(10)])
        #expect(try await ledger.store.clearFailures(of: [failure.node]) == 1)
        #expect(try await ledger.store.failures().isEmpty)
        #expect(try await ledger.store.liftQuarantine(of: BinarySource(path: "/n", sha256: "feed")))
        #expect(try await ledger.store.quarantines().isEmpty)
    }

    @Test func aBinaryThatPassesItsGateAfterAllIsUnderQuarantineNoMore() async throws {
        let ledger = try await Ledger()
        for (digit, ending, left) in [("a", ActionReport.Ending.failed, 1), ("b", .done, 0)] as [(Character, _, _)] {
            let entry = try ledger.entry(digit, .upgrade)
            try await ledger.store.intend([entry])
            let fault = ending == .failed ? ActionFault.gateFailed : nil
            _ = try await ledger.store.settle([entry.report(ending, fault)], at: .at(20))
            #expect(try await ledger.store.quarantines().count == left)
        }
    }

    @Test func aTakenPortIsNoFailureOfTheNodeAndItsNumberIsNotTriedAgain() async throws {
        let ledger = try await Ledger()
        let entry = try ledger.entry("a", .add, node: 7)
        try await ledger.store.intend([entry])
        _ = try await ledger.store.settle([entry.report(.failed, .portTaken)], at: .at(20))
        #expect(try await ledger.store.failures().isEmpty)
        #expect(try await ledger.store.takenNumbers(of: ledger.host) == ["antnode": [7]])
    }

    @Test func numbersOfGoneAndComingNodesAreTaken() async throws {
        let ledger = try await Ledger()
        let remove = try ledger.entry("a", .remove, node: 3)
        try await ledger.store.intend([remove, try ledger.entry("b", .add, node: 5)])
        _ = try await ledger.store.settle([remove.report(.done)], at: .at(20))
        #expect(try await ledger.store.takenNumbers(of: ledger.host) == ["antnode": [3, 5]])
    }
}
