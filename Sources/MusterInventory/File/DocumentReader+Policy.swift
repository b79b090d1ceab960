import MusterModel

extension DocumentReader {
    /// `services:` names the kinds and gives each a policy of its own.
    mutating func services(_ node: YAMLNode) -> [Setting] {
        guard let members = mapping(node, "`services`") else { return [] }
        let kinds = SettingValue.list(members.map(\.key))
        var settings = [Setting(path: .services, value: kinds, place: node.place)]
        for member in members {
            settings += service(member)
        }
        return settings
    }

    private mutating func service(_ service: YAMLMember) -> [Setting] {
        guard HostName(service.key) != nil else {
            problems.add(service.keyPlace, "\(quoted(service.key)) is not a kind of service")
            return []
        }
        guard let members = optionalMapping(service.value, "service \(quoted(service.key))") else { return [] }
        return members.flatMap { member in
            if member.key == "policy" { return policy(member.value, kind: service.key, allowsFleet: false) }
            guard SettingKey.kindOnlyKeys.contains(member.key) else {
                misplacedInService(member)
                return []
            }
            return policyValue(member, kind: service.key, allowsFleet: false).map { [$0] } ?? []
        }
    }

    private mutating func misplacedInService(_ member: YAMLMember) {
        guard PolicyKey(rawValue: member.key) != nil else { return unknown(member, among: SettingKey.serviceKeys) }
        problems.add(member.keyPlace, "\(quoted(member.key)) is a policy key", fix: "write it under `policy:`")
    }

    mutating func policy(_ node: YAMLNode, kind: String?, allowsFleet: Bool) -> [Setting] {
        guard let members = optionalMapping(node, "`policy`") else { return [] }
        return members.compactMap { policyValue($0, kind: kind, allowsFleet: allowsFleet) }
    }

    private mutating func policyValue(_ member: YAMLMember, kind: String?, allowsFleet: Bool) -> Setting? {
        guard let key = PolicyKey(rawValue: member.key) else {
            unknown(member, among: PolicyKey.allCases.map(\.rawValue))
            return nil
        }
        guard mayStand(key, member.keyPlace, kind: kind, allowsFleet: allowsFleet) else { return nil }
        guard let value = value(of: key, member.value) else { return nil }
        let path = kind.map { SettingPath.kindPolicy(kind: $0, key: member.key) } ?? .policy(member.key)
        return Setting(path: path, value: .scalar(value), place: member.value.place)
    }

    private mutating func mayStand(_ key: PolicyKey, _ place: Place, kind: String?, allowsFleet: Bool) -> Bool {
        switch key.rule.scope {
        case .fleet where !allowsFleet:
            let fix = "write it under `defaults: policy:`"
            problems.add(place, "`\(key.rawValue)` is a limit of the whole fleet", fix: fix)
            return false
        case .host where kind != nil:
            let fix = "write it under the `policy:` of a host, a group or `defaults`"
            problems.add(place, "`\(key.rawValue)` belongs to a host, not to a service on it", fix: fix)
            return false
        case .fleet, .host, .kind:
            return true
        }
    }

    private mutating func value(of key: PolicyKey, _ node: YAMLNode) -> Scalar? {
        let type = key.rule.type
        if case .scalar(let text, let isPlain) = node.content, !node.isNull, isPlain || type.isText,
            let value = type.value(text)
        {
            return value
        }
        problems.add(node.place, "`\(key.rawValue)` must be \(type.expectation), but is \(node.sort)")
        return nil
    }
}
