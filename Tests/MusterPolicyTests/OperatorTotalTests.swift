import MusterModel
import Testing

@testable import MusterPolicy

/// A number of nodes over several hosts.
struct OperatorTotalTests {
    private func order(_ verb: ActionVerb, _ preference: OperatorOrder.Preference = .oldest) -> OperatorOrder {
        OperatorOrder(verb: verb, choice: .count(0, preference), reason: "maintenance")
    }

    private func situation(
        _ name: String, _ numbers: ClosedRange<Int>, _ policy: [String: Scalar] = [:],
        _ change: (inout Situation) -> Void = { _ in }
    ) -> Situation {
        Situation.host(.running(numbers), policy).changed {
            $0.target.name = HostName(name) ?? host
            change(&$0)
        }
    }

    @Test
    func nodesAreChosenOverTheWholeSelection() {
        let fleet = [situation("h1", 1...3), situation("h2", 4...6), situation("h3", 7...8)]
        let young = operatorPlans(order(.stop, .youngest), total: 3, on: fleet)
        #expect(young.map { $0.actions.map(\.node.name) } == [[], ["antnode6"], ["antnode8", "antnode7"]])
        let old = operatorPlans(order(.stop), total: 4, on: fleet)
        #expect(old.map(\.actions.count) == [3, 1, 0])
        let many = operatorPlans(order(.stop), total: 10, on: fleet)
        #expect(many.map(\.actions.count) == [3, 3, 2])
        #expect(many[0].deferred.map(\.count) == [2])
        #expect(operatorPlans(order(.add), total: 4, on: fleet).map(\.actions.count) == [1, 1, 2])
    }

    private func restarted(_ names: String...) -> [LedgerEntry] {
        names.map { .done(.restart, $0, .operator, ago: 200) }
    }

    /// As where a number per host is asked for.
    @Test
    func aNodeThatIsRefusedIsReplacedByAnother() {
        let fleet = [
            situation("h1", 1...2) { $0.recent = restarted("antnode1") },
            situation("h2", 3...4) { $0.quarantined = ["ab"] }, situation("h3", 5...6),
        ]
        let restarts = operatorPlans(order(.restart), total: 3, on: fleet)
        #expect(restarts.map(\.words) == [["restart antnode2"], ["restart antnode3", "restart antnode4"], []])
        #expect(restarts.allSatisfy { $0.deferred.isEmpty })
        var upgrade = order(.upgrade)
        upgrade.version = ReleaseVersion("0.4.17")
        let upgrades = operatorPlans(upgrade, total: 3, on: fleet)
        #expect(upgrades.map(\.words) == [["upgrade antnode2"], [], ["upgrade antnode5", "upgrade antnode6"]])
    }

    @Test
    func whereTooFewAreFreeTheRefusedAreNamed() {
        let failed = NodeFailure(
            node: NodeID(host: host, name: "antnode3"), verb: .restart, count: 3, lastAt: start, message: "no bus")
        let fleet = [
            situation("h1", 1...2) { $0.recent = restarted("antnode1") },
            situation("h2", 3...4) { $0.failures = [failed] },
        ]
        let plans = operatorPlans(order(.restart), total: 5, on: fleet)
        #expect(plans.map(\.words) == [["restart antnode2"], ["restart antnode4"]])
        #expect(plans[0].deferred.map(\.node) == ["antnode1", nil])
        #expect(plans[0].reasons.contains("300 s lie between two starts"))
        #expect(plans[0].reasons.contains("only 4 nodes are there to choose from"))
        #expect(plans[1].deferred.map(\.node) == ["antnode3"] && plans[1].reasons.contains("needs a human"))
    }

    @Test
    func newNodesGoWhereTheyCanBeMade() {
        let fleet = [
            situation("h1", 1...1) { $0.binaries = [:] }, situation("h2", 2...6, ["node_cap": .integer(6)]),
            situation("h3", 7...9) { $0.nodes[0].missingSince = now }, situation("h4", 10...40),
        ]
        let plans = operatorPlans(order(.add), total: 4, on: fleet)
        #expect(plans.map(\.actions.count) == [0, 1, 0, 3])
        #expect(plans.allSatisfy { $0.deferred.isEmpty })
        // Where nobody can take one, somebody says why.
        let full = operatorPlans(order(.add), total: 2, on: [fleet[0], fleet[2]])
        #expect(full.allSatisfy(\.actions.isEmpty) && full.contains { $0.deferred.map(\.count) == [2] })
    }
}
