package import Foundation
import MusterIO

/// A controller's surroundings for one test: an empty database and known hosts of its own, and a fleet's inventory.
package struct Workstation: Sendable {
    package let fleet: Fleet
    package let directory: String
    private let loop: EventLoop

    /// `trusting` puts the fleet's true host keys into the known hosts.
    package init(_ fleet: Fleet?, trusting: Bool = true) throws {
        guard let fleet else { throw HarnessError.noFleet }
        self.fleet = fleet
        loop = try EventLoop(name: "workstation")
        loop.start()
        directory = "\(fleet.directory)/tests/\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let config = try String(contentsOfFile: fleet.sshConfig, encoding: .utf8)
            .replacingOccurrences(of: "\(fleet.directory)/known_hosts", with: knownHosts)
        try config.write(toFile: sshConfig, atomically: true, encoding: .utf8)
        let keys = trusting ? try String(contentsOfFile: "\(fleet.directory)/host_keys", encoding: .utf8) : ""
        try keys.write(toFile: knownHosts, atomically: true, encoding: .utf8)
    }

    package var knownHosts: String { "\(directory)/known_hosts" }
    package var sshConfig: String { "\(directory)/ssh_config" }
    package var database: String { "\(directory)/fleet.db" }

    /// Runs the built `muster` with this workstation's database and SSH configuration, on the fleet's inventory.
    ///
    /// `program` goes behind `--`. At the limit the process is ended with its whole group.
    package func muster(
        _ arguments: String..., program: [String] = [], inventory: String? = nil, sshConfig: String? = nil,
        within limit: Duration = .seconds(150)
    ) async throws -> Outcome {
        let surroundings = [
            "--db", database, "--inventory", inventory ?? fleet.inventory, "--ssh-config", sshConfig ?? self.sshConfig,
        ]
        return try await run(
            [try Self.program("muster")] + arguments + surroundings + (program.isEmpty ? [] : ["--"] + program),
            within: limit)
    }

    /// An inventory of one host, `attacked`, that is `host` behind another port of 127.0.0.1.
    package func inventory(host: Fleet.Host, port: UInt16) throws -> String {
        let path = "\(directory)/attacked-\(port).yml"
        let settings = "addresses: [127.0.0.1], port: \(port), user: \(host.user), identity: \(fleet.directory)/id"
        try "version: 1\ndefaults: {service: antnode}\nhosts:\n  attacked: {\(settings)}\n".write(
            toFile: path, atomically: true, encoding: .utf8)
        let key = try String(contentsOfFile: knownHosts, encoding: .utf8).split(separator: "\n").first {
            $0.hasPrefix("\(host.name) ") || $0.contains(host.address)
        }
        let words = (key ?? "").split(separator: " ").dropFirst().joined(separator: " ")
        let line = "[attacked]:\(port),[127.0.0.1]:\(port) \(words)\n"
        let known = try String(contentsOfFile: knownHosts, encoding: .utf8)
        try (known + line).write(toFile: knownHosts, atomically: true, encoding: .utf8)
        return path
    }

    /// Runs a command on a host through OpenSSH.
    package func ssh(_ host: String, _ command: String, within limit: Duration = .seconds(60)) async throws -> Outcome {
        try await run(["ssh", "-F", sshConfig, "-o", "BatchMode=yes", host, command], within: limit)
    }

    /// Runs a command as root inside a host of the systemd fleet, without SSH.
    package func inside(_ host: String, _ command: String..., within limit: Duration = .seconds(60)) async throws
        -> Outcome
    {
        let script = Self.checkout.appending(path: "Tests/Fleets/systemd/exec.sh").path
        return try await run([script, fleet.directory, host] + command, within: limit)
    }

    /// Runs any program to its end.
    package func run(_ arguments: [String], within limit: Duration) async throws -> Outcome {
        let command = Command(
            arguments, environment: ProcessInfo.processInfo.environment, directory: directory, outputLimit: 64 << 20)
        let loop = loop
        return try await Task(executorPreference: loop) {
            Outcome(try await SpawnRunner(loop: loop).run(command, until: loop.now + limit))
        }.value
    }

    /// A program of this package: beside the tests' own, unless an environment variable in capitals names it.
    package static func program(_ name: String) throws -> String {
        let variable = name.uppercased().replacingOccurrences(of: "-", with: "_")
        let path =
            ProcessInfo.processInfo.environment[variable] ?? checkout.appending(path: ".build/debug/\(name)").path
        guard FileManager.default.isExecutableFile(atPath: path) else { throw HarnessError.noProgram(path) }
        return path
    }

    package static let checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
}
