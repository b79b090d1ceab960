import MusterModel
import Testing

@testable import MusterHost

struct MergeTests {
    private static func process(
        _ pid: Int32, _ fields: [String: Scalar], started: Int64 = 0, owner: UnitName? = nil
    ) -> Finding {
        let evidence = ProcessEvidence(
            pid: pid, startedAfterBoot: started, uid: 1000, user: nil, executable: "/d/antnode",
            executableReplaced: false, cpuMilliseconds: 0, residentBytes: 0, threads: 1)
        return Finding(source: "process", kind: "antnode", evidence: .process(evidence, owner: owner), fields)
    }

    private static func unit(
        _ name: String, _ fields: [String: Scalar], main: Int32? = nil, manager: UInt32? = nil
    ) -> Finding {
        var unit = UnitEvidence(managerUID: manager, name: name + ".service")
        unit.mainPID = main
        let source = ReportID.units(ofManager: manager)
        let named = fields.merging(["name": .text(name)]) { first, _ in first }
        return Finding(source: source, kind: "antnode", evidence: .unit(unit), named)
    }

    private static func registry(_ name: String, _ fields: [String: Scalar]) -> Finding {
        let evidence = RegistryEvidence(path: "/r.json", status: "Running", schema: 2)
        let named = fields.merging(["name": .text(name)]) { first, _ in first }
        return Finding(source: "registry:/r.json", kind: "antnode", evidence: .registry(evidence), named)
    }

    private static func leftover(_ path: String) -> Finding {
        let fields: [String: Scalar] = ["data_dir": .text(path), "name": .text(HostPath.lastComponent(path))]
        return Finding(source: "leftover", kind: "antnode", evidence: .directory, fields)
    }

    private func merge(_ findings: [Finding], resolved: [String: String] = [:]) -> [NodeObservation] {
        Merge.nodes(of: .antnode, from: findings, resolved: resolved)
    }

    private static let directory: [String: Scalar] = ["data_dir": .text("/d/n1")]

    @Test func whatAllSourcesShowIsOneNode() throws {
        let nodes = merge([
            Self.leftover("/d/n1"), Self.process(7, Self.directory), Self.registry("antnode1", Self.directory),
            Self.unit("antnode1", Self.directory),
        ])
        let node = try #require(nodes.first)
        #expect(nodes.count == 1)
        #expect(node.name == "antnode1")
        #expect(node.key == "/d/n1")
        #expect(node.seenBy == ["unit:system", "process", "registry:/r.json", "leftover"])
        #expect(node.processes.map(\.pid) == [7])
        #expect(node.registry?.status == "Running")
        #expect(node.disagreements.isEmpty)
        #expect(node.fields["name"] == nil)
    }

    @Test func whatRunsOutranksWhatIsWritten() throws {
        let nodes = merge([
            Self.unit("antnode1", ["data_dir": .text("/d/n1"), "node_port": .integer(1)]),
            Self.process(7, ["data_dir": .text("/d/n1"), "node_port": .integer(2)]),
        ])
        #expect(nodes.first?.fields["node_port"] == .integer(2))
        #expect(
            nodes.first?.disagreements == [
                Disagreement(field: "node_port", values: ["process": "2", "unit:system": "1"])
            ])
    }

    @Test func addressesAreEqualWhateverTheirCase() {
        let nodes = merge([
            Self.unit("antnode1", ["data_dir": .text("/d/n1"), "rewards_address": .text("0xAbC")]),
            Self.registry("antnode1", ["data_dir": .text("/d/n1"), "rewards_address": .text("0xabc")]),
        ])
        #expect(nodes.map(\.disagreements) == [[]])
        #expect(nodes.first?.fields["rewards_address"] == .text("0xAbC"))
    }

    @Test func pathsThatLeadToOneDirectoryAreOneNode() {
        let findings = [Self.unit("antnode1", ["data_dir": .text("/link/n1")]), Self.process(7, Self.directory)]
        let nodes = merge(findings, resolved: ["/link/n1": "/d/n1", "/d/n1": "/d/n1"])
        #expect(nodes.map(\.key) == ["/d/n1"])
        #expect(nodes.first?.disagreements == [])
    }

    @Test func twoUnitsWithOneDirectoryStayTwoNodes() {
        let nodes = merge([
            Self.unit("antnode1", Self.directory, main: 7), Self.unit("antnode2", Self.directory, main: 8),
            Self.process(8, Self.directory, owner: UnitName(managerUID: nil, name: "antnode2.service")),
            Self.process(7, Self.directory, owner: UnitName(managerUID: nil, name: "antnode1.service")),
        ])
        #expect(nodes.map(\.name) == ["antnode1", "antnode2"])
        #expect(nodes.map(\.key) == ["/d/n1", "/d/n1"])
        #expect(nodes.map { $0.processes.map(\.pid) } == [[7], [8]])
    }

    @Test func twoProcessesOnOneDirectoryStayTwo() {
        let nodes = merge([
            Self.process(9, Self.directory, started: 5), Self.process(7, Self.directory, started: 20),
        ])
        #expect(nodes.map { $0.processes.map(\.pid) } == [[9, 7]])
        #expect(nodes.first?.name == "n1")
    }

    @Test func aProcessWithoutADirectoryBelongsToItsUnit() {
        let owner = UnitName(managerUID: 1000, name: "antnode1.service")
        let nodes = merge([
            Self.unit("antnode1", [:], manager: 1000), Self.unit("antnode1", [:]),
            Self.process(7, ["node_port": .integer(5)], owner: owner),
        ])
        #expect(nodes.map(\.unit?.managerUID) == [nil, 1000])
        #expect(nodes.map { $0.processes.count } == [0, 1])
        #expect(nodes.map(\.key) == ["unit:system/antnode1.service", "unit:1000/antnode1.service"])
    }

    @Test func aProcessOfAUnitWithAnotherDirectoryIsANodeOfItsOwn() {
        let owner = UnitName(managerUID: nil, name: "antnode1.service")
        let nodes = merge([
            Self.unit("antnode1", Self.directory, main: 7), Self.process(7, Self.directory, owner: owner),
            Self.process(8, ["data_dir": .text("/d/n2")], owner: owner),
        ])
        #expect(nodes.map(\.key) == ["/d/n1", "/d/n2"])
    }

    @Test func aLeftoverAloneIsVisibleAndNothingMore() {
        let nodes = merge([Self.leftover("/d/antnode9")])
        #expect(nodes.map(\.name) == ["antnode9"])
        #expect(nodes.first?.unit == nil)
        #expect(nodes.first?.processes == [])
        #expect(nodes.first?.seenBy == ["leftover"])
    }

    @Test func equalNamesGetASuffixThatDoesNotDependOnTheOrder() {
        let findings = [
            Self.registry("antnode1", ["data_dir": .text("/a")]), Self.registry("antnode1", ["data_dir": .text("/b")]),
        ]
        let names = merge(findings).map { "\($0.name) \($0.key)" }
        #expect(names == merge(findings.reversed()).map { "\($0.name) \($0.key)" })
        #expect(names.first == "antnode1 /a")
        #expect(names.last?.hasPrefix("antnode1~") == true)
    }

    @Test func processesThatNameNoDirectoryStayApartByWhatTheySay() {
        let nodes = merge([
            Self.process(7, ["node_port": .integer(1)]), Self.process(8, ["node_port": .integer(2)]),
        ])
        #expect(nodes.count == 2)
        #expect(Set(nodes.map(\.key)).count == 2)
    }

    @Test func namesOfStrangersAreHarmless() {
        let nodes = merge([Self.registry("a/b\u{1B}[2J c", Self.directory)])
        #expect(nodes.map(\.name) == ["a_b\u{FFFD}[2J_c"])
    }
}
