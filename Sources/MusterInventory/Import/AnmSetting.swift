import MusterModel

/// anm's names for what a policy holds.
enum AnmSetting {
    enum Meaning: Equatable {
        case setting(PolicyKey, Scalar)
        /// Nothing that Muster would need: an empty value.
        case empty
        case unknown
    }

    /// `echo "NodeCap=20" >>/var/…/override` as name and value.
    static func assignment(in command: String) -> (key: String, value: String)? {
        let words = ShellWords.split(command.replacing("\\\"", with: "'"))
        guard words.first == "echo", words.count > 1, let sign = words[1].firstIndex(of: "=") else { return nil }
        let key = words[1][..<sign]
        guard !key.isEmpty, key.utf8.allSatisfy({ (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }) else {
            return nil
        }
        let value = words[1][words[1].index(after: sign)...].filter { $0 != "'" && $0 != "\"" }
        return (String(key), value)
    }

    static func policy(_ name: String, _ value: String) -> Meaning {
        guard !value.isEmpty else { return .empty }
        guard let key = keys[name] else { return .unknown }
        let text = value.split(separator: " ").last.map(String.init) ?? value
        guard let scalar = key.rule.type.value(text) else { return .unknown }
        // anm counts its delays in runs, one a minute.
        guard key.rule.unit == "s", let minutes = scalar.whole, minutes <= 10_000 else { return .setting(key, scalar) }
        return .setting(key, .integer(minutes * 60))
    }

    static let keys: [String: PolicyKey] = [
        "NodeCap": .nodeCap, "CpuLessThan": .cpuLessThan, "CpuRemove": .cpuRemove, "MemLessThan": .memLessThan,
        "MemRemove": .memRemove, "HDLessThan": .hdLessThan, "HDRemove": .hdRemove, "DelayStart": .delayStart,
        "DelayReStart": .delayRestart, "DelayUpgrade": .delayUpgrade, "DelayRemove": .delayRemove,
        "NodeStorage": .nodeStorage, "RewardsAddress": .rewardsAddress, "NodeVersion": .targetVersion,
        "DesiredLoadAverage": .desiredLoadAverage, "MaxLoadAverageAllowed": .maxLoadAverageAllowed,
        "DonateAddress": .donateAddress, "HDIOReadLessThan": .hdioReadLessThan, "HDIOReadRemove": .hdioReadRemove,
        "HDIOWriteLessThan": .hdioWriteLessThan, "HDIOWriteRemove": .hdioWriteRemove,
        "NetIOReadLessThan": .netioReadLessThan, "NetIOReadRemove": .netioReadRemove,
        "NetIOWriteLessThan": .netioWriteLessThan, "NetIOWriteRemove": .netioWriteRemove,
    ]
}
