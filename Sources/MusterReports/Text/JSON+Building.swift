import MusterModel

extension JSON {
    /// An object whose members stand in the order given.
    static func members(_ members: KeyValuePairs<String, JSON>) -> JSON {
        .object(members.map { Member($0.key, $0.value) })
    }

    /// A report of Muster's own: its name and version first, so that a reader can tell what it holds.
    static func report(_ name: String, version: Int64, _ members: KeyValuePairs<String, JSON>) -> JSON {
        .object(
            [Member("report", .string(name)), Member("version", .integer(version))]
                + members.map { Member($0.key, $0.value) })
    }

    static func optional(_ value: String?) -> JSON { value.map { .string($0) } ?? .null }
    static func optional(_ value: Int64?) -> JSON { value.map { .integer($0) } ?? .null }
    static func optional(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
    static func optional(_ value: Timestamp?) -> JSON { optional(value?.milliseconds) }
    static func optional(_ value: Scalar?) -> JSON {
        switch value {
        case .integer(let whole): .integer(whole)
        case .real(let number): .number(number)
        case .text(let text): .string(text)
        case nil: .null
        }
    }

    static func count(_ value: Int) -> JSON { .integer(Int64(value)) }

    /// Counts by name, in the order of the names.
    static func counts(_ counts: [String: Int]) -> JSON {
        .object(counts.sorted { $0.key < $1.key }.map { Member($0.key, count($0.value)) })
    }
}

extension HostFailure {
    var json: JSON {
        .members(["step": .string(step), "message": .string(message), "fix": .optional(fix)])
    }
}

extension NodeTally {
    /// Members that every report with counted nodes shares.
    var json: JSON {
        .members([
            "total": .count(total),
            "by_status": .counts(Dictionary(uniqueKeysWithValues: byStatus.map { ($0.key.rawValue, $0.value) })),
            "by_version": .counts(byVersion), "not_answering": .count(notAnswering),
            "crash_looping": .count(crashLooping), "missing": .count(missing), "managed": .count(managed),
            "strange_addresses": .count(strangeAddresses),
            "earned_attos": .optional(earned?.decimal),
        ])
    }
}
