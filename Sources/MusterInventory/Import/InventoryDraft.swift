import MusterModel

/// An inventory in the making: what an import found, before it becomes a file.
struct InventoryDraft {
    var defaults = DraftSettings()
    /// In the order in which they are written.
    var groups: [DraftGroup] = []
    var hosts: [DraftHost] = []
    /// What could not be carried over.
    var warnings: [Problem] = []

    mutating func warn(_ place: Place?, _ message: String, fix: String? = nil) {
        let warning = Problem(place, message, fix: fix)
        if !warnings.contains(warning) { warnings.append(warning) }
    }

    /// The index of the host's entry, made where there is none.
    mutating func host(_ name: String) -> Int {
        if let index = hosts.firstIndex(where: { $0.name == name }) { return index }
        hosts.append(DraftHost(name: name))
        return hosts.count - 1
    }
}

struct DraftGroup {
    var name: String
    var priority: Int?
    /// Names, ranges included as they were written.
    var hosts: [String]
    var settings = DraftSettings()
}

struct DraftHost {
    /// May hold a range.
    var name: String
    var settings = DraftSettings()
}

/// The settings of one level, in words of the inventory.
struct DraftSettings: Equatable {
    var addresses: [String] = []
    var port: Int?
    var user: String?
    var identity: [String] = []
    var via: [String] = []
    var become: HostTarget.Become?
    var labels: [String: String] = [:]
    var service: [String] = []
    var policy: [String: Scalar] = [:]

    var isEmpty: Bool { self == DraftSettings() }

    /// Names of what is set, as the inventory's levels collide on them.
    var paths: Set<String> {
        var paths = Set(labels.keys.map { "labels." + $0 }).union(policy.keys.map { "policy." + $0 })
        if !addresses.isEmpty { paths.insert("addresses") }
        if port != nil { paths.insert("port") }
        if user != nil { paths.insert("user") }
        if !identity.isEmpty { paths.insert("identity") }
        if !via.isEmpty { paths.insert("via") }
        if become != nil { paths.insert("become") }
        if !service.isEmpty { paths.insert("service") }
        return paths
    }
}

/// What an import yields.
package struct ImportedInventory: Sendable, Equatable {
    /// A whole file.
    package var text: String
    package var warnings: [Problem]
    /// What an inventory with this file in it would be refused for.
    package var mistakes: [Problem] = []
}
