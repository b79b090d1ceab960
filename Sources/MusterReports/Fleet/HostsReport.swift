package import MusterModel

/// The machines: what they are, how they were last reached, with which agent.
package struct HostsReport: Report {
    package let name = "hosts"
    private let hosts: [HostState]
    private let now: Timestamp

    package init(_ hosts: [HostState], at freshness: Freshness) {
        self.hosts = hosts.sorted { $0.name < $1.name }
        now = freshness.now
    }

    package var csv: String? { table.csv }
    package func text(width: Int?) -> String { table.text(width: width) }

    private var table: Table {
        Table(
            [
                .init("HOST"), .init("GROUPS", isFlexible: true), .init("ADDRESS"),
                .init("SYSTEM", isFlexible: true), .init("KERNEL", isFlexible: true), .init("ARCH"),
                .init("CORES", .right), .init("MEMORY", .right), .init("UP", .right), .init("AGENT"),
                .init("REACHED", .right), .init("SURVEYED", .right),
            ], rows: hosts.map(row))
    }

    private func row(_ host: HostState) -> [String] {
        let facts = host.surveyed?.facts
        return [
            host.name.text, host.groups.joined(separator: ","), host.contact?.address ?? Units.unknown,
            facts?.operatingSystem ?? Units.unknown, facts?.kernel ?? Units.unknown,
            facts?.architecture ?? Units.unknown, facts.map { String($0.cores) } ?? Units.unknown,
            Units.bytes(host.surveyed?.levels.memoryTotal),
            Units.duration((host.surveyed?.levels.uptimeMilliseconds).map { .milliseconds($0) }),
            host.agent?.version ?? Units.unknown, Units.age(of: host.contact?.lastReachedAt, at: now),
            Units.age(of: host.surveyed?.at, at: now),
        ]
    }

    package var json: JSON? {
        .report(
            name, version: 1, ["at": .integer(now.milliseconds), "hosts": .array(hosts.map(json))])
    }

    private func json(_ host: HostState) -> JSON {
        let facts = host.surveyed?.facts
        return .members([
            "host": .string(host.name.text), "retired": .bool(host.isRetired),
            "groups": .array(host.groups.map { .string($0) }),
            "labels": .object(host.labels.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }),
            "address": .optional(host.contact?.address), "reached_at": .optional(host.contact?.lastReachedAt),
            "outcome": .optional(host.contact?.outcome.rawValue), "failure": host.contact?.failure?.json ?? .null,
            "hostname": .optional(facts?.hostname), "machine_id": .optional(facts?.machineID),
            "boot_id": .optional(facts?.bootID), "operating_system": .optional(facts?.operatingSystem),
            "kernel": .optional(facts?.kernel), "architecture": .optional(facts?.architecture),
            "cores": .optional(facts.map { Int64($0.cores) }),
            "memory_bytes": .optional((host.surveyed?.levels.memoryTotal).map { Int64(clamping: $0) }),
            "uptime_ms": .optional(host.surveyed?.levels.uptimeMilliseconds),
            "agent_version": .optional(host.agent?.version), "agent_sha256": .optional(host.agent?.sha256),
            "surveyed_at": .optional(host.surveyed?.at),
        ])
    }
}
