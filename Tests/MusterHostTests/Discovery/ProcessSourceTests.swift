import MusterModel
import Testing

@testable import MusterHost

struct ProcessSourceTests {
    private func look(_ tree: HostTree, uid: UInt32 = 0) -> SourceYield {
        let table = ProcessTable(root: tree.root, uid: uid, pageSize: 4096)
        return ProcessSource(table: table, kinds: [.antnode]).look()
    }

    private func host() throws -> HostTree {
        try HostTree().process(1, exe: "/usr/lib/systemd/systemd", arguments: ["/sbin/init"], parent: 0, uid: 0)
    }

    @Test func findsProcessesByTheirExecutable() throws {
        let tree = try host().process(
            70, exe: "/v/antnode1/antnode", arguments: ["antnode", "--root-dir", "/v/antnode1", "--port", "55001"],
            startTicks: 4200, cgroup: "/system.slice/antnode1.service"
        ).process(71, exe: "/usr/bin/sleep", arguments: ["antnode"])
        let found = look(tree)
        #expect(found.reports.map(\.outcome) == [.complete])
        let finding = try #require(found.findings.first)
        #expect(found.findings.count == 1)
        let process = try #require(finding.process)
        #expect(process.pid == 70)
        #expect(process.startedAfterBoot == 42_000)
        #expect(process.uid == 1000)
        #expect(process.cpuMilliseconds == 3000)
        #expect(process.residentBytes == 2560 * 4096)
        #expect(process.threads == 12)
        #expect(process.executable == "/v/antnode1/antnode")
        #expect(!process.executableReplaced)
        #expect(finding.owner == UnitName(managerUID: nil, name: "antnode1.service"))
        #expect(finding.fields["node_port"] == .integer(55001))
    }

    @Test(arguments: ["/v/antnode (deleted)", "/v/antnode.bak", "/v/antnode.old (deleted)"])
    func aReplacedProgramIsStillTheNode(exe: String) throws {
        let found = look(try host().process(70, exe: exe, arguments: ["antnode"]))
        #expect(found.findings.map { $0.process?.executableReplaced } == [true])
    }

    @Test func onlyTheRootOfAFamilyIsANode() throws {
        let tree = try host().process(70, exe: "/v/antnode", arguments: ["antnode"])
            .process(71, exe: "/v/antnode", arguments: ["antnode"], parent: 70)
            .process(72, exe: "/v/antnode", arguments: ["antnode"], parent: 71)
        #expect(look(tree).findings.map { $0.process?.pid } == [70])
    }

    @Test func aRelativeRootDirectoryIsTakenFromTheWorkingDirectory() throws {
        let found = look(try host().process(70, exe: "/v/antnode", arguments: ["antnode", "--root-dir", "n1"]))
        #expect(found.findings.first?.fields["data_dir"] == .text("/n1"))
    }

    @Test func hiddenProcessesAreDenied() throws {
        let tree = try HostTree().process(70, exe: "/v/antnode", arguments: ["antnode"])
        #expect(look(tree, uid: 1000).reports.map(\.outcome) == [.denied])
        #expect(look(tree, uid: 1000).findings.count == 1)
    }

    @Test func noProcIsAnError() {
        #expect(look(HostTree()).reports.map(\.outcome) == [.error])
    }

    @Test func aProcessThatEndsMeanwhileIsNoNode() throws {
        let tree = try host().link("/proc/70/exe", to: "/v/antnode")
        let found = look(tree)
        #expect(found.reports.map(\.outcome) == [.complete])
        #expect(found.findings.isEmpty)
    }
}
