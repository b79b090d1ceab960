import MusterModel

/// Carries Ansible's connection variables over into settings.
enum AnsibleVariable {
    /// Variables of our own, so that an export can be imported again.
    static let labels = "muster_labels"
    static let policy = "muster_policy"
    /// Read elsewhere.
    static let priority = "ansible_group_priority"

    static func settings(
        _ variables: [String: Placed<String>], hosts: Set<String>, _ draft: inout InventoryDraft
    ) -> DraftSettings {
        var settings = DraftSettings()
        for (name, value) in variables.sorted(by: { $0.key < $1.key }) where name != priority {
            let isTemplate = value.value.contains("{{") || value.value.hasPrefix("$ANSIBLE_VAULT")
            if isTemplate || !apply(name, value.value, to: &settings, hosts: hosts) {
                draft.warn(value.place, "the variable \(quoted(name)) is not carried over", fix: advice(name))
            }
        }
        return settings
    }

    private static func apply(
        _ name: String, _ value: String, to settings: inout DraftSettings, hosts: Set<String>
    ) -> Bool {
        switch name {
        case "ansible_host", "ansible_ssh_host": settings.addresses = [value]
        case "ansible_port", "ansible_ssh_port": settings.port = Int(value)
        case "ansible_user", "ansible_ssh_user": settings.user = value
        case "ansible_ssh_private_key_file", "ansible_private_key_file": settings.identity = [value]
        case "ansible_become": settings.become = isTrue(value) ? .sudo : HostTarget.Become.none
        case "ansible_become_method": return value == "sudo"
        case "ansible_become_user": return value == "root"
        case "ansible_connection": return ["ssh", "smart", "paramiko", "paramiko_ssh"].contains(value)
        case "ansible_python_interpreter": return true
        case "ansible_ssh_common_args", "ansible_ssh_extra_args":
            guard let relay = ProxyJump.relay(inArguments: value), hosts.contains(relay) else { return false }
            settings.via = [relay]
        default: return own(name, value, to: &settings)
        }
        return true
    }

    private static func own(_ name: String, _ value: String, to settings: inout DraftSettings) -> Bool {
        if name.hasPrefix(labels + ".") {
            settings.labels[String(name.dropFirst(labels.count + 1))] = value
            return true
        }
        let key = String(name.dropFirst(policy.count + 1))
        guard name.hasPrefix(policy + "."), let known = PolicyKey(rawValue: key) else { return false }
        settings.policy[key] = known.rule.type.value(value)
        return settings.policy[key] != nil
    }

    private static func isTrue(_ value: String) -> Bool {
        ["true", "yes", "on", "1", "y", "t"].contains(value.lowercased())
    }

    private static func advice(_ name: String) -> String? {
        switch name {
        case "ansible_password", "ansible_ssh_pass", "ansible_become_password", "ansible_become_pass":
            "Muster keeps no passwords; use a key, and sudo without a password"
        case "ansible_ssh_common_args", "ansible_ssh_extra_args", "ansible_ssh_args":
            "put SSH options into ~/.ssh/config, relays into `via`"
        case "ansible_become_method", "ansible_become_user": "Muster becomes root through sudo only"
        default: nil
        }
    }
}
