import MusterModel

/// Hosts of the inventory in columns.
enum HostTable {
    static func text(_ targets: [HostTarget]) -> String {
        let rows = targets.map { target in
            [
                target.name.text, target.groups.joined(separator: ","), target.kinds.map(\.name).joined(separator: ","),
                destination(target), target.via.map(\.text).joined(separator: ","),
                target.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ","),
            ]
        }
        return Columns.aligned([["HOST", "GROUPS", "SERVICES", "DESTINATION", "VIA", "LABELS"]] + rows)
    }

    /// `user@address:port` as far as the inventory says.
    static func destination(_ target: HostTarget) -> String {
        let address = target.addresses.first ?? target.name.text
        let more = target.addresses.count > 1 ? " (+\(target.addresses.count - 1))" : ""
        let bracketed =
            target.port != nil && address.contains(":") && !address.hasPrefix("[") ? "[\(address)]" : address
        return (target.user.map { $0 + "@" } ?? "") + bracketed + (target.port.map { ":\($0)" } ?? "") + more
    }
}

extension JSON {
    /// One host as `inventory list --json` shows it.
    init(summaryOf target: HostTarget) {
        self = .object([
            Member("host", .string(target.name.text)),
            Member("groups", .array(target.groups.map { .string($0) })),
            Member("services", .array(target.kinds.map { .string($0.name) })),
            Member("addresses", .array(target.addresses.map { .string($0) })),
            Member("port", target.port.map { .integer(Int64($0)) } ?? .null),
            Member("user", target.user.map { .string($0) } ?? .null),
            Member("via", .array(target.via.map { .string($0.text) })),
            Member("become", .string(target.become.rawValue)),
            Member(
                "labels", .object(target.labels.sorted { $0.key < $1.key }.map { Member($0.key, .string($0.value)) })),
        ])
    }
}
