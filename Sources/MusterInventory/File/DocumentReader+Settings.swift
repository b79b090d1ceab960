import MusterModel

extension DocumentReader {
    mutating func settings(_ members: [YAMLMember], among keys: [String], allowsFleet: Bool) -> [Setting] {
        var settings: [Setting] = []
        for member in members {
            guard keys.contains(member.key), let key = SettingKey(rawValue: member.key) else {
                misplaced(member, among: keys)
                continue
            }
            settings += read(key, member, allowsFleet: allowsFleet)
        }
        reportTwice(settings)
        return settings
    }

    private mutating func misplaced(_ member: YAMLMember, among keys: [String]) {
        if PolicyKey(rawValue: member.key) != nil {
            problems.add(member.keyPlace, "\(quoted(member.key)) is a policy key", fix: "write it under `policy:`")
        } else if SettingKey(rawValue: member.key)?.isForHostsOnly == true {
            let fix = "write it under the host in `hosts:`"
            problems.add(member.keyPlace, "\(quoted(member.key)) belongs to one host", fix: fix)
        } else {
            unknown(member, among: keys)
        }
    }

    private mutating func read(_ key: SettingKey, _ member: YAMLMember, allowsFleet: Bool) -> [Setting] {
        let node = member.value
        return switch key {
        case .addresses: list(.addresses, node, "an address", isAddress)
        case .identity: list(.identity, node, "a key file", isIdentity)
        case .via: list(.via, node, "a relay") { HostName($0) != nil }
        case .user: text(.user, node, "a user name", isUser)
        case .become: text(.become, node, "`none` or `sudo`") { HostTarget.Become(rawValue: $0) != nil }
        case .port: whole(node, "`port`", 1...65_535).map { [Self.setting(.port, .scalar(.integer($0)), node)] } ?? []
        case .nat: text(.label("nat"), node, "a label", isLabel)
        case .labels: labels(node)
        case .service: list(.services, node, "a kind") { HostName($0) != nil }
        case .services: services(node)
        case .policy: policy(node, kind: nil, allowsFleet: allowsFleet)
        }
    }

    private static func setting(_ path: SettingPath, _ value: SettingValue, _ node: YAMLNode) -> Setting {
        Setting(path: path, value: value, place: node.place)
    }

    private mutating func list(
        _ path: SettingPath, _ node: YAMLNode, _ what: String, _ accepts: (String) -> Bool
    ) -> [Setting] {
        let items = scalars(node, "`\(path)`")
        for item in items where !accepts(item.value) { reject(item.value, as: what, at: item.place) }
        return items.isEmpty ? [] : [Self.setting(path, .list(items.map(\.value)), node)]
    }

    private mutating func text(
        _ path: SettingPath, _ node: YAMLNode, _ what: String, _ accepts: (String) -> Bool
    ) -> [Setting] {
        guard let text = scalar(node, "`\(path)`") else { return [] }
        if !accepts(text) { reject(text, as: what, at: node.place) }
        return [Self.setting(path, .scalar(.text(text)), node)]
    }

    private mutating func reject(_ text: String, as what: String, at place: Place) {
        let cause = text.hasPrefix("-") ? "; it begins with `-`" : ""
        problems.add(place, "\(quoted(text)) is not \(what)\(cause)")
    }

    private mutating func labels(_ node: YAMLNode) -> [Setting] {
        guard let members = optionalMapping(node, "`labels`") else { return [] }
        return members.flatMap { member in
            guard HostName(member.key) != nil else {
                reject(member.key, as: "the name of a label", at: member.keyPlace)
                return [Setting]()
            }
            return text(.label(member.key), member.value, "the text of a label", isLabel)
        }
    }

    /// One level must not spell one setting in two ways: `nat` and `labels.nat`, `service` and `services`.
    private mutating func reportTwice(_ settings: [Setting]) {
        var places: [SettingPath: Place] = [:]
        for setting in settings {
            if let first = places[setting.path] {
                problems.add(
                    setting.place, "`\(setting.path)` is set twice, first at \(first)", fix: "keep one of them")
            }
            places[setting.path] = setting.place
        }
    }
}

private func isAddress(_ text: String) -> Bool {
    let body = text.hasPrefix("[") && text.hasSuffix("]") ? text.dropFirst().dropLast() : text[...]
    guard (1...253).contains(body.utf8.count), !body.hasPrefix("-") else { return false }
    return body.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || [0x2D, 0x2E, 0x3A, 0x5F, 0x25].contains(byte)
    }
}

private func isUser(_ text: String) -> Bool {
    (1...256).contains(text.utf8.count) && !text.hasPrefix("-") && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
}

private func isIdentity(_ text: String) -> Bool {
    !text.isEmpty && !text.hasPrefix("-") && PolicyType.text.value(text) != nil
}

private func isLabel(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 256 && PolicyType.text.value(text) != nil
}
