import Glibc
import MusterIO
import MusterModel
import Testing

@testable import MusterHost

/// A file system of a few blocks and names.
private final class TinyDisk {
    let path: String

    init(_ path: String) throws {
        self.path = path
        guard mount("none", path, "tmpfs", 0, "size=256k,nr_inodes=64") == 0 else {
            throw SystemError("mount", path)
        }
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }

    /// Until neither a byte nor a name fits.
    func fill() {
        for number in 0..<100 {
            let file = open("\(path)/full-\(number)", O_WRONLY | O_CREAT, 0o600)
            guard file >= 0 else { return }
            let bytes = [UInt8](repeating: 1, count: 4096)
            while write(file, bytes, bytes.count) > 0 {}
            close(file)
        }
    }

    static var canMount: Bool {
        let path = "/tmp/muster-mount-\(getpid())-\(Randomness.system.hex(4))"
        guard geteuid() == 0, mkdir(path, 0o700) == 0 else { return false }
        defer { rmdir(path) }
        return mount("none", path, "tmpfs", 0, "size=64k") == 0 && umount2(path, 0) == 0
    }
}

/// A node storage that is a file system of its own, on which not even an empty directory has room any more.
@Suite(.enabled(if: TinyDisk.canMount, "needs the right to mount a tmpfs"))
struct FullDiskTests {
    private static func host() throws -> (host: ActingHost, disk: TinyDisk) {
        let host = try ActingHost()
        try host.tree.directory(ActingHost.storage).file(ActingHost.unit, "[Service]\nExecStart=/x\n")
        let disk = try TinyDisk(host.tree.path + ActingHost.storage)
        try host.tree.file(ActingHost.data + "/secret-key", "the key").file(ActingHost.data + "/antnode", "x")
        host.systemd.set("antnode0007.service", FakeSystemd.Unit(pid: 4000))
        return (host, disk)
    }

    private static func request(_ verb: ActionVerb) throws -> ActionRequest {
        var request = try ActingHost.request(verb)
        request.node = nil
        request.storages = [ActingHost.storage, "/var/antctl/to-come"]
        return request
    }

    @Test func anAdoptedNodeIsRemovedFromAFullDisk() async throws {
        let (host, disk) = try Self.host()
        #expect(try await host.perform(Self.request(.takeOver)).ending == .done)
        let archive = try FileInfo.of(disk.path + "/.muster-archive", followingLinks: false)
        #expect(archive.mode == 0o700)
        #expect(archive.uid == geteuid())
        disk.fill()
        let report = try await host.perform(ActingHost.request(.remove))
        #expect(report.ending == .done, "\(report)")
        let entry = try #require(report.facts[ActionFact.archive]?.text)
        #expect(host.text(ActingHost.storage + "/.muster-archive/" + entry) == "the key")
        #expect(!host.has(ActingHost.data))
    }

    /// What the reserved space is for.
    @Test func withoutReservedSpaceTheNodeStays() async throws {
        let (host, disk) = try Self.host()
        disk.fill()
        let report = try await host.perform(ActingHost.request(.remove))
        #expect(report.fault == .noSpace)
        #expect(host.text(ActingHost.data + "/secret-key") == "the key")
    }

    @Test func aHostWithoutRoomIsNotAdopted() async throws {
        let (host, disk) = try Self.host()
        disk.fill()
        #expect(try await host.perform(Self.request(.takeOver)).fault == .noSpace)
    }
}

struct ReservedSpaceTests {
    private static func request(_ verb: ActionVerb, _ storage: String = ActingHost.storage) throws -> ActionRequest {
        var request = try ActingHost.request(verb)
        request.node = nil
        request.storages = [storage]
        return request
    }

    @Test(arguments: [(nil as String?, false), ("antnode0007-1-abcd", true)])
    func aReleaseLeavesArchivesThatHoldKeys(entry: String?, stays: Bool) async throws {
        let host = try ActingHost()
        try host.tree.directory(ActingHost.storage)
        for _ in 1...2 { #expect(try await host.perform(Self.request(.takeOver)).ending == .done) }
        let archive = ActingHost.storage + "/.muster-archive"
        if let entry { try host.tree.file(archive + "/" + entry, "the key") }
        let report = try await host.perform(Self.request(.giveBack))
        #expect(report.ending == .done)
        #expect(report.message == (stays ? "\(ActingHost.storage) keeps an archive of identities" : nil))
        #expect(host.has(archive) == stays)
    }

    /// A user below whose directories root acts must not lead it elsewhere.
    @Test func aLinkInItsPlaceIsNoArchive() async throws {
        let host = try ActingHost()
        try host.tree.directory(ActingHost.storage).directory("/home/ant/keys")
            .link(ActingHost.storage + "/.muster-archive", to: host.tree.path + "/home/ant/keys")
        #expect(try await host.perform(Self.request(.takeOver)).fault == .unsafePath)
        #expect(try FileInfo.of(host.tree.path + "/home/ant/keys").mode != 0o700)
    }

    @Test func anArchiveIsNobodyElses() async throws {
        let host = try ActingHost()
        let archive = ActingHost.storage + "/.muster-archive"
        try host.tree.directory(archive)
        chmod(host.tree.path + archive, 0o777)
        #expect(try await host.perform(Self.request(.takeOver)).ending == .done)
        #expect(try FileInfo.of(host.tree.path + archive).mode == 0o700)
        guard geteuid() == 0 else { return }
        chown(host.tree.path + archive, 4242, 4242)
        let report = try await host.perform(Self.request(.takeOver))
        #expect(report.ending == .done)
        #expect(report.message?.hasPrefix("no node can be removed from \(ActingHost.storage)") == true)
    }

    @Test(arguments: ["/home", "/var/lib", "relative", "/a/../b"])
    func onlyAPlaceForNodesIsMadeReady(storage: String) async throws {
        #expect(try await ActingHost().perform(Self.request(.takeOver, storage)).fault == .unsafePath)
    }
}
