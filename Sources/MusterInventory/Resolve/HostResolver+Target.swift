import MusterModel

extension HostResolver {
    mutating func finished(
        _ host: Placed<HostName>, _ settings: [SettingPath: ResolvedSetting], _ groups: [String]
    ) -> ResolvedHost {
        var settings = settings
        let kinds = kinds(of: settings[.services], at: host.place)
        var target = HostTarget(name: host.value, groups: groups, kinds: kinds)
        settings = settings.filter { isUsed($0.value, among: kinds, in: settings) }
        for setting in settings.values { target.apply(setting) }
        target.walletScopes = walletScopes(settings, of: target)
        checkThresholds(settings, at: host.place)
        checkDonation(target, settings, at: host.place)
        return ResolvedHost(
            target: target, place: host.place, settings: settings.values.sorted { $0.path < $1.path })
    }

    private mutating func kinds(of setting: ResolvedSetting?, at place: Place) -> [ServiceKind] {
        guard let setting, case .list(let names) = setting.value else { return [] }
        var found: [ServiceKind] = []
        for name in names {
            if let kind = kinds[name] {
                found.append(kind)
            } else {
                let known = kinds.keys.sorted()
                let fix =
                    Suggestion.sentence(for: name, among: known)
                    ?? "known kinds: \(known.joined(separator: ", ")); add yours as kinds/NAME.yml beside the inventory"
                report(setting.place ?? place, "the kind \(quoted(name)) is not known", fix: fix)
            }
        }
        return found
    }

    /// A kind's policy counts only on hosts that run the kind, and only where no nearer level sets the host's.
    private func isUsed(
        _ setting: ResolvedSetting, among kinds: [ServiceKind], in all: [SettingPath: ResolvedSetting]
    ) -> Bool {
        guard case .kindPolicy(let kind, let key) = setting.path else { return true }
        guard kinds.contains(where: { $0.name == kind }) else { return false }
        guard let wide = all[.policy(key)] else { return true }
        return wide.level.rank <= setting.level.rank
    }

    /// By kind, the level that set its `rewards_address`; one that a kind has for itself is another scope than the
    /// host's of the same level.
    private func walletScopes(_ settings: [SettingPath: ResolvedSetting], of host: HostTarget) -> [String: String]? {
        var scopes: [String: String] = [:]
        let key = PolicyKey.rewardsAddress.rawValue
        for kind in host.kinds.map(\.name) {
            let own = settings[.kindPolicy(kind: kind, key: key)]
            guard let setting = own ?? settings[.policy(key)] else { continue }
            let level = setting.level == .host ? "host \(host.name)" : setting.level.description
            scopes[kind] = own == nil ? level : "\(level) \(kind)"
        }
        return scopes.isEmpty ? nil : scopes
    }

    /// Relief must begin above the value up to which nodes are added.
    private mutating func checkThresholds(_ settings: [SettingPath: ResolvedSetting], at place: Place) {
        for (lower, upper) in PolicyKey.thresholdPairs {
            let low = settings[.policy(lower.rawValue)]
            let high = settings[.policy(upper.rawValue)]
            guard low != nil || high != nil,
                let below = low?.number ?? lower.rule.default.resolved(cores: nil)?.number,
                let above = high?.number ?? upper.rule.default.resolved(cores: nil)?.number
            else { continue }
            // 0 turns a rate off.
            guard below >= above, below > 0, above > 0 || lower.rule.unit != "B/s" else { continue }
            let message =
                "`\(lower.rawValue)` (\(Self.shown(below))) must be below `\(upper.rawValue)` (\(Self.shown(above)))"
            let isTried = [low, high].contains { $0?.level == .commandLine }
            report(
                isTried ? nil : low?.place ?? high?.place ?? place, isTried ? "--set: " + message : message, fix: nil)
        }
    }

    private static func shown(_ number: Double) -> String {
        Int64(exactly: number).map { String($0) } ?? String(number)
    }

    private mutating func checkDonation(
        _ target: HostTarget, _ settings: [SettingPath: ResolvedSetting], at place: Place
    ) {
        let scopes: [String?] = [nil] + target.kinds.map(\.name)
        for kind in scopes {
            let path =
                kind.map { SettingPath.kindPolicy(kind: $0, key: "rewards_address") } ?? .policy("rewards_address")
            guard let setting = settings[path], let wallets = Wallets(setting.value.description),
                wallets.shares.contains(where: { $0.receiver == .donate }),
                target.policy.text(.donateAddress, kind: kind) == nil
            else { continue }
            let fix = "set `donate_address` under the same `policy:`"
            report(setting.place ?? place, "`rewards_address` names `donate`, which has no address", fix: fix)
        }
    }
}

extension ResolvedSetting {
    var number: Double? {
        guard case .scalar(let scalar) = value else { return nil }
        return scalar.number
    }
}

extension PolicyKey {
    /// Add below the first, relieve above the second.
    static let thresholdPairs: [(PolicyKey, PolicyKey)] = [
        (.cpuLessThan, .cpuRemove), (.memLessThan, .memRemove), (.hdLessThan, .hdRemove),
        (.hdioReadLessThan, .hdioReadRemove), (.hdioWriteLessThan, .hdioWriteRemove),
        (.netioReadLessThan, .netioReadRemove), (.netioWriteLessThan, .netioWriteRemove),
        (.desiredLoadAverage, .maxLoadAverageAllowed),
    ]
}

extension HostTarget {
    /// Puts one resolved setting where it belongs; values have been checked when they were read.
    mutating func apply(_ setting: ResolvedSetting) {
        switch (setting.path, setting.value) {
        case (.addresses, .list(let items)): addresses = items
        case (.port, .scalar(let value)): port = value.whole.flatMap { UInt16(exactly: $0) }
        case (.user, .scalar(let value)): user = value.text
        case (.identity, .list(let items)): identityFiles = items
        case (.via, .list(let items)): via = items.compactMap { HostName($0) }
        case (.become, .scalar(let value)): become = Become(rawValue: value.text) ?? .none
        case (.label(let name), .scalar(let value)): labels[name] = value.text
        case (.policy(let key), .scalar(let value)): policy.host[key] = value
        case (.kindPolicy(let kind, let key), .scalar(let value)): policy.kinds[kind, default: [:]][key] = value
        default: break
        }
    }
}
