import Foundation
import GRDB
import Glibc
import MusterModel
import Testing

@testable import MusterStore

/// A small file system in memory, unmounted when the test is over.
final class SmallDisk {
    let path: String

    /// `nil` without the right to mount.
    init?(_ directory: TemporaryDirectory, size: String) {
        path = directory.file("disk")
        guard mkdir(path, 0o700) == 0, mount("none", path, "tmpfs", 0, "size=\(size)") == 0 else { return nil }
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }

    static var canMount: Bool {
        guard let directory = try? TemporaryDirectory() else { return false }
        return SmallDisk(directory, size: "64k") != nil
    }
}

struct FaultTests {
    let directory: TemporaryDirectory
    let host: HostName
    var path: String { directory.file("fleet.db") }

    init() throws {
        directory = try TemporaryDirectory()
        host = try .named("hel01")
    }

    @Test(.enabled(if: SmallDisk.canMount, "needs the right to mount a tmpfs"))
    func aFullDiskUndoesTheWriteAndNamesTheFile() async throws {
        let disk = try #require(SmallDisk(directory, size: "2m"))
        let path = disk.path + "/fleet.db"
        let store = try Store.writing(path)
        try await store.sync(hosts: [HostTarget(name: host)], at: .at(0))
        let small = IngestedSurvey.example(host, nodes: [.example(1, on: host)])
        try await store.ingest(small)
        let many = (1...3000).map { NodeRecord.example($0, on: host) }
        await #expect(throws: StoreError.diskFull(path: path)) {
            try await store.ingest(.example(host, at: 10, nodes: many))
        }
        #expect(try await store.nodes(of: host) == small.nodes)
        #expect(try await store.verify() == [])
    }

    @Test(.enabled(if: SmallDisk.canMount, "needs the right to mount a tmpfs"))
    func aDiskTooSmallForADatabaseLeavesNone() throws {
        let disk = try #require(SmallDisk(directory, size: "32k"))
        let path = disk.path + "/fleet.db"
        #expect(throws: StoreError.diskFull(path: path)) { try Store.writing(path) }
        #expect(throws: StoreError.missing(path: path)) { try Store.open(path, mode: .readOnly) }
    }

    @Test func aKilledWriterLeavesAllOrNothing() async throws {
        let store = try Store.writing(path)
        let hosts = try (1...4).map { try HostName.named("h\($0)") }
        try await store.sync(hosts: hosts.map { HostTarget(name: $0) }, at: .at(0))
        try await store.close()
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let store = try Store.writing(path)
            let hosts = try (1...4).map { try HostName.named("h\($0)") }
            killWhenWriting(path + "-wal")
            for round in Int64(1)... {
                try await store.ingest(
                    hosts.map { host in
                        .example(host, at: round, nodes: (1...200).map { .example($0, on: host, at: round) })
                    })
            }
        }
        let reader = try Store.open(path, mode: .readOnly)
        #expect(try await reader.verify() == [])
        var rounds: Set<Timestamp> = []
        for host in hosts {
            let nodes = try await reader.nodes(of: host)
            #expect(nodes.isEmpty || nodes.count == 200)
            rounds.formUnion(nodes.map(\.evidenceAt))
        }
        #expect(rounds.count <= 1)
    }

    @Test func twoWritersLoseNothing() async throws {
        let first = try Store.writing(path)
        let second = try Store.writing(path)
        let hosts = try (1...2).map { try HostName.named("h\($0)") }
        try await first.sync(hosts: hosts.map { HostTarget(name: $0) }, at: .at(0))
        try await withThrowingTaskGroup { group in
            for (store, host) in zip([first, second], hosts) {
                group.addTask {
                    for round in Int64(1)...40 {
                        let event = FleetEvent(at: .at(round), host: host, kind: .hostRebooted, text: "")
                        try await store.record([event])
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await first.events(since: .at(0), limit: 100).count == 80)
        #expect(try await second.verify() == [])
    }

    @Test func aReaderWaitsForNobody() async throws {
        let store = try Store.writing(path)
        try await store.sync(hosts: [HostTarget(name: host)], at: .at(0))
        let reader = try Store.open(path, mode: .readOnly)
        try WriteLock(databasePath: path, patience: .zero).holding { () throws(StoreError) in
            // Another reader opens and closes while somebody writes.
            _ = try Store.open(path, mode: .readOnly)
        }
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: path, configuration: configuration)
        try await other.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN IMMEDIATE; UPDATE host SET address = 'x'")
        }
        #expect(try await reader.hosts(at: Freshness(now: .at(0), staleAfter: .seconds(1))).map(\.name) == [host])
        try await other.writeWithoutTransaction { db in try db.execute(sql: "ROLLBACK") }
        await #expect(throws: StoreError.readOnly(path: path)) { try await reader.ingest([]) }
    }

    @Test func aLockThatNobodyGivesBackIsAnErrorInTime() throws {
        _ = try Store.writing(path)
        let holder = try WriteLock(databasePath: path, patience: .zero)
        _ = try holder.holding { () throws(StoreError) in
            #expect(throws: StoreError.busy(path: path, waited: .milliseconds(30))) {
                try Store.open(
                    path, mode: .readWrite(now: .at(0), newControllerID: "c"), migrator: Schema.migrator,
                    patience: .milliseconds(30))
            }
        }
    }
}

/// Ends this process from another thread as soon as the log grows, which is in the middle of a commit.
private func killWhenWriting(_ log: String) {
    Thread.detachNewThread {
        var status = stat()
        while stat(log, &status) != 0 || status.st_size < 200_000 {}
        kill(getpid(), SIGKILL)
    }
}

struct NetworkFileSystemTests {
    private static let mounts = """
        22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
        40 22 0:45 / /mnt/nas rw,relatime shared:20 - nfs4 nas:/export rw,vers=4.2
        41 22 0:46 / /mnt/far rw,nosuid - fuse.sshfs op@far:/ rw
        """

    @Test(arguments: [("254:1", "ext4"), ("0:45", "nfs4"), ("0:46", "fuse.sshfs"), ("0:99", nil)])
    func theMountTableNamesTheType(_ device: String, _ type: String?) {
        #expect(NetworkFileSystem.type(of: device, in: Self.mounts) == type)
    }

    @Test(arguments: [
        ("nfs", true), ("nfs4", true), ("cifs", true), ("fuse.sshfs", true), ("ext4", false), ("fuseblk", false),
    ])
    func onlyRemoteOnesAreRefused(_ type: String, _ isRemote: Bool) {
        #expect(NetworkFileSystem.remote.contains(type) == isRemote)
    }

    @Test(arguments: [(0xFE01, "254:1"), (0x2D, "0:45"), (0x0010_3F05, "63:261"), (0x0000_1000_0000_0000, "4096:0")])
    func devicesAreNumberedAsInTheTable(_ device: Int, _ text: String) {
        #expect(NetworkFileSystem.deviceNumber(UInt64(device)) == text)
    }
}
