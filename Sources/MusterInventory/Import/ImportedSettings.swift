package import MusterModel

/// What another manager's own settings say of one host, in the words of a policy.
package struct ImportedSettings: Sendable, Equatable {
    package var policy: [String: Scalar] = [:]
    /// What could not be carried over, or should be looked at.
    package var warnings: [Problem] = []

    package init() {}

    /// Takes over one value; a value that Muster would refuse is left out and told.
    mutating func set(_ key: PolicyKey, _ text: String, at place: Place?) {
        if let value = key.rule.type.value(text) {
            policy[key.rawValue] = value
        } else if let repaired = Self.withoutChecksums(text), let value = key.rule.type.value(repaired) {
            policy[key.rawValue] = value
            warn(
                place, "the checksum in `\(key.rawValue)` is wrong: \(quoted(text))",
                fix: "it is carried over in lower case; compare every digit before nodes earn for it")
        } else {
            warn(place, "`\(key.rawValue)` must be \(key.rule.type.expectation), but is \(quoted(text)); left out")
        }
    }

    /// Lays what a later file says over this.
    package mutating func merge(_ later: ImportedSettings) {
        policy.merge(later.policy) { _, new in new }
        warnings += later.warnings
    }

    package mutating func add(_ warning: Problem) { warnings.append(warning) }

    mutating func warn(_ place: Place?, _ message: String, fix: String? = nil) {
        warnings.append(Problem(place, message, fix: fix))
    }

    /// The same with the letters of addresses in lower case, which carries no checksum.
    private static func withoutChecksums(_ text: String) -> String? {
        text.contains("0x") ? text.lowercased() : nil
    }
}

extension ImportedSettings {
    /// A file of the inventory with each host's settings; a host without a name stands for all.
    package static func inventory(
        of hosts: [(name: HostName?, settings: ImportedSettings)], from source: String
    ) throws(InventoryError) -> ImportedInventory {
        var draft = InventoryDraft()
        for (name, settings) in hosts {
            if let name {
                let index = draft.host(name.text)
                draft.hosts[index].settings.service = ["antnode"]
                draft.hosts[index].settings.policy = settings.policy
            } else {
                draft.defaults.service = ["antnode"]
                draft.defaults.policy = settings.policy
            }
            draft.warnings += settings.warnings
        }
        return try DraftWriter.write(draft, from: source)
    }
}
