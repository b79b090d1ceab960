import Foundation
import GRDB
import MusterModel
import Testing

@testable import MusterStore

struct CareTests {
    let directory: TemporaryDirectory
    let host: HostName
    var path: String { directory.file("fleet.db") }
    var copy: String { directory.file("copy.db") }

    init() throws {
        directory = try TemporaryDirectory()
        host = try .named("hel01")
    }

    /// A store with one host, one node and one lease.
    func filled() async throws -> Store {
        let store = try Store.writing(path)
        try await store.sync(hosts: [HostTarget(name: host)], at: .at(0))
        try await store.ingest(.example(host, nodes: [.example(1, on: host)]))
        _ = try await store.acquireLeases(of: [host], holder: "run 1", at: .at(0), until: .at(60))
        return store
    }

    @Test func aBackupIsOneFileWithEverything() async throws {
        let store = try await filled()
        try await store.backup(to: copy)
        #expect(!FileManager.default.fileExists(atPath: copy + "-wal"))
        let reader = try Store.open(copy, mode: .readOnly)
        #expect(try await reader.nodes(of: host) == [.example(1, on: host)])
        #expect(try await reader.verify() == [])
        await #expect(throws: StoreError.exists(path: copy)) { try await store.backup(to: copy) }
    }

    @Test func aRestoredDatabaseIsAnotherControllerAndHoldsNoLease() async throws {
        let store = try await filled()
        try await store.backup(to: copy)
        try await store.ingest(.example(host, at: 9, nodes: [.example(2, on: host)]))
        let safety = try Store.restore(path, from: copy, at: .at(20), newControllerID: "beef")
        let restored = try Store.writing(path)
        #expect(try await restored.controllerID() == "beef")
        #expect(try await restored.leases(at: .at(1)) == [])
        #expect(try await restored.nodes(of: host).map(\.id.name) == ["antnode0001"])
        let kept = try Store.open(try #require(safety), mode: .readOnly)
        #expect(try await kept.nodes(of: host).map(\.id.name) == ["antnode0001", "antnode0002"])
        await #expect(throws: StoreError.replaced(path: path)) {
            try await store.ingest(.example(host, at: 30, nodes: []))
        }
    }

    @Test func aRestoredDatabaseAsksForTwoCompleteSurveysOfEachHost() async throws {
        try await filled().backup(to: copy)
        _ = try Store.restore(path, from: copy, at: .at(20), newControllerID: "beef")
        let restored = try Store.writing(path)
        #expect(try await restored.restoredAt() == .at(20))
        let other = try HostName.named("attic")
        #expect(try await restored.needsFreshSurveys(of: [host, other]) == [host: 2, other: 2])
        try await restored.ingest(.example(host, at: 30, nodes: []))
        var broken = IngestedSurvey.example(host, at: 40, nodes: [])
        broken.survey.complete = false
        try await restored.ingest(broken)
        #expect(try await restored.needsFreshSurveys(of: [host]) == [host: 1])
        try await restored.ingest(.example(host, at: 50, nodes: []))
        #expect(try await restored.needsFreshSurveys(of: [host]).isEmpty)
    }

    /// As `cp` makes it, or somebody who works on with a backup.
    @Test(arguments: [true, false])
    func aCopiedFileIsAnotherController(withMuster: Bool) async throws {
        let store = try await filled()
        if withMuster {
            try await store.backup(to: copy)
        } else {
            try await store.close()
            try FileManager.default.copyItem(atPath: path, toPath: copy)
        }
        let copied = try Store.open(copy, mode: .readWrite(now: .at(70), newControllerID: "beef"))
        #expect(try await copied.controllerID() == "beef")
        #expect(try await copied.needsFreshSurveys(of: [host]) == [host: 2])
        #expect(try await copied.leases(at: .at(1)).isEmpty)
        let original = try Store.open(path, mode: .readWrite(now: .at(70), newControllerID: "beef"))
        #expect(try await original.controllerID() == "c0ffee")
        #expect(try await original.needsFreshSurveys(of: [host]).isEmpty)
    }

    @Test func aMovedFileStaysItself() async throws {
        try await filled().close()
        try FileManager.default.moveItem(atPath: path, toPath: copy)
        let moved = try Store.open(copy, mode: .readWrite(now: .at(70), newControllerID: "beef"))
        #expect(try await moved.controllerID() == "c0ffee")
    }

    @Test func whatIsNoBackupReplacesNothing() async throws {
        _ = try await filled()
        try Data("no database at all".utf8).write(to: URL(filePath: copy))
        #expect(throws: StoreError.damaged(path: copy, detail: "file is not a database")) {
            try Store.restore(path, from: copy, at: .at(20), newControllerID: "beef")
        }
        #expect(try await Store.open(path, mode: .readOnly).controllerID() == "c0ffee")
    }

    @Test func aDamagedDatabaseIsRestored() async throws {
        try await filled().backup(to: copy)
        try Data("garbage, garbage, garbage".utf8).write(to: URL(filePath: path))
        let safety = try Store.restore(path, from: copy, at: .at(20), newControllerID: "beef")
        #expect(safety == path + ".before-restore-\(Timestamp.at(20).milliseconds)")
        #expect(try await Store.open(path, mode: .readOnly).nodes(of: host).count == 1)
    }

    @Test(arguments: ["truncated", "garbage"])
    func aDamagedFileNamesTheWayBack(_ damage: String) async throws {
        try await filled().close()
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        switch damage {
        case "truncated": try file.truncate(atOffset: try file.seekToEnd() / 2)
        default: try file.write(contentsOf: Data(repeating: 0x5A, count: 4096))
        }
        try file.close()
        for mode in [Store.Mode.readOnly, .readWrite(now: .at(1), newControllerID: "x")] {
            let error = #expect(throws: StoreError.self) { try Store.open(path, mode: mode) }
            guard case .damaged(path, _) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(error?.fix == "run `muster db restore BACKUP`; backups lie beside the database")
        }
    }

    @Test func aLogWithoutItsDatabaseIsNotANewFleet() async throws {
        try Data("anything".utf8).write(to: URL(filePath: path + "-wal"))
        let error = #expect(throws: StoreError.self) { try Store.writing(path) }
        guard case .damaged = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func verifyFindsWhatMusterNeverWrites() async throws {
        try await filled().close()
        let database = try DatabaseQueue(path: path)
        try await database.write { db in try db.execute(sql: "DELETE FROM node_evidence; UPDATE node SET earned = '-1'")
        }
        try database.close()
        let problems = try await Store.open(path, mode: .readOnly).verify()
        #expect(problems == ["1 nodes without evidence", "1 amounts that are no decimal number"])
    }

    @Test func verifyFindsWhatOthersAddedToTheSchema() async throws {
        try await filled().close()
        let database = try DatabaseQueue(path: path)
        try await database.write { db in
            try db.execute(sql: "CREATE INDEX mine ON host (address); ALTER TABLE host ADD COLUMN place TEXT")
        }
        try database.close()
        let problems = try await Store.open(path, mode: .readOnly).verify()
        #expect(problems == ["column host.place is not of this program", "index mine is not of this program"])
    }

    @Test func verifyFindsALedgerThatContradictsItself() async throws {
        let ledger = try await Ledger()
        try await ledger.store.intend([try ledger.entry("a", .restart)])
        try await ledger.store.write { db in
            try db.execute(
                sql: "UPDATE action SET ended_at = 1; UPDATE node SET open_id = 'ff' WHERE open_id IS NOT NULL")
        }
        let expected = [
            "1 actions whose end and state contradict each other", "1 nodes whose open action is not in the ledger",
        ]
        #expect(try await ledger.store.verify() == expected)
    }
}
