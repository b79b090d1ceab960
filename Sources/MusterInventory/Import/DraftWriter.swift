import MusterModel
import Yams

/// Writes a draft as a file of the inventory.
enum DraftWriter {
    static func write(_ draft: InventoryDraft, from source: String) throws(InventoryError) -> ImportedInventory {
        var members: [(Node, Node)] = [(key("version"), .scalar(Node.Scalar("1")))]
        if !draft.defaults.isEmpty { members.append((key("defaults"), node(settings(draft.defaults)))) }
        if !draft.groups.isEmpty { members.append((key("groups"), node(draft.groups.map { ($0.name, group($0)) }))) }
        let hosts = draft.hosts.map { ($0.name, $0.settings.isEmpty ? node([]) : node(settings($0.settings))) }
        if !hosts.isEmpty { members.append((key("hosts"), node(hosts))) }
        let text = "# From \(PlainText.printable(source)).\n" + (try serialized(.mapping(Node.Mapping(members))))
        return ImportedInventory(text: text, warnings: draft.warnings, mistakes: mistakes(text))
    }

    /// What the inventory's own check says about the result.
    private static func mistakes(_ text: String) -> [Problem] {
        do {
            _ = try Inventory.load([SourceFile(path: "result", text: text)], kinds: ServiceKind.builtIn)
            return []
        } catch {
            return error.problems
        }
    }

    private static func serialized(_ node: Node) throws(InventoryError) -> String {
        do {
            return try Yams.serialize(node: node, indent: 2, width: 110, allowUnicode: true)
        } catch {
            throw InventoryError([Problem(nil, "cannot write YAML: \(error)")])
        }
    }

    private static func group(_ group: DraftGroup) -> Node {
        var members: [(String, Node)] = []
        if let priority = group.priority { members.append(("priority", .scalar(Node.Scalar(String(priority))))) }
        members.append(("hosts", list(group.hosts)))
        return node(members + settings(group.settings))
    }

    private static func settings(_ settings: DraftSettings) -> [(String, Node)] {
        var members: [(String, Node)] = []
        if !settings.addresses.isEmpty { members.append(("addresses", list(settings.addresses))) }
        if let port = settings.port { members.append(("port", .scalar(Node.Scalar(String(port))))) }
        if let user = settings.user { members.append(("user", YAMLText.node(user))) }
        if !settings.identity.isEmpty { members.append(("identity", list(settings.identity))) }
        if !settings.via.isEmpty { members.append(("via", list(settings.via))) }
        if let become = settings.become { members.append(("become", YAMLText.node(become.rawValue))) }
        if !settings.labels.isEmpty {
            let labels = settings.labels.sorted { $0.key < $1.key }.map { ($0.key, YAMLText.node($0.value)) }
            members.append(("labels", node(labels)))
        }
        if !settings.service.isEmpty { members.append(("service", list(settings.service))) }
        if !settings.policy.isEmpty {
            let policy = settings.policy.sorted { $0.key < $1.key }.map { ($0.key, YAMLText.node($0.value)) }
            members.append(("policy", node(policy)))
        }
        return members
    }

    private static func list(_ items: [String]) -> Node {
        .sequence(Node.Sequence(items.map(YAMLText.node), .implicit, .flow))
    }

    private static func node(_ members: [(String, Node)]) -> Node {
        .mapping(Node.Mapping(members.map { (key($0.0), $0.1) }, .implicit, members.isEmpty ? .flow : .any))
    }

    private static func key(_ text: String) -> Node { YAMLText.node(text) }
}
