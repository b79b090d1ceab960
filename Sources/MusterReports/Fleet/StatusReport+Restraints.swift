import MusterModel

extension StatusReport {
    /// Brakes stop the whole fleet: they stand above everything.
    var brakeLines: String {
        let lines = restraints.brakes.map { brake in
            let kind = brake.kind.map { " of \($0)" } ?? ""
            let age = Units.age(of: brake.since, at: freshness.now)
            return PlainText.printable(
                "brake: \(brake.scope.text)\(kind) for \(age), by \(brake.by): \(brake.reason)") + "\n"
        }
        return lines.isEmpty ? "" : lines.joined() + "\n"
    }

    var openActions: Int { hosts.reduce(0) { $0 + $1.restraint.open } }
    var foreignHosts: Int { hosts.count { !($0.state.surveyed?.foreign ?? []).isEmpty } }

    /// What is not finished or not allowed, counted; empty where there is nothing to say.
    var restraintLine: String {
        let heldNodes = hosts.reduce(0) { $0 + $1.restraint.heldNodes }
        let counts: [(Int, String)] = [
            (openActions, Units.count(openActions, "open action")),
            (hosts.count { $0.restraint.hold != nil }, "\(hosts.count { $0.restraint.hold != nil }) held"),
            (heldNodes, "\(Units.count(heldNodes, "node")) held"),
            (foreignHosts, "\(foreignHosts) managed by others"),
            (
                restraints.quarantines.count,
                "\(Units.count(restraints.quarantines.count, "binary", "binaries")) in quarantine"
            ),
        ]
        let words = counts.filter { $0.0 > 0 }.map(\.1)
        return words.isEmpty ? "" : words.joined(separator: ", ") + "\n"
    }

}

extension DatabaseSize {
    /// For example `database 12 MiB, 30 days left`.
    var text: String {
        let left = daysLeft.map { days in days < 3650 ? ", \(Units.fixed(days, places: 0)) days left" : "" } ?? ""
        return "database \(Units.bytes(UInt64(clamping: bytes)))\(left)"
    }

    var json: JSON {
        .members([
            "bytes": .integer(bytes), "growth_bytes_per_day": .optional(growthPerDay), "free_bytes": .integer(free),
            "days_left": .optional(daysLeft),
        ])
    }
}

extension NodeFailure {
    var json: JSON {
        .members([
            "node": .string(node.description), "verb": .string(verb.rawValue), "binary_sha256": .string(binary),
            "count": .count(count), "last_at": .integer(lastAt.milliseconds), "message": .string(message),
        ])
    }
}

extension ForeignManager {
    var json: JSON {
        .members([
            "name": .string(name), "path": .string(path), "line": .integer(line), "text": .string(text),
        ])
    }
}
