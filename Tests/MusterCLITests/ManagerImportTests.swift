import Foundation
import GRDB
import MusterCLI
import MusterModel
import MusterStore
import Testing

struct ManagerImportTests {
    @Test func wnmsDatabaseAndItsTextBecomeTheSameInventory() async throws {
        try await withDirectory { directory in
            let database = directory + "/colony.db"
            try WnmFixture.write(to: database)
            try write("node_cap=4\nhost=127.0.0.1\n", to: directory + "/wnm.config")
            let fromDatabase = await muster(["inventory", "import", "wnm", database, "--host", "attic"])
            let fromText = await muster(["inventory", "import", "wnm", directory + "/wnm.config", "--host", "attic"])
            #expect(fromDatabase.status == .ok)
            #expect(
                fromDatabase.output.contains("\n  attic:\n    service: [antnode]\n    policy:\n      node_cap: 4\n"))
            #expect(
                fromDatabase.output.split(separator: "\n").dropFirst()
                    == fromText.output.split(separator: "\n").dropFirst())
        }
    }

    @Test func nodesOfWnmsDatabaseKeepAgeWalletAndTheirSwitch() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "colony-\(UUID().uuidString).db").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try WnmFixture.write(to: path)
        let nodes = try WnmDatabase.read(path).nodes
        #expect(nodes.map(\.rootDirectory) == ["/n/antnode0001", "/n/antnode0002"])
        #expect(nodes.map(\.isDisabled) == [false, true])
        #expect(nodes.map(\.createdAt?.milliseconds) == [1_700_000_000_000, nil])
        #expect(nodes.first?.wallet == "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")
    }

    @Test func anotherDatabaseIsRefused() async throws {
        try await withDirectory { directory in
            try write("SQLite format 3\0 and then nothing of the sort", to: directory + "/x.db")
            let ran = await muster(["inventory", "import", "wnm", directory + "/x.db"])
            #expect(ran.status == .usage)
        }
    }

    @Test(arguments: [["ansible", "x", "--host", "a"], ["wnm", "x", "--host", "-a"]])
    func hostsAreNamedOnlyWhereTheyAreMissing(_ arguments: [String]) async {
        #expect(await muster(["inventory", "import"] + arguments).status == .usage)
    }

    @Test func whatIfsShowInExplain() async throws {
        try await withDirectory { directory in
            try write("version: 1\nhosts: {a: {}}\n", to: directory + "/f.yml")
            let arguments = ["explain", "a", "--inventory", directory + "/f.yml"]
            let ran = await muster(arguments + ["--set", "cpu_remove=66"])
            #expect(ran.output.contains("policy.cpu_remove  66       command line"))
            let bad = await muster(arguments + ["--set", "cpu_remov=66"])
            #expect(bad.status == .usage && bad.notes.contains("did you mean `cpu_remove`?"))
        }
    }
}

/// A small database in the layout of wnm.
enum WnmFixture {
    static func write(to path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    private static let sql = """
        CREATE TABLE machine (id INTEGER PRIMARY KEY, node_cap INTEGER, host TEXT, antctl_version TEXT);
        INSERT INTO machine VALUES (1, 4, '127.0.0.1', NULL);
        CREATE TABLE node (id INTEGER PRIMARY KEY, root_dir TEXT, wallet VARCHAR(42), status VARCHAR(32), age INTEGER);
        INSERT INTO node VALUES (1, '/n/antnode0001', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', 'RUNNING', 1700000000);
        INSERT INTO node VALUES (2, '/n/antnode0002', NULL, 'DISABLED', 0);
        """
}
