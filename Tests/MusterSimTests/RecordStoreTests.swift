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

    private func removeTree() {
        let store = "\(root)/record_store"
        for name in (try? Directory.names(store)) ?? [] { unlink("\(store)/\(name)") }
        rmdir(store)
        unlink("\(root)/secret-key")
        rmdir(root)
    }
}
