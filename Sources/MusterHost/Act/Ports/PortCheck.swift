import MusterIO
import MusterModel

/// Whether a node's ports are free on this host: of sockets, of other units, of registries, of nodes half removed; may
/// block.
struct PortCheck: Sendable {
    let root: HostRoot
    let users: UserDatabase
    let storage: String

    private static let longestFile = 256 << 10
    /// Of what a distribution installs itself nothing claims a node's ports.
    private static let unitDirectories = [
        UnitDirectory.system, "/run/systemd/system", "/run/systemd/transient", "/usr/local/lib/systemd/system",
    ]

    /// Whom a port belongs to, in words.
    typealias Owners = [UInt16: String]

    /// Fails with `port-taken` and the port.
    func check(_ node: NodeSpec) throws(ActionFailure) {
        guard !node.ports.isEmpty else { return }
        try checkListeners(node)
        let owners = try claimed(without: node)
        for claim in node.ports {
            if let owner = owners[claim.port] { throw Self.taken(claim, "belongs to \(owner)") }
        }
    }

    /// Sockets alone: for a node that is about to start again on ports that are its own.
    func checkListeners(_ node: NodeSpec) throws(ActionFailure) {
        guard let listeners = Listeners(root) else {
            throw .refused(.other, "the kernel's list of sockets cannot be read", fix: "mount /proc on the host")
        }
        for claim in node.ports where listeners.has(claim) { throw Self.taken(claim, "is in use") }
    }

    private static func taken(_ claim: PortClaim, _ how: String) -> ActionFailure {
        var failure = ActionFailure.refused(
            .portTaken, "\(claim.transport.rawValue) port \(claim.port) \(how)", fix: "choose another port")
        failure.facts[ActionFact.port] = .integer(Int64(claim.port))
        return failure
    }

    private func claimed(without node: NodeSpec) throws(ActionFailure) -> Owners {
        var owners: Owners = [:]
        for port in try step(
            "look for tombstones",
            { () throws(SystemError) in
                try Tombstones(root: root, storage: storage).ports()
            })
        {
            owners[port] = "a node that is being removed"
        }
        let homes = HostHomes.owners(users.users).map(\.home)
        for directory in Self.unitDirectories + homes.map({ $0 + UnitDirectory.ofUsers }) {
            addUnits(directory, but: node.unit, to: &owners)
        }
        for path in AntctlRegistry.paths(users) {
            for entry in AntctlRegistry.entries(path, root) {
                for port in entry.ports { owners[port] = "\(entry.name) of \(path)" }
            }
        }
        return owners
    }

    private func addUnits(_ directory: String, but own: String?, to owners: inout Owners) {
        let names = (try? Directory.names(root.path(directory))) ?? []
        for name in names where name.hasSuffix(".service") && name != own {
            let path = directory + "/" + name
            guard (try? FileInfo.of(root.path(path)))?.kind == .file,
                let text = try? File.text(root.path(path), limit: Self.longestFile)
            else { continue }
            for port in Self.ports(of: UnitSettings([text])) { owners[port] = name }
        }
    }

    /// Values of flags that speak of a port, or of an address with one.
    static func ports(of settings: UnitSettings) -> Set<UInt16> {
        let words = settings.list("Service.ExecStart").flatMap { UnitWords.split($0) }
        var ports: Set<UInt16> = []
        for (flag, value) in zip(words, words.dropFirst() + [""]) where flag.hasPrefix("-") {
            let sign = flag.firstIndex(of: "=")
            let name = flag[..<(sign ?? flag.endIndex)]
            guard name.hasSuffix("port") || name.hasSuffix("rpc") || name.hasSuffix("addr") else { continue }
            let text = sign.map { flag[flag.index(after: $0)...] } ?? value[...]
            let digits = text.split(separator: ":").last ?? ""
            if let port = UInt16(digits), port > 0 { ports.insert(port) }
        }
        return ports
    }
}
