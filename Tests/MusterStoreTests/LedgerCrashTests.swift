import Foundation
import Glibc
import MusterModel
import Testing

@testable import MusterStore

/// A controller that is killed, and a disk that is full, between deciding and sending.
struct LedgerCrashTests {
    let directory: TemporaryDirectory
    let host: HostName
    var path: String { directory.file("fleet.db") }

    init() throws {
        directory = try TemporaryDirectory()
        host = try .named("hel01")
    }

    private static func fill(_ path: String, nodes: Int) async throws -> Store {
        let store = try Store.writing(path)
        let host = try HostName.named("hel01")
        try await store.sync(hosts: [HostTarget(name: host)], at: .at(0))
        try await store.begin(RunRecord(id: "run", verb: "watch", arguments: [], startedAt: .at(0), by: "ann@desk"))
        try await store.ingest(.example(host, nodes: (1...nodes).map { .example($0, on: host) }))
        return store
    }

    @Test func theLeaseOfAKilledProcessIsFreeAtOnce() async throws {
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let store = try await LedgerCrashTests.fill(path, nodes: 1)
            let host = try HostName.named("hel01")
            _ = try await store.acquireLeases(of: [host], holder: "dead", at: .at(0), until: .at(60))
            kill(getpid(), SIGKILL)
        }
        let store = try Store.writing(path)
        #expect(try await store.leases(at: .at(1)).map(\.holder) == ["dead"])
        #expect(try await store.acquireLeases(of: [host], holder: "next", at: .at(1), until: .at(61)).isEmpty)
        #expect(try await store.leases(at: .at(1)).map(\.holder) == ["next"])
    }

    /// The order of work is intent, kill: what was decided is found, what was not sent is known not to have been.
    @Test(arguments: [false, true])
    func whatWasIntendedBeforeAKillIsFoundAfterIt(sent: Bool) async throws {
        if sent {
            await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
                let store = try await LedgerCrashTests.fill(path, nodes: 2)
                let entry = try LedgerEntry.example("a", .stop, of: .named("hel01"))
                try await store.intend([entry])
                _ = try await store.markSent([entry.id], at: .at(11))
                kill(getpid(), SIGKILL)
            }
        } else {
            await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
                let store = try await LedgerCrashTests.fill(path, nodes: 2)
                try await store.intend([try LedgerEntry.example("a", .stop, of: .named("hel01"))])
                kill(getpid(), SIGKILL)
            }
        }
        let store = try Store.writing(path)
        let open = try await store.openEntries()
        #expect(open.map(\.state) == [sent ? .sent : .intended])
        #expect(try await store.verify() == [])
        // The node is blocked until that end is known.
        let second = try LedgerEntry.example("b", .start, of: host)
        await #expect(throws: StoreError.self) { try await store.intend([second]) }
        let answered = ActionReport(id: try #require(open.first?.id), ending: sent ? .done : .notBegun)
        let settled = try await store.settle([answered], at: .at(30))
        #expect(settled.map(\.state) == [sent ? .done : .cancelled])
        try await store.intend([second])
    }

    /// The kill hits in the middle of a commit: a round is there whole or not at all.
    @Test func aRoundIsWholeOrNotThere() async throws {
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let store = try await LedgerCrashTests.fill(path, nodes: 200)
            killAtSize(path + "-wal", growsBy: 3_000_000)
            let host = try HostName.named("hel01")
            for round in Int64(1)... {
                let entries = try (1...200).map { try LedgerEntry.numbered(round * 1000 + Int64($0), node: $0, host) }
                try await store.intend(entries)
                _ = try await store.settle(entries.map { $0.report(.done) }, at: .at(round))
            }
        }
        let store = try Store.open(path, mode: .readOnly)
        #expect(try await store.verify() == [])
        let rounds = Dictionary(grouping: try await store.ledger(LedgerFilter(limit: .max)), by: \.intendedAt)
        #expect(!rounds.isEmpty)
        #expect(rounds.values.allSatisfy { $0.count == 200 && Set($0.map(\.state)).count == 1 })
    }

    /// An operator's verb and the loop decide about the same nodes at the same time.
    @Test func ofTwoControllersOneHasTheNode() async throws {
        let first = try await Self.fill(path, nodes: 40)
        let second = try Store.writing(path)
        let host = host
        let winners = try await withThrowingTaskGroup(of: [Int].self) { group in
            for (offset, store) in [first, second].enumerated() {
                group.addTask {
                    var won: [Int] = []
                    for node in 1...40 {
                        let entry = try LedgerEntry.numbered(Int64(1000 * (offset + 1) + node), node: node, host)
                        do {
                            try await store.intend([entry])
                            won.append(node)
                        } catch StoreError.nodeIsBusy { continue }
                    }
                    return won
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(winners.sorted() == Array(1...40))
        #expect(try await first.openEntries().count == 40)
        #expect(try await second.verify() == [])
    }

    @Test(.enabled(if: SmallDisk.canMount, "needs the right to mount a tmpfs"))
    func aFullDiskMeansNoIntent() async throws {
        let disk = try #require(SmallDisk(directory, size: "2m"))
        let path = disk.path + "/fleet.db"
        let store = try await Self.fill(path, nodes: 3)
        let filler = disk.path + "/filler"
        #expect(FileManager.default.createFile(atPath: filler, contents: nil))
        let file = try #require(FileHandle(forWritingAtPath: filler))
        while (try? file.write(contentsOf: Data(repeating: 0, count: 4096))) != nil {}
        let host = host
        await #expect(throws: StoreError.diskFull(path: path)) {
            for round in Int64(1)...200 {
                let entry = try LedgerEntry.numbered(round, node: 1, host)
                try await store.intend([entry])
                try await store.cancel([entry.id], because: "next", at: .at(round))
            }
        }
        try file.close()
        try FileManager.default.removeItem(atPath: filler)
        #expect(try await store.verify() == [])
        // What could be written was written whole, and the next one can be again.
        let left = try await store.openEntries()
        #expect(left.count <= 1)
        if let first = left.first { try await store.cancel([first.id], because: "test", at: .at(300)) }
        try await store.intend([try LedgerEntry.numbered(999, node: 1, host)])
    }
}

extension LedgerEntry {
    fileprivate static func numbered(_ number: Int64, node: Int, _ host: HostName) throws -> LedgerEntry {
        var entry = try LedgerEntry.example("0", .restart, node: node, of: host, at: number / 1000)
        let digits = String(number)
        let id = try #require(ActionID(String(repeating: "0", count: 32 - digits.count) + digits))
        entry.id = id
        entry.request.id = id
        let padded = String(String(node + 10_000).dropFirst())
        entry.node = "antnode" + padded
        return entry
    }
}

/// Ends this process from another thread while the log grows, which is in the middle of a commit.
private func killAtSize(_ log: String, growsBy bytes: Int) {
    var start = stat()
    stat(log, &start)
    let first = Int(start.st_size)
    Thread.detachNewThread {
        var status = stat()
        while stat(log, &status) != 0 || Int(status.st_size) < first + bytes {}
        kill(getpid(), SIGKILL)
    }
}
