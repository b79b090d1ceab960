import MusterCLI
import Testing

/// What verbs that change nodes refuse before they contact anything.
struct NodeVerbTests {
    private static let inventory = "version: 1\nhosts: {hel01: {}, hel02: {}}\n"

    private func run(_ arguments: [String], answers: [String] = []) async throws -> Ran {
        try await withDirectory { directory in
            try write(Self.inventory, to: directory + "/f.yml")
            return await muster(
                arguments + ["--inventory", directory + "/f.yml", "--db", directory + "/fleet.db"], answers: answers)
        }
    }

    @Test(arguments: [
        ["node", "stop", "hel01"], ["node", "add", "hel01"], ["node", "remove", "--all"],
        ["node", "stop", "hel01", "--count", "some"], ["node", "stop", "hel01", "--count", "0"],
        ["node", "stop", "hel01", "--count", "1", "--total", "2"], ["node", "stop", "--count", "1"],
        ["node", "stop", "hel01", "--count", "1", "--oldest", "--youngest"],
        ["node", "stop", "--node", "hel01/a", "--youngest"], ["node", "add", "hel01", "--count", "all"],
        ["node", "add", "--node", "hel01/antnode0007"], ["node", "restore", "--identity", "x"],
        ["node", "restore", "hel01"], ["node", "add", "hel01", "--count", "2", "--identity", "x"],
        ["node", "upgrade", "hel01", "--count", "1", "--binary", "a", "--host-binary", "/a"],
        ["node", "upgrade", "hel01", "--count", "1", "--host-binary", "bin/a"],
        ["node", "upgrade", "hel01", "--count", "1", "--version", "new"],
        ["node", "stop", "hel01", "--count", "1", "--yes=0"], ["node", "stop", "hel01", "--count", "1", "--yes=x"],
        ["node", "clear", "hel01"], ["node", "clear", "hel01", "--count", "3"], ["apply"],
    ])
    func anUnclearOrderIsRefused(_ arguments: [String]) async throws {
        let ran = try await run(arguments)
        #expect(ran.status == .usage, "\(ran.notes)")
        #expect(ran.output.isEmpty)
    }

    @Test(arguments: [
        (["node", "stop", "--node", "hel09/antnode0001"], "hel09 is no host of the inventory"),
        (["node", "stop", "hel01", "--node", "hel02/antnode0001"], "no host"),
        (["node", "stop", "--node", "hel01/"], "hel01/ is no node"),
        (["node", "upgrade", "hel01", "--count", "1", "--binary", "/nowhere/antnode"], "/nowhere/antnode"),
    ])
    func whatIsNotThereIsNamed(_ arguments: [String], _ message: String) async throws {
        let ran = try await run(arguments)
        #expect(ran.status == .usage)
        #expect(ran.notes.contains(message), "\(ran.notes)")
    }

    @Test func nothingIsClearedWhereNothingFailed() async throws {
        let ran = try await run(["node", "clear", "hel01", "--count", "all"])
        #expect(ran.status == .ok)
        #expect(ran.output == "none of them had failed\n")
    }
}
