import Glibc
import MusterIO
import Testing

@testable import MusterSim

struct RecordStoreTests {
    private let root = "/tmp/muster-sim-test-\(Randomness.system.hex(8))"

    private func files() throws -> Int { try Directory.names("\(root)/record_store").count }

    @Test func theStoreGrowsTowardsTheClaimAndNeverPastTheLimit() throws {
        try Directory.create(root)
        defer { removeTree() }
        var store = try RecordStore(in: root)
        try store.grow(towards: 3)
        #expect(try files() == 3)
        for _ in 0..<100 { try store.grow(towards: .max) }
        #expect(try files() == RecordStore.limit)
        #expect(try RecordStore(in: root).count == RecordStore.limit)
    }

    @Test func aKeyIsMadeOnceAndKeptSecret() throws {
        try Directory.create(root)
        defer { removeTree() }
        let key = try SecretKey.load(in: root, randomness: .system)
        #expect(key.count == 32)
        #expect(try SecretKey.load(in: root, randomness: .system) == key)
        #expect(try FileInfo.of("\(root)/secret-key").mode == 0o600)
    }

    @Test func ballastTakesBlocksAndGivesThemBack() throws {
        try Directory.create(root)
        defer { removeTree() }
        var ballast = Ballast(in: root)
        try ballast.fill(3)
        #expect(try FileInfo.of("\(root)/ballast").size == 3_000_000)
        try ballast.fill(1)
        #expect(try FileInfo.of("\(root)/ballast").size == 1_000_000)
        try ballast.fill(0)
        #expect(try !Directory.names(root).contains("ballast"))
    }

    @Test func startsAndEndsAreNotedOutsideTheNode() throws {
        try Directory.create(root)
        defer { removeTree() }
        let record = StartRecord(path: "\(root)/starts", node: "/node7")
        record.note("start", version: "0.4.18")
        record.note("end", version: "0.4.18")
        let lines = try File.text("\(root)/starts").split(separator: "\n")
        #expect(lines.map { $0.split(separator: " ")[0] } == ["start", "end"])
        #expect(lines.allSatisfy { $0.contains(" 0.4.18 /node7 ") })
        unlink("\(root)/starts")
    }

    private func removeTree() {
        let store = "\(root)/record_store"
        for name in (try? Directory.names(store)) ?? [] { unlink("\(store)/\(name)") }
        rmdir(store)
        unlink("\(root)/secret-key")
        rmdir(root)
    }
}
