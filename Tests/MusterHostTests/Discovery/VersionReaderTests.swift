import Glibc
import MusterIO
import MusterModel
import Synchronization
import Testing

@testable import MusterHost

struct VersionReaderTests {
    @Test(arguments: [
        ("Autonomi Node v0.4.17\nNetwork version: ant/1.0/1\nPackage version: 2026.2.3.2\n", "0.4.17"),
        ("ant-node 0.17.2-beta.2\n", "0.17.2-beta.2"), ("tool 7 v1.2\n", "1.2"),
    ])
    func isInTheFirstLine(text: String, expected: String) {
        #expect(VersionReader.version(in: text) == expected)
    }

    @Test(arguments: ["", "Autonomi Node -- Nightly Release\n", "no version here", "v1.2.3.4.5.6.7"])
    func orThereIsNone(text: String) {
        #expect(VersionReader.version(in: text) == nil)
    }

    private static func info(uid: UInt32, tree: HostTree) throws -> FileInfo {
        try tree.file("/v/antnode", "#!")
        var info = try FileInfo.of(tree.path + "/v/antnode")
        info.uid = uid
        info.gid = uid
        return info
    }

    private static let ant = UserDatabase.User(name: "ant", uid: 999, gid: 998, home: "/home/ant", shell: "")
    private static let root = UserDatabase.User(name: "root", uid: 0, gid: 0, home: "/root", shell: "")

    @Test(arguments: [
        (
            UInt32(0), UInt32(0), ant as UserDatabase.User?,
            VersionReader.Choice.as(.init(uid: 999, gid: 998, groups: [998]))
        ),
        (0, 1000, nil, .as(.init(uid: 1000, gid: 1000, groups: [1000]))),
        (0, 1000, root, .as(.init(uid: 1000, gid: 1000, groups: [1000]))),
        (0, 0, root, .as(.init(uid: 65_534, gid: 65_534, groups: [65_534]))),
        (0, 0, nil, .as(.init(uid: 65_534, gid: 65_534, groups: [65_534]))),
        (1000, 1000, nil, .as(nil)), (1000, 0, ant, .as(nil)), (1000, 1001, nil, .never),
    ])
    func rootNeverRunsAStrangersProgramAsItself(
        uid: UInt32, owner: UInt32, node: UserDatabase.User?, expected: VersionReader.Choice
    ) throws {
        let info = try Self.info(uid: owner, tree: HostTree())
        #expect(VersionReader.runAs(uid: uid, owner: info, node: node) == expected)
    }

    @Test func nodesThatShareAProgramShareItsAnswer() async throws {
        let tree = try HostTree().file("/v/antnode", "one").directory("/proc")
        _ = chmodExecutable(tree.path + "/v/antnode")
        let versions = try await onLoop { loop in
            let runner = SlowRunner(loop: loop)
            let reader = VersionReader(
                root: tree.root, loop: loop, runner: runner, work: BlockingWork(loop: loop), uid: 0)
            let versions = await withTaskGroup(of: String?.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        await reader.version(of: "/v/antnode", node: nil, place: "/", until: .after(.seconds(30)))
                    }
                }
                return await group.reduce(into: [String?]()) { $0.append($1) }
            }
            return (versions, runner.runs.withLock { $0 })
        }
        #expect(versions.0 == Array(repeating: "1.2.3", count: 20))
        #expect(versions.1 == 1)
    }

    /// Lets others in before it answers.
    final class SlowRunner: CommandRunner {
        let loop: EventLoop
        let runs = Mutex(0)

        init(loop: EventLoop) { self.loop = loop }

        func run(_ command: Command, until deadline: Deadline) async throws(CommandError) -> CommandOutput {
            runs.withLock { $0 += 1 }
            try? await loop.sleep(until: .after(.milliseconds(100)))
            return CommandOutput("node 1.2.3\n")
        }
    }

    @Test func aProgramThatHangsIsNotRunAgain() async throws {
        let tree = try HostTree().file("/v/antnode", "one").directory("/proc")
        _ = chmodExecutable(tree.path + "/v/antnode")
        let runner = ScriptedRunner { command throws(CommandError) in throw .timedOut(program: command.program) }
        try await onLoop { loop in
            let reader = VersionReader(
                root: tree.root, loop: loop, runner: runner, work: BlockingWork(loop: loop), uid: 0)
            for _ in 0..<3 {
                _ = await reader.version(of: "/v/antnode", node: nil, place: "/", until: .after(.seconds(30)))
            }
        }
        #expect(runner.commands.count == 1)
    }

    @Test func aProgramRunsOnceUntilItsFileChanges() async throws {
        let tree = try HostTree().file("/v/antnode", "one").directory("/proc")
        #expect(chmodExecutable(tree.path + "/v/antnode"))
        let runner = ScriptedRunner { _ in CommandOutput("Autonomi Node v0.4.17\n") }
        let versions = try await onLoop { loop in
            let reader = VersionReader(
                root: tree.root, loop: loop, runner: runner, work: BlockingWork(loop: loop), uid: 0)
            var versions: [String?] = []
            for text in ["one", "one", "longer"] {
                if text != "one" { try tree.file("/v/antnode", text) }
                _ = chmodExecutable(tree.path + "/v/antnode")
                versions.append(
                    await reader.version(of: "/v/antnode", node: nil, place: "/", until: .after(.seconds(30))))
            }
            return versions
        }
        #expect(versions == ["0.4.17", "0.4.17", "0.4.17"])
        #expect(runner.commands.count == 2)
        #expect(runner.commands.first?.arguments == [tree.path + "/v/antnode", "--version"])
    }
}

private func chmodExecutable(_ path: String) -> Bool { chmod(path, 0o755) == 0 }
