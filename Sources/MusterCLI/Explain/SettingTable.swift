import MusterInventory
import MusterModel

/// A host's settings with what set them.
enum SettingTable {
    /// With `all`, also what only defaults of the program decide.
    static func text(_ host: ResolvedHost, all: Bool) -> String {
        var rows = host.settings.map { setting in
            [
                String(describing: setting.path), String(describing: setting.value),
                String(describing: setting.level), setting.place.map(String.init(describing:)) ?? "",
            ]
        }
        if all { rows += defaults(host) }
        let title = "\(host.name)  (\(host.place))"
        let groups = host.target.groups.isEmpty ? [] : ["groups: " + host.target.groups.joined(separator: ", ")]
        return ([title] + groups + [Columns.aligned([["SETTING", "VALUE", "LEVEL", "PLACE"]] + rows)])
            .joined(separator: "\n")
    }

    private static func defaults(_ host: ResolvedHost) -> [[String]] {
        PolicyKey.allCases.filter { host.target.policy.written($0) == nil }.compactMap { key in
            let value: String? =
                switch key.rule.default {
                case .none: nil
                case .value(let value): value.text
                case .perCore(let factor): "\(factor) x processors"
                }
            return value.map { ["policy.\(key.rawValue)", $0, "built in", ""] }
        }
    }
}
