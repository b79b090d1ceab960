import MusterModel
import Testing

@testable import MusterPolicy

struct SpecTests {
    private func new(
        _ number: Int64 = 7, _ policy: [String: Scalar] = [:], facts: HostFacts = .root
    ) throws(SpecError) -> NodeSpec {
        let target = HostTarget(name: host, kinds: [.antnode], policy: Policy(host: policy))
        return try NodeSpec.new(kind: .antnode, number: number, target: target, facts: facts, wallet: "0xE1")
    }

    @Test
    func rootMakesNodesOfTheSystem() throws {
        let spec = try new()
        #expect(spec.name == "antnode0007")
        #expect(spec.unit == "antnode0007.service")
        #expect(spec.manager == .systemd)
        #expect(spec.user == "ant")
        #expect(spec.storage == "/var/antctl/services")
        #expect(spec.dataDirectory == "/var/antctl/services/antnode0007")
        #expect(spec.logDirectory == "/var/log/antnode/antnode0007")
        #expect(spec.binary == "/var/antctl/services/antnode0007/antnode")
        #expect(spec.identityFile == "/var/antctl/services/antnode0007/secret-key")
        #expect(spec.ports.map(\.port) == [55007, 13007])
        #expect(spec.ports.map(\.isPublic) == [true, false])
        #expect(
            spec.arguments.joined(separator: " ")
                == "--bootstrap-cache-dir /var/antctl/bootstrap-cache --root-dir /var/antctl/services/antnode0007 "
                + "--port 55007 --enable-metrics-server --metrics-server-port 13007 --log-output-dest "
                + "/var/log/antnode/antnode0007 --max-log-files 1 --max-archived-log-files 1 --rewards-address 0xE1 "
                + "evm-arbitrum-one")
    }

    @Test
    func aUserMakesNodesOfItsOwn() throws {
        let spec = try new(facts: .ant)
        #expect(spec.manager == .systemdUser(1000))
        #expect(spec.user == nil)
        #expect(spec.dataDirectory == "/home/ant/.local/share/autonomi/node/antnode0007")
        #expect(spec.logDirectory == "/home/ant/.local/share/autonomi/logs/antnode0007")
        #expect(spec.arguments.contains("/home/ant/.local/share/autonomi/bootstrap-cache"))
    }

    @Test
    func thePolicyShapesNewNodes() throws {
        let spec = try new(
            12_345,
            [
                "port_start": .integer(20_001), "metrics_port_start": .integer(3), "no_upnp": .text("true"),
                "start_args": .text("--alpha 1"), "environment": .text("A=1 B=x=y"), "node_storage": .text("/mnt/n"),
                "process_manager": .text("setsid+sudo"), "firewall": .text("ufw"), "start_at_boot": .text("true"),
            ])
        #expect(spec.ports.map(\.port) == [32_345, 15_345])
        #expect(spec.arguments.contains("--no-upnp") && spec.arguments.contains("--alpha"))
        #expect(spec.environment == ["A": "1", "B": "x=y"])
        #expect(spec.dataDirectory == "/mnt/n/antnode12345")
        #expect(spec.manager == .process && spec.unit == nil)
        #expect(spec.firewall == .ufw && spec.startAtBoot)
    }

    @Test(arguments: [
        ("antctl+user", HostFacts.ant, SpecError.unsupportedManager("antctl+user")),
        ("systemd+sudo", .ant, .needsRoot("systemd+sudo")), ("systemd+user", .root, .needsUser("systemd+user")),
    ])
    func aManagerThatCannotBeUsedIsAnError(name: String, facts: HostFacts, error: SpecError) {
        #expect(throws: error) { try new(7, ["process_manager": .text(name)], facts: facts) }
    }

    @Test
    func aPortBeyondTheLastIsAnError() {
        #expect(throws: SpecError.portTooHigh(field: "node_port", number: 10_536)) { try new(10_536) }
    }

    @Test(arguments: [
        ("/var/antctl/services/antnode3", "/var/antctl/services"),
        ("/home/ant/.local/share/autonomi/node/antnode3", "/home/ant/.local/share/autonomi/node"),
        ("/mnt/n/antnode3", "/mnt/n"), ("/home/ant", "/home/ant"), ("/mnt/nodes/antnode3", "/mnt/nodes/antnode3"),
        ("/home/ant/.local/share/autonomi/node", "/home/ant/.local/share/autonomi/node"),
    ])
    func aKnownNodeIsRemovedBelowItsStorageOnly(data: String, storage: String) throws {
        let record = NodeRecord.made(3).changed { $0.observation.fields["data_dir"] = .text(data) }
        var situation = Situation.host([record], ["node_storage": .text("/mnt/n"), "node_cap": .integer(0)])
        situation.adoption = nil
        let spec = try NodeSpec(of: record, target: situation.target, facts: .root)
        #expect(spec.storage == storage)
        #expect(decide(situation).actions.isEmpty == (storage == data))
    }

    @Test
    func aKnownNodeKeepsItsOwnUnitAndPorts() throws {
        var record = NodeRecord.made(3)
        record.observation.unit?.managerUID = 1001
        record.observation.unit?.fileHash = "cd"
        let spec = try NodeSpec(of: record, target: Situation.host([]).target, facts: .root)
        #expect(spec.manager == .systemdUser(1001))
        #expect(spec.unit == "antnode3.service")
        #expect(spec.ports.map(\.field) == ["metrics_port", "node_port"])
        let basis = ActionBasis(of: record, facts: .root)
        let planned = decide(.host([record.changed { $0.desired = nil }], levels: Levels(cpu: 90)))
        #expect(planned.actions.map(\.basis.surveyedAfterBoot) == [1_000_000])
        #expect(basis.bootID == "boot-1" && basis.pid == 100 && basis.isRunning == true && basis.unitFileHash == "cd")
    }

    @Test
    func numbersFillHolesAndPortsOfOthersAreLeftAlone() {
        var stranger = NodeRecord.made(40, managed: false, kind: "antnode")
        stranger.observation.fields["node_port"] = .integer(55003)
        let nodes: [NodeRecord] = [.made(1), .made(5), stranger]
        var situation = Situation.host(
            nodes, ["max_concurrent_starts": .integer(4), "max_concurrent_operations": .integer(9)])
        #expect(decide(situation).words.map { $0.suffix(4) } == ["0002", "0004", "0006", "0007"])
        situation.takenNumbers = ["antnode": [4]]
        #expect(decide(situation).words.map { $0.suffix(4) } == ["0002", "0006", "0007", "0008"])
        situation.target.kinds[0].launch?.reusesNumbers = false
        situation.takenNumbers = ["antnode": [77]]
        #expect(decide(situation).words.map { $0.suffix(4) } == ["0078", "0079", "0080", "0081"])
    }
}
