import MusterModel

/// The settings of hosts as table `host` holds them, made one after the other.
///
/// Kinds are most of such a text, and an inventory's hosts have the same ones: they are encoded when they differ from
/// those of the host before.
struct HostSettings {
    private var kinds: [ServiceKind] = []
    private var encodedKinds = JSON.array([])

    /// The same as ``JSONColumn/text(_:)`` of the host.
    mutating func text(of host: HostTarget) throws(JSONError) -> [UInt8] {
        if host.kinds != kinds {
            encodedKinds = try JSON(encoding: host.kinds).sorted
            kinds = host.kinds
        }
        var bare = host
        bare.kinds = []
        let members = try JSON(encoding: bare).sorted.members ?? []
        let whole = members.map { $0.name == "kinds" ? JSON.Member($0.name, encodedKinds) : $0 }
        return Array(JSON.object(whole).text.utf8)
    }
}
