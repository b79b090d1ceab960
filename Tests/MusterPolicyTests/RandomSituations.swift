import MusterModel
import TestSupport

@testable import MusterPolicy

extension ServiceKind {
    /// A second kind on the same host.
    static let other = ServiceKind(
        name: "other", summary: "", discovery: [], mergeOn: "data_dir",
        launch: Launch(name: "other{number}", binary: "other", arguments: ["--port", "{node_port}"]))
}

extension Situation {
    /// Any host that could be: good and bad, quiet and pressed, observed and managed.
    static func random(_ dice: inout Dice) -> Situation {
        let kinds: [ServiceKind] = dice.chance(30) ? [.antnode, .other] : [.antnode]
        let nodes = (0..<dice.whole(0...12)).map { index in
            NodeRecord.random(index + 1, kind: dice.pick(kinds).name, &dice)
        }
        let levels = Levels(
            cpu: dice.level(0...100), memory: dice.level(0...99), disk: dice.pick([30, 60, 85, 92, 97]),
            load1: dice.level(0...6), load5: dice.level(0...6), load15: dice.level(0...6),
            netRead: dice.level(0...1000))
        let calm = Levels(cpu: dice.level(0...60))
        var situation = Situation.host(nodes, policy(&dice), levels: dice.chance(50) ? calm : levels, kinds: kinds)
        situation.target.policy.kinds["other"] = ["port_start": .integer(40), "metrics_port_start": .integer(41)]
        if dice.chance(50) { situation = situation.onOwnDisk }
        if dice.chance(15) { situation.adoption = nil }
        if dice.chance(5) { situation.guards = [Guard(dice.pick([.foreignManager, .twin, .clockJump]), "found")] }
        if dice.chance(5) { situation.surveyedAt = dice.chance(50) ? nil : start }
        if dice.chance(5) { situation.adoption?.machineID = "another" }
        if dice.chance(10) {
            situation.holds = [Hold(host: MusterPolicyTests.host, reason: "r", by: "ann", since: start)]
        }
        if dice.chance(5) {
            situation.brakes = [Brake(scope: dice.pick([.mass, .starts]), reason: "r", by: "ann", since: start)]
        }
        if dice.chance(10) {
            situation.sources = [
                SourceReport(kind: "antnode", id: "process", outcome: dice.pick([.timeout, .denied]), uid: 0)
            ]
        }
        if dice.chance(20) {
            situation.allowance = Allowance(
                starts: dice.whole(0...2), disturbances: dice.whole(0...2), because: "limit")
        }
        if dice.chance(20) { situation.quarantined = ["ab"] }
        situation.rememberSomething(&dice)
        return situation
    }

    private mutating func rememberSomething(_ dice: inout Dice) {
        let names = nodes.map(\.id.name)
        for name in names where dice.chance(8) {
            open.append(.done(dice.pick([.start, .stop, .upgrade, .remove]), name, .operator, ago: 30, state: .sent))
        }
        for name in names where dice.chance(8) {
            let verb: ActionVerb = dice.pick([.start, .stop, .upgrade, .remove])
            recent.append(.done(verb, name, dice.pick([.cpu, .growth, .surplus]), ago: Int64(dice.whole(-20...900))))
        }
        for name in names where dice.chance(5) {
            failures.append(
                NodeFailure(
                    node: NodeID(host: MusterPolicyTests.host, name: name), verb: .start, count: dice.whole(1...4),
                    lastAt: MusterPolicyTests.now, message: "no"))
        }
        for name in names where dice.chance(5) {
            holds.append(Hold(host: MusterPolicyTests.host, node: name, reason: "r", by: "ann", since: start))
        }
    }

    private static func policy(_ dice: inout Dice) -> [String: Scalar] {
        var policy: [String: Scalar] = [:]
        if dice.chance(60) { policy["node_cap"] = .integer(Int64(dice.whole(0...10))) }
        if dice.chance(50) { policy["relief"] = .text(dice.pick(["never", "stop", "remove"])) }
        if dice.chance(20) { policy["hd_remove"] = .integer(80) }
        if dice.chance(50) { policy["enable_upgrade"] = .text("true") }
        if dice.chance(50) { policy["target_version"] = .text("0.4.17") }
        if dice.chance(30) { policy["netio_read_remove"] = .integer(500) }
        for key in ["starts", "removals", "upgrades", "operations"] where dice.chance(50) {
            policy["max_concurrent_" + key] = .integer(Int64(dice.whole(0...5)))
        }
        return policy
    }
}

extension NodeRecord {
    fileprivate static func random(_ number: Int, kind: String, _ dice: inout Dice) -> NodeRecord {
        let status = dice.chance(50) ? NodeStatus.running : dice.pick(NodeStatus.allCases)
        var node = NodeRecord.made(
            number, status, desired: dice.pick([.running, .stopped, .disabled, nil]),
            by: dice.pick([.operator, .pressure]), version: dice.pick(["0.4.16", "0.4.17", "0.5.0", nil, "odd"]),
            managed: dice.chance(75), kind: kind, base: kind == "other" ? 100 : 0)
        if status == .running { node.desired?.goal = .running }
        if dice.chance(10) { node.missingSince = start }
        if dice.chance(10) { node.evidenceAt = start }
        if dice.chance(10) { node.health = dice.pick([.notAnswering, .crashLoop]) }
        if dice.chance(30) { node.observation.metrics["cpu"] = .real(dice.level(0...20)) }
        if dice.chance(10) {
            let ends = MusterPolicyTests.now.advanced(by: .seconds(dice.whole(-100...300)))
            node.open = OpenAction(id: "x", verb: dice.pick([.start, .upgrade, .remove]), since: start, endsAt: ends)
        }
        if dice.chance(3) {
            node.observation.disagreements = [
                Disagreement(field: "rewards_address", values: ["unit": "0xA", "process": "0xB"])
            ]
        }
        return node
    }
}
