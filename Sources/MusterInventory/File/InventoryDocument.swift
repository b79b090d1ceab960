import MusterModel

/// What one file says, checked by itself.
struct InventoryDocument: Sendable {
    var defaults: [Setting] = []
    var groups: [GroupEntry] = []
    var hosts: [HostEntry] = []
}

struct GroupEntry: Sendable {
    var name: String
    var place: Place
    var priority: Placed<Int64>?
    var members: [Placed<HostName>] = []
    var settings: [Setting] = []
}

struct HostEntry: Sendable {
    var name: HostName
    var place: Place
    var settings: [Setting] = []
}
