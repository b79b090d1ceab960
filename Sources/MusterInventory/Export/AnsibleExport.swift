package import MusterModel
import Yams

/// Writes an inventory in Ansible's YAML form.
package enum AnsibleExport {
    /// Hosts carry their resolved settings, so that Ansible's own precedence has nothing to decide.
    package static func text(hosts: [HostTarget], groups: [ResolvedGroup]) throws(InventoryError) -> String {
        let names = Set(hosts.map(\.name))
        let entries = hosts.map { ($0.name.text, mapping(variables($0))) }
        let children = groups.compactMap { group -> (String, Node)? in
            let members = group.hosts.filter(names.contains).map { ($0.text, mapping([])) }
            return members.isEmpty ? nil : (group.name, mapping([("hosts", mapping(members))]))
        }
        var all = [("hosts", mapping(entries))]
        if !children.isEmpty { all.append(("children", mapping(children))) }
        do {
            return try Yams.serialize(node: mapping([("all", mapping(all))]), indent: 2, width: 110, allowUnicode: true)
        } catch {
            throw InventoryError([Problem(nil, "cannot write YAML: \(error)")])
        }
    }

    private static func variables(_ target: HostTarget) -> [(String, Node)] {
        var variables: [(String, Node)] = []
        if let address = target.addresses.first { variables.append(("ansible_host", YAMLText.node(address))) }
        if let port = target.port { variables.append(("ansible_port", .scalar(Node.Scalar(String(port))))) }
        if let user = target.user { variables.append(("ansible_user", YAMLText.node(user))) }
        if let key = target.identityFiles.first {
            variables.append(("ansible_ssh_private_key_file", YAMLText.node(key)))
        }
        if target.become == .sudo { variables.append(("ansible_become", .scalar(Node.Scalar("true")))) }
        if let relay = target.via.first {
            variables.append(("ansible_ssh_common_args", YAMLText.node("-o ProxyJump=\(relay)")))
        }
        if !target.labels.isEmpty {
            let labels = target.labels.sorted { $0.key < $1.key }.map { ($0.key, YAMLText.node($0.value)) }
            variables.append((AnsibleVariable.labels, mapping(labels)))
        }
        if !target.policy.host.isEmpty {
            let policy = target.policy.host.sorted { $0.key < $1.key }.map { ($0.key, YAMLText.node($0.value)) }
            variables.append((AnsibleVariable.policy, mapping(policy)))
        }
        return variables
    }

    private static func mapping(_ members: [(String, Node)]) -> Node {
        let pairs = members.map { (YAMLText.node($0.0), $0.1) }
        return .mapping(Node.Mapping(pairs, .implicit, members.isEmpty ? .flow : .block))
    }
}
