import Foundation

/// An inventory with policies that tests can wait for: short windows and delays, and room on every figure that a test
/// does not press.
package struct ActingInventory: Sendable {
    /// Policy keys of the whole fleet.
    package var fleet: [String: String] = [
        "max_starts_per_minute": "1000", "max_disturbed_nodes": "100", "max_disturbed_hosts": "100",
        "restart_spacing": "0", "mass_change_hosts": "100",
    ]
    /// Policy keys of every host.
    package var everywhere: [String: String] = [
        "node_cap": "3", "antnode_path": "/opt/releases/antnode-0.4.17",
        "rewards_address": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "cpu_less_than": "80", "cpu_remove": "95", "mem_less_than": "80", "mem_remove": "95",
        "hd_less_than": "97", "hd_remove": "99", "desired_load_average": "50", "max_load_average_allowed": "60",
        "pressure_window": "3", "min_reversal": "2", "survey_interval": "4", "sample_interval": "1",
        "delay_start": "1", "delay_restart": "1", "delay_upgrade": "1", "delay_remove": "0", "upgrade_hold": "2",
        "no_upnp": "true",
    ]
    /// Settings of all hosts that go over their own, such as `become`.
    package var settings: [String: String] = [:]
    private var hosts: [(name: String, settings: [String: String], policy: [String: String])] = []

    package init() {}

    /// Adds a host of the fleet, with policy keys of its own over those of its role and of ``everywhere``.
    ///
    /// - Parameters:
    ///   - name: another name than the host's own; for two names of one machine.
    ///   - port: a port of 127.0.0.1 to reach it by, in place of its own address.
    package mutating func add(
        _ host: Fleet.Host, _ policy: [String: String] = [:], named name: String? = nil, port: UInt16? = nil
    ) {
        var settings = ["user": host.user, "addresses": "[\(port == nil ? host.address : "127.0.0.1")]"]
        settings["port"] = String(port ?? host.port)
        if host.user == "op" { settings["become"] = "sudo" }
        let whole = Self.role(host.role).merging(policy) { $1 }
        hosts.append((name ?? host.name, settings, whole))
    }

    private static func role(_ role: String) -> [String: String] {
        switch role {
        case "users": ["process_manager": "systemd+user"]
        case "plain", "loopback": ["process_manager": "setsid+user"]
        default: ["process_manager": "systemd+sudo", "node_storage": "/var/antctl/services"]
        }
    }

    package var text: String {
        var lines = ["version: 1", "defaults:", "  service: antnode"]
        lines.append("  policy: {\(Self.flow(everywhere.merging(fleet) { $1 }))}")
        lines.append("hosts:")
        for host in hosts {
            lines.append(
                "  \(host.name): {\(Self.flow(host.settings.merging(settings) { $1 })), policy: {\(Self.flow(host.policy))}}"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func flow(_ settings: [String: String]) -> String {
        settings.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
    }
}

extension Workstation {
    /// Writes the inventory in place of the fleet's own, at once, so that a running watch never reads half of it.
    @discardableResult
    package func write(_ inventory: ActingInventory) throws -> String {
        try inventory.text.write(toFile: actingInventory, atomically: true, encoding: .utf8)
        return actingInventory
    }

    package var actingInventory: String { "\(directory)/acting.yml" }

    /// Takes a host's key for another name or port of it too.
    package func know(_ host: Fleet.Host, as name: String, port: UInt16? = nil) throws {
        let known = try String(contentsOfFile: knownHosts, encoding: .utf8)
        let line = known.split(separator: "\n").first { $0.hasPrefix("\(host.name) ") } ?? ""
        let key = line.split(separator: " ").dropFirst().joined(separator: " ")
        let names = port.map { "[\(name)]:\($0),[127.0.0.1]:\($0)" } ?? name
        try (known + "\(names) \(key)\n").write(toFile: knownHosts, atomically: true, encoding: .utf8)
    }

    /// Starts the built `muster` beside the test, on the acting inventory.
    package func start(_ arguments: String...) throws -> BackgroundProgram { try start(arguments) }

    package func start(_ arguments: [String]) throws -> BackgroundProgram {
        try BackgroundProgram(
            [try Self.program("muster")] + arguments + surroundings(database: database), in: directory)
    }

    func surroundings(database: String) -> [String] {
        ["--db", database, "--inventory", actingInventory, "--ssh-config", sshConfig]
    }

    /// Runs the built `muster` on the acting inventory.
    package func act(_ arguments: String..., within limit: Duration = .seconds(300)) async throws -> Outcome {
        try await act(arguments, within: limit)
    }

    package func act(_ arguments: [String], within limit: Duration = .seconds(300)) async throws -> Outcome {
        try await run(
            [try Self.program("muster")] + arguments + surroundings(database: database), within: limit)
    }

    package func host(_ name: String) -> PracticeHost { PracticeHost(name, of: self) }
}
