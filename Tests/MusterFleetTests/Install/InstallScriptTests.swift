import Foundation
import MusterIO
import MusterModel
import Testing

@testable import MusterFleet

/// Runs the real scripts in real shells, with a home directory of their own and a shell script as the agent.
struct InstallScriptTests {
    private let sentinel = Sentinel(.system)
    private let place = AgentPlace(become: .none)
    private let agent = Data("#!/bin/sh\necho \"$1 here\"\n".utf8)

    private static var shells: [String] {
        ["/bin/sh", "/bin/bash", "/bin/csh", "/bin/zsh", "/usr/bin/fish"].filter {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }

    @Test(arguments: shells)
    func aHostWithoutAgentSaysWhatIsNeededToInstallIt(shell: String) throws {
        let home = try TemporaryHome()
        let hash = try sha256(of: agent)
        let run = try home.run(shell, probe.command(starting: [machine: hash]))
        let lines = try #require(sentinel.payload(of: Array(run.output)))
        let verdict = probe.verdict(
            of: String(decoding: lines, as: UTF8.self).split(separator: "\n"), agents: [machine: hash],
            sizes: [machine: UInt64(agent.count)])
        #expect(verdict == .install(hash, compressed: true))
    }

    @Test(arguments: shells)
    func whatIsInstalledIsStarted(shell: String) throws {
        let home = try TemporaryHome()
        let hash = try sha256(of: agent)
        try install(in: home, shell: shell, hash: hash)
        let run = try home.run(shell, probe.command(starting: [machine: hash]))
        let payload = try #require(sentinel.payload(of: Array(run.output)))
        #expect(String(decoding: payload, as: UTF8.self) == "ready\nserve here\n")
    }

    @Test
    func aFileThatWasTamperedWithIsNotStarted() throws {
        let home = try TemporaryHome()
        let hash = try sha256(of: agent)
        try install(in: home, shell: "/bin/sh", hash: hash)
        let path = home.path + "/.local/share/muster/agent/\(hash.hex)/muster-agent"
        try Data("#!/bin/sh\necho evil\n".utf8).write(to: URL(filePath: path))
        let run = try home.run("/bin/sh", probe.command(starting: [machine: hash]))
        #expect(String(decoding: run.output, as: UTF8.self).contains("\nabsent\n"))
    }

    @Test
    func damagedBytesAreRefusedAndLeaveNothing() throws {
        let home = try TemporaryHome()
        let upload = AgentUpload(
            place: place, hash: try sha256(of: agent), isCompressed: false, sentinel: sentinel)
        let run = try home.run("/bin/sh", upload.command, input: agent.dropLast())
        #expect(throws: InstallError.damaged) {
            try upload.outcome(of: Array(run.output), errors: run.errors, size: 10).get()
        }
        #expect(try home.files() == [])
    }

    @Test
    func anAgentThatDoesNotRunIsNamed() throws {
        let home = try TemporaryHome()
        let broken = Data("#!/bin/sh\necho no such luck >&2\nexit 1\n".utf8)
        let upload = AgentUpload(
            place: place, hash: try sha256(of: broken), isCompressed: false, sentinel: sentinel)
        let run = try home.run("/bin/sh", upload.command, input: broken)
        #expect(throws: InstallError.doesNotRun("no such luck")) {
            try upload.outcome(of: Array(run.output), errors: run.errors, size: 10).get()
        }
    }

    @Test
    func twoOlderVersionsStay() throws {
        let home = try TemporaryHome()
        for version in 1...5 {
            let agent = Data("#!/bin/sh\necho \(version)\n".utf8)
            try install(in: home, shell: "/bin/sh", hash: try sha256(of: agent), agent: agent)
        }
        #expect(try home.files().count == 3)
    }

    private var probe: AgentProbe { AgentProbe(place: place, sentinel: sentinel) }

    private var machine: String {
        #if arch(arm64)
            "aarch64"
        #else
            "x86_64"
        #endif
    }

    private func install(
        in home: TemporaryHome, shell: String, hash: AgentHash, agent: Data? = nil
    ) throws {
        let upload = AgentUpload(place: place, hash: hash, isCompressed: false, sentinel: sentinel)
        let run = try home.run(shell, upload.command, input: agent ?? self.agent)
        try upload.outcome(of: Array(run.output), errors: run.errors, size: 1).get()
    }

    private func sha256(of data: Data) throws -> AgentHash {
        let home = try TemporaryHome()
        let run = try home.run("/bin/sh", "sha256sum", input: data)
        return try #require(AgentHash(hex: String(decoding: run.output.prefix(64), as: UTF8.self)))
    }
}
