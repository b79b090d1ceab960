import Glibc
import MusterIO
import MusterModel
import Testing

@testable import MusterHost

struct RemoveTests {
    private static func running() throws -> ActingHost {
        let host = try ActingHost()
        try host.tree.file(ActingHost.data + "/secret-key", "the key").file(ActingHost.data + "/antnode", "x")
            .file(ActingHost.data + "/record_store/a/b", "x").file(ActingHost.storage + "/logs/antnode0007/a.log", "x")
            .file(ActingHost.unit, "[Service]\nExecStart=/x\n").file("/home/ant/precious", "x")
        host.systemd.set("antnode0007.service", FakeSystemd.Unit(pid: 4000, isEnabled: true))
        return host
    }

    @Test func aNodeGoesAndItsIdentityStays() async throws {
        let host = try Self.running()
        try host.tree.link(ActingHost.data + "/record_store/link", to: host.tree.path + "/home/ant")
        let report = try await host.perform(ActingHost.request(.remove))
        #expect(report.ending == .done, "\(report)")
        #expect(host.names(ActingHost.storage) == [".muster-archive", "logs"])
        #expect(host.names(ActingHost.storage + "/logs") == [])
        let entry = try #require(report.facts[ActionFact.archive]?.text)
        #expect(entry.hasPrefix("antnode0007-"))
        #expect(host.text(ActingHost.storage + "/.muster-archive/" + entry) == "the key")
        #expect(host.text(ActingHost.storage + "/.muster-archive/" + entry + ".json")?.contains("antnode0007") == true)
        #expect(!host.has(ActingHost.unit))
        #expect(host.has("/home/ant/precious"))
        #expect(
            host.systemd.changes == [
                "systemctl stop --no-pager -- antnode0007.service",
                "systemctl disable --no-pager -- antnode0007.service", "systemctl daemon-reload --no-pager",
                "systemctl reset-failed --no-pager -- antnode0007.service",
            ])
    }

    @Test func aDirectoryThatIsALinkIsLeftWithWhatItLeadsTo() async throws {
        let host = try ActingHost()
        try host.tree.file("/home/ant/precious", "x").directory(ActingHost.storage)
            .link(ActingHost.data, to: host.tree.path + "/home/ant").file(ActingHost.unit, "x")
        host.systemd.set("antnode0007.service", FakeSystemd.Unit(pid: 4000))
        let report = try await host.perform(ActingHost.request(.remove))
        #expect(report.fault == .unsafePath, "\(report)")
        #expect(host.has("/home/ant/precious"))
        #expect(host.has(ActingHost.data))
        #expect(host.systemd.changes.isEmpty)
    }

    @Test func aStorageThatIsReachedThroughALinkIsLeft() async throws {
        let host = try ActingHost()
        try host.tree.file("/home/ant/antnode0007/secret-key", "x")
            .link(ActingHost.storage, to: host.tree.path + "/home/ant")
        let report = try await host.perform(ActingHost.request(.remove))
        #expect(report.fault == .unsafePath)
        #expect(host.text("/home/ant/antnode0007/secret-key") == "x")
    }

    @Test func aPathOutsideTheStorageIsLeftWhateverIsClaimed() async throws {
        let host = try Self.running()
        var node = ActingHost.node()
        node.dataDirectory = "/home/ant"
        node.binary = "/home/ant/antnode"
        node.identityFile = "/home/ant/secret-key"
        let report = try await host.perform(ActingHost.request(.remove, node))
        #expect(report.ending == .refused)
        #expect(report.fault == .unsafePath)
        #expect(host.has("/home/ant/precious"))
    }

    @Test func logsOutsideTheStorageAreLeftAndNamed() async throws {
        let host = try Self.running()
        var node = ActingHost.node()
        node.logDirectory = "/var/log/antnode0007"
        try host.tree.file("/var/log/antnode0007/a.log", "x")
        let report = try await host.perform(ActingHost.request(.remove, node))
        #expect(report.ending == .done)
        #expect(report.message == "/var/log/antnode0007 lies outside the node storage and was left")
        #expect(host.has("/var/log/antnode0007/a.log"))
    }

    @Test func anIdentityThatIsALinkKeepsTheNode() async throws {
        let host = try Self.running()
        try File.remove(host.tree.path + ActingHost.data + "/secret-key")
        try host.tree.link(ActingHost.data + "/secret-key", to: "/etc/shadow")
        let report = try await host.perform(ActingHost.request(.remove))
        #expect(report.fault == .unsafePath)
        #expect(host.has(ActingHost.data + "/record_store/a/b"))
        #expect(host.has(ActingHost.unit))
    }

    @Test func anArchiveThatIsALinkKeepsTheNode() async throws {
        let host = try Self.running()
        try host.tree.link(ActingHost.storage + "/.muster-archive", to: host.tree.path + "/home/ant")
        let report = try await host.perform(ActingHost.request(.remove))
        #expect(report.fault == .unsafePath)
        #expect(host.text(ActingHost.data + "/secret-key") == "the key")
        #expect(host.names("/home/ant") == ["precious"])
    }

    /// It ran before, so it runs again.
    @Test func aRemovalThatFailsUndoesItself() async throws {
        let host = try Self.running()
        try File.remove(host.tree.path + ActingHost.unit)
        try host.tree.directory(ActingHost.unit)
        let report = try await host.perform(ActingHost.request(.remove))
        #expect(report.ending == .failed, "\(report)")
        #expect(host.text(ActingHost.data + "/secret-key") == "the key")
        #expect(host.has(ActingHost.storage + "/logs/antnode0007/a.log"))
        #expect(host.systemd.changes.last == "systemctl start --no-pager -- antnode0007.service")
    }

    @Test func onlyPurgeDestroysTheIdentity() async throws {
        let host = try Self.running()
        var request = try ActingHost.request(.remove)
        request.purge = true
        let report = try await host.perform(request)
        #expect(report.ending == .done)
        #expect(report.facts[ActionFact.archive] == nil)
        #expect(host.names(ActingHost.storage) == ["logs"])
    }

    @Test func aNodeWithoutAnIdentityCanGo() async throws {
        let host = try Self.running()
        try File.remove(host.tree.path + ActingHost.data + "/secret-key")
        #expect(try await host.perform(ActingHost.request(.remove)).ending == .done)
        #expect(!host.has(ActingHost.data))
    }

    @Test func antctlsNodesAreAntctlsToRemove() async throws {
        let host = try Self.running()
        let entry = #"{"service_name":"antnode1","status":"Running","data_dir_path":"\#(ActingHost.data)"}"#
        try host.tree.file("/var/antctl/node_registry.json", #"{"nodes":[\#(entry)]}"#)
        let report = try await host.perform(ActingHost.request(.remove))
        #expect(report.fault == .foreignManager)
        #expect(host.has(ActingHost.data + "/secret-key"))
        #expect(host.systemd.changes.isEmpty)
    }

    @Test func whatACrashLeftIsDeletedLater() async throws {
        let host = try ActingHost()
        try host.tree.file(ActingHost.storage + "/.muster-tombstone-antnode0001.55001.00ff/record_store/a", "x")
            .file(ActingHost.storage + "/.muster-tombstone-antnode0002.55002.00ff", "x")
            .file(ActingHost.storage + "/antnode0003/secret-key", "x")
        let (root, runner) = (host.tree.root, host.systemd)
        let names = try await onLoop { loop in
            let actions = HostActions(root: root, loop: loop, runner: runner, uid: 0)
            let names = await actions.tombstones(in: ActingHost.storage, until: .after(.seconds(10)))
            await actions.delete(tombstones: names, in: ActingHost.storage, until: .after(.seconds(10)))
            return names
        }
        #expect(names.count == 2)
        #expect(host.names(ActingHost.storage) == ["antnode0003"])
    }

    @Test func aTreeDeeperThanDescriptorsReachIsDeleted() throws {
        let tree = HostTree()
        try tree.directory("/top" + String(repeating: "/d", count: 400)).file("/kept", "x")
        try TreeDeletion.delete("top", in: HeldDirectory.open("/", below: tree.path))
        #expect(try Directory.names(tree.path) == ["kept"])
    }
}
