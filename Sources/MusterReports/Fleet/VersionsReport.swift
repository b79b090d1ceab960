package import MusterModel

/// Which versions run where.
package struct VersionsReport: Report {
    package let name = "versions"
    private let lines: [Line]
    private let now: Timestamp

    private struct Line {
        /// `nil` for nodes whose version is not known.
        let version: String?
        var nodes = 0
        var hosts: [HostName] = []
    }

    package init(_ hosts: [HostState], at freshness: Freshness) {
        now = freshness.now
        var byVersion: [String: Line] = [:]
        var unknown = Line(version: nil)
        for host in hosts.sorted(by: { $0.name < $1.name }) where !host.isRetired {
            for (version, count) in host.nodes.byVersion {
                byVersion[version, default: Line(version: version)].nodes += count
                byVersion[version]?.hosts.append(host.name)
            }
            let missing = host.nodes.total - host.nodes.byVersion.values.reduce(0, +)
            if missing > 0 {
                unknown.nodes += missing
                unknown.hosts.append(host.name)
            }
        }
        lines =
            byVersion.values.sorted { Self.isNewer($0.version ?? "", $1.version ?? "") }
            + (unknown.nodes > 0 ? [unknown] : [])
    }

    /// The newest first; texts that are no versions after all that are.
    private static func isNewer(_ left: String, _ right: String) -> Bool {
        switch (ReleaseVersion(left), ReleaseVersion(right)) {
        case (let left?, let right?) where left != right: left > right
        case (.some, nil): true
        case (nil, .some): false
        default: left < right
        }
    }

    package var csv: String? { table.csv }
    package func text(width: Int?) -> String { table.text(width: width) }

    private var table: Table {
        Table(
            [.init("VERSION"), .init("NODES", .right), .init("HOSTS", .right), .init("ON", isFlexible: true)],
            rows: lines.map { line in
                [
                    line.version ?? "unknown", String(line.nodes), String(line.hosts.count),
                    line.hosts.map(\.text).joined(separator: ","),
                ]
            })
    }

    package var json: JSON? {
        .report(
            name, version: 1,
            [
                "at": .integer(now.milliseconds),
                "versions": .array(
                    lines.map { line in
                        .members([
                            "version": .optional(line.version), "nodes": .count(line.nodes),
                            "hosts": .array(line.hosts.map { .string($0.text) }),
                        ])
                    }),
            ])
    }
}
