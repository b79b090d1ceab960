import Glibc
import MusterIO
import MusterModel
import Testing

@testable import MusterHost

struct AddTests {
    @Test func aNodeIsMadeAndStarted() async throws {
        let host = try ActingHost()
        let report = try await host.perform(ActingHost.request(.add))
        #expect(report.ending == .done, "\(report)")
        #expect(report.facts[ActionFact.pid] == .integer(4001))
        #expect(report.facts[ActionFact.version] == .text("0.4.18"))
        #expect(report.facts[ActionFact.binaryHash] == .text(SHA256.hex(of: Array("program 1".utf8))))
        #expect(
            host.systemd.changes.dropFirst() == [
                "systemctl daemon-reload --no-pager", "systemctl enable --no-pager -- antnode0007.service",
                "systemctl start --no-pager -- antnode0007.service",
            ])
        #expect(host.text(ActingHost.unit)?.hasPrefix(UnitText.mark) == true)
        #expect(host.text(ActingHost.data + "/antnode") == "program 1")
        #expect(host.names(ActingHost.data) == ["antnode"])
    }

    /// `--version` is asked of the copy, as the node's user.
    @Test func theCopyIsTriedBeforeItCounts() async throws {
        let host = try ActingHost()
        _ = try await host.perform(ActingHost.request(.add))
        let trial = try #require(host.systemd.commands.first { $0.arguments.last == "--version" })
        #expect(trial.program.hasPrefix(host.tree.path + ActingHost.data + "/.antnode.muster-new-"))
        #expect(trial.identity == Command.Identity(uid: 1000, gid: 1000, groups: [1000]))
    }

    /// A link on the way to the program could lead root to a secret, of which the node's user would get a copy.
    @Test func whatNotEverybodyMayReadIsNotGivenAway() async throws {
        let host = try ActingHost()
        chmod(host.tree.path + "/opt/antnode", 0o640)
        let report = try await host.perform(ActingHost.request(.add))
        #expect(report.fault == .denied)
        #expect(host.names(ActingHost.storage).filter { $0 != ".muster-archive" && $0 != "logs" } == [])
    }

    @Test func directoriesBelongToTheNodesUser() async throws {
        let host = try ActingHost()
        _ = try await host.perform(ActingHost.request(.add))
        for path in [ActingHost.data, ActingHost.data + "/antnode", ActingHost.storage + "/logs/antnode0007"] {
            let info = try FileInfo.of(host.tree.path + path)
            #expect(info.uid == (geteuid() == 0 ? 1000 : geteuid()), "\(path)")
            #expect(info.mode == 0o755, "\(path)")
        }
        #expect(try FileInfo.of(host.tree.path + ActingHost.storage + "/.muster-archive").mode == 0o700)
    }

    @Test(arguments: [
        ("sha", BinarySource(path: "/opt/antnode", sha256: String(repeating: "0", count: 64))),
        ("version", BinarySource(path: "/opt/antnode", version: "0.4.19")),
    ])
    func aWrongBinaryLeavesNothing(_: String, source: BinarySource) async throws {
        let host = try ActingHost()
        var request = try ActingHost.request(.add)
        request.source = source
        let report = try await host.perform(request)
        #expect(report.ending == .failed)
        #expect(report.fault == .wrongBinary)
        #expect(host.names(ActingHost.storage).filter { $0 != ".muster-archive" && $0 != "logs" } == [])
        #expect(!host.has(ActingHost.unit))
    }

    @Test func aProgramUnderQuarantineIsKnownByWhatLiesOnTheHost() async throws {
        let good = try ActingHost()
        let hash = try #require(try await good.perform(ActingHost.request(.add)).facts[ActionFact.binaryHash]?.text)
        let host = try ActingHost()
        var request = try ActingHost.request(.add)
        request.source = BinarySource(path: "/opt/antnode", barred: [String(repeating: "0", count: 64), hash])
        let report = try await host.perform(request)
        #expect(report.fault == .wrongBinary)
        #expect(report.message?.contains("under quarantine") == true)
        #expect(!host.has(ActingHost.unit))
    }

    @Test func aNodeThatEndsAtOnceIsTakenAwayAgain() async throws {
        let host = try ActingHost(onStart: { _ in nil })
        let report = try await host.perform(ActingHost.request(.add))
        #expect(report.ending == .failed)
        #expect(report.fault == .ended)
        #expect(!host.has(ActingHost.data))
        #expect(!host.has(ActingHost.unit))
        #expect(host.names(ActingHost.storage).filter { $0.hasPrefix(".muster-tombstone") } == [])
    }

    @Test func aDirectoryWithSomethingInItIsSomebodys() async throws {
        let host = try ActingHost()
        try host.tree.file(ActingHost.data + "/secret-key", "old")
        let report = try await host.perform(ActingHost.request(.add))
        #expect(report.fault == .exists)
        #expect(host.text(ActingHost.data + "/secret-key") == "old")
    }

    @Test func aUnitOfThatNameIsSomebodys() async throws {
        let host = try ActingHost()
        try host.tree.file(ActingHost.unit, "[Service]\nExecStart=/bin/antnode --port 1\n")
        let report = try await host.perform(ActingHost.request(.add))
        #expect(report.fault == .exists)
        #expect(host.text(ActingHost.unit) == "[Service]\nExecStart=/bin/antnode --port 1\n")
        #expect(!host.has(ActingHost.data))
    }

    @Test func aTakenPortTouchesNothing() async throws {
        let host = try ActingHost()
        try host.tree.file("/proc/net/udp", "head\n  0: 00000000:D6DF 00000000:0000 07 x\n")
        let report = try await host.perform(ActingHost.request(.add))
        #expect(report.ending == .refused)
        #expect(report.fault == .portTaken)
        #expect(report.facts[ActionFact.port] == .integer(55007))
        #expect(!host.has(ActingHost.storage))
        #expect(host.systemd.changes.isEmpty)
    }

    @Test func aMissingUserTouchesNothing() async throws {
        let host = try ActingHost()
        var node = ActingHost.node()
        node.user = "nobody-here"
        let report = try await host.perform(ActingHost.request(.add, node))
        #expect(report.fault == .noUser)
        #expect(!host.has(ActingHost.storage))
    }

    @Test func aFullDiskLeavesNothing() async throws {
        let host = try ActingHost()
        let full = FileCalls(write: { _, _ in
            errno = ENOSPC
            return -1
        })
        let report = try await host.perform(ActingHost.request(.add), calls: full)
        #expect(report.fault == .noSpace)
        #expect(!host.has(ActingHost.data))
    }

    @Test func anIdentityComesBackFromTheArchive() async throws {
        let host = try ActingHost()
        try host.tree.file(ActingHost.storage + "/.muster-archive/antnode0003-1-abab", "key")
            .file(ActingHost.storage + "/.muster-archive/antnode0003-1-abab.json", "{}")
        var request = try ActingHost.request(.restore)
        request.identity = "antnode0003-1-abab"
        let report = try await host.perform(request)
        #expect(report.ending == .done, "\(report)")
        #expect(host.text(ActingHost.data + "/secret-key") == "key")
        #expect(try FileInfo.of(host.tree.path + ActingHost.data + "/secret-key").mode == 0o600)
        #expect(host.names(ActingHost.storage + "/.muster-archive") == [])
    }

    @Test func anIdentityGoesBackWhereTheNodeDoesNotStart() async throws {
        let host = try ActingHost(onStart: { _ in nil })
        try host.tree.file(ActingHost.storage + "/.muster-archive/antnode0003-1-abab", "key")
        var request = try ActingHost.request(.restore)
        request.identity = "antnode0003-1-abab"
        #expect(try await host.perform(request).ending == .failed)
        #expect(host.text(ActingHost.storage + "/.muster-archive/antnode0003-1-abab") == "key")
        #expect(!host.has(ActingHost.data))
    }

    @Test(arguments: ["../../../etc/passwd", "..", "missing", "link"])
    func nothingElseBecomesAnIdentity(entry: String) async throws {
        let host = try ActingHost()
        try host.tree.directory(ActingHost.storage + "/.muster-archive")
            .link(ActingHost.storage + "/.muster-archive/link", to: host.tree.path + "/etc/passwd")
        var request = try ActingHost.request(.restore)
        request.identity = entry
        #expect(try await host.perform(request).ending != .done)
        #expect(!host.has(ActingHost.data))
        #expect(host.has("/etc/passwd"))
    }
}
