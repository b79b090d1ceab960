import MusterModel
import Testing

@testable import MusterPolicy

/// What hosts that are planned one after the other leave each other.
struct PlanRoundTests {
    private func named(_ name: String) throws -> HostName { try #require(HostName(name)) }

    private func host(
        _ name: String, _ nodes: [NodeRecord], _ policy: [String: Scalar] = [:], nat: String? = nil,
        scope: String? = nil
    ) throws -> Situation {
        var situation = Situation.host(nodes, policy)
        situation.target.name = try named(name)
        situation.target.groups = ["home"]
        if let nat { situation.target.labels["nat"] = nat }
        if let scope { situation.target.walletScopes = ["antnode": scope] }
        for index in situation.nodes.indices {
            situation.nodes[index].id = NodeID(host: situation.target.name, name: situation.nodes[index].id.name)
        }
        return situation
    }

    private func limits(_ names: [String], nodes: Int = 10, starts: Int = 0) throws -> FleetLimits {
        FleetLimits(
            policy: Policy(),
            hosts: try names.map {
                FleetLimits.Host(name: try named($0), groups: ["home"], nodes: nodes, disturbed: 0)
            }, startsInLastMinute: starts)
    }

    private func ports(_ plan: Plan) -> [UInt16] { plan.actions.flatMap { $0.node.ports.map(\.port) } }

    private let three: [String: Scalar] = ["node_cap": .integer(3), "max_concurrent_starts": .integer(9)]
        .merging(["max_concurrent_operations": .integer(9)]) { $1 }

    @Test
    func startsOfTheFleetGoToTheFirstHostsOfTheOrder() throws {
        var round = PlanRound(limits: try limits(["a", "b", "c", "d"], starts: 5))
        let plans = try ["a", "b", "c", "d"].map { round.plan(try host($0, [], three)).plan }
        #expect(plans.map(\.actions.count) == [3, 2, 0, 0])
        #expect(plans[2].reasons.contains("starts in the last minute"))
    }

    @Test
    func aGroupsDisturbedHostsAreShared() throws {
        let names = ["a", "b", "c", "d", "e"]
        var round = PlanRound(limits: try limits(names))
        let plans = try names.map {
            round.plan(try host($0, .running(1...10), ["node_cap": .integer(9)])).plan
        }
        #expect(plans.map(\.actions.count) == [1, 0, 0, 0, 0])
        #expect(plans[4].reasons.contains("hosts of home are disturbed already"))
    }

    @Test
    func withoutLimitsEachHostHasAllOfIt() throws {
        var round = PlanRound(limits: nil)
        #expect(
            try ["a", "b", "c", "d", "e"].allSatisfy { round.plan(try host($0, [], three)).plan.actions.count == 3 })
    }

    @Test
    func hostsBehindOneAddressGetDifferentPortsInOneRound() throws {
        var round = PlanRound(limits: nil)
        let one = round.plan(try host("a", [], three, nat: "attic")).plan
        let other = round.plan(try host("b", [], three, nat: "attic")).plan
        let elsewhere = round.plan(try host("c", [], three, nat: "cellar")).plan
        #expect(ports(one).count == 6 && ports(other).count == 6)
        #expect(Set(ports(one)).isDisjoint(with: ports(other)))
        #expect(ports(elsewhere) == ports(one))
    }

    @Test
    func portsOfANeighboursNodesAreNotFree() throws {
        let situation = try host("b", [], three, nat: "attic").changed { $0.sharedPorts = [13002, 55001] }
        #expect(decide(situation).words == ["add antnode0003", "add antnode0004", "add antnode0005"])
        let order = OperatorOrder(verb: .add, choice: .count(1, .oldest), reason: "more")
        #expect(operatorPlan(order, on: situation).words == ["add antnode0003"])
    }

    @Test
    func operatorsAddsOnTwoHostsOfOneAddressShareItsPorts() throws {
        let order = OperatorOrder(verb: .add, choice: .count(2, .oldest), reason: "more")
        let hosts = try ["a", "b"].map { try host($0, [], three, nat: "attic") }
        let plans = operatorPlans(hosts.map { (order, $0) })
        #expect(Set(plans.flatMap(ports)).count == 8)
        #expect(Set(operatorPlans(order, total: 4, on: hosts).flatMap(ports)).count == 8)
    }

    @Test(arguments: [("group home", "group home", 2), ("host a", "host b", 1)])
    func theDrawCountsWhatEarlierHostsOfTheScopeGot(first: String, second: String, addresses: Int) throws {
        let other = "0x52908400098527886E0F7030069857D2E4169EE7"
        let policy: [String: Scalar] = ["node_cap": .integer(1), "rewards_address": .text("\(wallet):1,\(other):1")]
        var round = PlanRound(limits: nil)
        let plans = try [("a", first), ("b", second)].map { round.plan(try host($0, [], policy, scope: $1)).plan }
        #expect(Set(plans.flatMap { $0.actions.compactMap(\.node.rewardsAddress) }).count == addresses)
    }
}
