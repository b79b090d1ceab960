import MusterModel
import Testing

@testable import MusterPolicy

/// Ports that the kernel may have given to an outgoing connection when a node wants them.
struct OutgoingPortsTests {
    private let usual: [UInt16] = [32_768, 60_999]

    private func plan(
        _ nodes: [NodeRecord], cap: Int64, range: [UInt16]?, _ policy: [String: Scalar] = [:]
    ) -> Plan {
        let policy = policy.merging(["node_cap": .integer(cap)]) { $1 }
        return decide(Situation.host(nodes, policy).changed { $0.facts.outgoingPorts = range })
    }

    @Test(
        arguments: [
            ([32_768, 60_999], true), ([55_002, 55_002], true), ([55_003, 60_999], false), ([32_768, 55_001], false),
            ([12_000, 14_000], true), ([60_999, 32_768], false), ([32_768], false), (nil, false),
        ] as [([UInt16]?, Bool)])
    func aPortThatIsAboutToBeTakenIsANote(range: [UInt16]?, isSaid: Bool) {
        let plan = plan([.made(1)], cap: 2, range: range)
        #expect(plan.words == ["add antnode0002"])
        #expect(plan.guards.map(\.kind) == (isSaid ? [.outgoingPorts] : []))
        #expect(plan.guards.allSatisfy { !$0.stopsHost })
    }

    @Test
    func aNodeThatStandsStillHoldsNoPort() {
        let plan = plan([.made(1), .relieved(2)], cap: 2, range: usual)
        #expect(plan.words == ["start antnode2"] && plan.guards.map(\.kind) == [.outgoingPorts])
        #expect(plan.guards.allSatisfy { $0.text.contains("32768 to 60999") && $0.text.contains("`port_start`") })
    }

    /// Nobody takes the port of a node that runs.
    @Test
    func aHostOnWhichNothingIsStartedHasNothingToFear() {
        #expect(plan(.running(1...3), cap: 3, range: usual).guards.isEmpty)
        #expect(plan(.running(1...3), cap: 2, range: usual).guards.isEmpty)
        let held = decide(
            Situation.host([.made(1)]).changed {
                $0.facts.outgoingPorts = usual
                $0.holds = [Hold(host: host, reason: "disk swap", by: "bob", since: start)]
            })
        #expect(held.guards.map(\.kind) == [.hold])
    }

    @Test
    func portsBelowTheRangeAreSafe() {
        #expect(plan([.made(1)], cap: 2, range: usual, ["port_start": .integer(12)]).guards.isEmpty)
    }

    @Test
    func anOperatorWhoAddsNodesIsToldToo() {
        let order = OperatorOrder(verb: .add, choice: .count(2, .oldest), reason: "more")
        let plan = operatorPlan(order, on: Situation.host([.made(1)]).changed { $0.facts.outgoingPorts = usual })
        #expect(plan.actions.count == 2 && plan.guards.map(\.kind) == [.outgoingPorts])
    }
}
