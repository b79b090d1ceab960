import Foundation
import MusterIO
import MusterModel
import MusterWire
import Synchronization
import Testing

@testable import MusterFleet

struct AgentStarterTests {
    private static let facts = HostFacts(
        hostname: "here", machineID: "m", bootID: "b", kernel: "6", operatingSystem: nil, architecture: "x86_64",
        cores: 2, uid: 1000, user: "ant")

    /// An agent that is a shell script: it says who it is and ends.
    private static func agent(_ comment: String = "") throws -> String {
        let clock = HostClock(wall: Timestamp(milliseconds: 1), sinceBoot: 1)
        let hello = Reply.hello(Hello(agentVersion: "1.2.3", facts: facts, clock: clock))
        let line = String(decoding: try Envelope(id: 0, body: hello).line(), as: UTF8.self)
        return "#!/bin/sh\n# \(comment)\ncat <<'END'\n\(line)END\n"
    }

    private func starter(for agent: String) throws -> (AgentStarter, TemporaryHome) {
        let directory = try TemporaryHome()
        let program = directory.path + "/muster-agent-x86_64"
        try Data(agent.utf8).write(to: URL(filePath: program))
        for command in ["gzip -k \(program)", "sha256sum \(program) >\(program).sha256"] {
            #expect(try directory.run("/bin/sh", command).status == 0)
        }
        let starter = AgentStarter(catalogue: try AgentCatalogue(directory: directory.path), randomness: .system)
        return (starter, directory)
    }

    private func start(
        _ starter: AgentStarter, on session: LocalSession, become: HostTarget.Become = .none
    ) async throws -> StartedAgent {
        try await starter.start(on: session, become: become, until: .after(.seconds(20))) { _ in }
    }

    @Test
    func theSecondStartSendsNothing() async throws {
        let (starter, directory) = try starter(for: try Self.agent())
        let session = LocalSession(home: try TemporaryHome())
        let first = try await start(starter, on: session)
        let second = try await start(starter, on: session)
        #expect(first.wasInstalled && !second.wasInstalled)
        #expect(second.hello.agentVersion == "1.2.3")
        #expect(session.uploads.withLock { $0 } == 1)
        _ = directory
    }

    @Test
    func twoControllersThatPushAtOnceBothStart() async throws {
        let (starter, directory) = try starter(for: try Self.agent())
        let home = try TemporaryHome()
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<6 {
                group.addTask { try await start(starter, on: LocalSession(home: home)).hello.agentVersion }
            }
            for try await version in group { #expect(version == "1.2.3") }
        }
        #expect(try home.files().count == 1)
        _ = directory
    }

    @Test
    func noiseOfStartUpFilesDoesNoHarm() async throws {
        let (starter, directory) = try starter(for: try Self.agent())
        let home = try TemporaryHome()
        let noisy = home.path + "/noisy-shell"
        let script =
            "#!/bin/sh\nfor i in 1 2 3; do echo ready; echo Welcome; done\nprintf 'no end of line'\nexec /bin/sh \"$@\"\n"
        try Data(script.utf8).write(to: URL(filePath: noisy))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: noisy)
        let started = try await start(starter, on: LocalSession(home: home, shell: noisy))
        #expect(started.hello.facts == Self.facts)
        _ = directory
    }

    @Test
    func aShellThatRunsNothingIsNamed() async throws {
        let (starter, directory) = try starter(for: try Self.agent())
        let session = LocalSession(home: try TemporaryHome(), shell: "/bin/false")
        await #expect(throws: InstallError.noAnswer("")) { try await start(starter, on: session) }
        _ = directory
    }

    @Test
    func anAgentThatIsNoneIsRefused() async throws {
        let (starter, directory) = try starter(for: "#!/bin/sh\necho hi\n")
        let session = LocalSession(home: try TemporaryHome())
        await #expect(throws: LinkError.self) { try await start(starter, on: session) }
        _ = directory
    }

    @Test(arguments: [
        (["system=Darwin"], InstallError.unsupportedSystem("Darwin")),
        (["arch=riscv64"], .noBinary(architecture: "riscv64")),
        (["hasher="], .noHashTool),
        (["options=rw,noexec", "mount=/home"], .noExec(mountPoint: "/home")),
        (["options=ro", "mount=/"], .readOnly(mountPoint: "/")),
        (["writable=", "home=/nowhere"], .notWritable(path: "/nowhere")),
        (["free=0", "mount=/home"], .diskFull(mountPoint: "/home", free: 0, needed: 9)),
    ])
    func whatStandsInTheWayIsNamedBeforeAnythingIsSent(lines: [String], error: InstallError) throws {
        let fine = ["arch=x86_64", "system=Linux", "hasher=sha256sum", "writable=yes", "free=100000", "options=rw"]
        let hash = try #require(AgentHash(hex: String(repeating: "a", count: 64)))
        let probe = AgentProbe(place: AgentPlace(become: .none), sentinel: Sentinel(.system))
        let verdict = probe.verdict(
            of: (["absent"] + lines + fine).map { $0[...] }, agents: ["x86_64": hash], sizes: ["x86_64": 8])
        #expect(verdict == .fail(error))
    }
}
