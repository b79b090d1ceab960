/// Typed reading of a policy.
///
/// With a kind, that kind's setting comes before the host's; then the default. A per-core default needs the number
/// of processors, and is `nil` without it.
extension Policy {
    /// What somebody set; `nil` where only the default applies.
    package func written(_ key: PolicyKey, kind: String? = nil) -> Scalar? {
        kind.flatMap { kinds[$0]?[key.rawValue] } ?? host[key.rawValue]
    }

    package func value(_ key: PolicyKey, kind: String? = nil, cores: Int? = nil) -> Scalar? {
        written(key, kind: kind) ?? key.rule.default.resolved(cores: cores)
    }

    package func number(_ key: PolicyKey, kind: String? = nil, cores: Int? = nil) -> Double? {
        value(key, kind: kind, cores: cores)?.number
    }

    package func whole(_ key: PolicyKey, kind: String? = nil) -> Int64? {
        value(key, kind: kind)?.whole
    }

    package func text(_ key: PolicyKey, kind: String? = nil) -> String? {
        value(key, kind: kind)?.text
    }

    package func flag(_ key: PolicyKey, kind: String? = nil) -> Bool {
        value(key, kind: kind)?.text == "true"
    }

    /// A setting in seconds or milliseconds; zero where there is none.
    package func duration(_ key: PolicyKey, kind: String? = nil) -> Duration {
        let amount = whole(key, kind: kind) ?? 0
        return key.rule.unit == "ms" ? .milliseconds(amount) : .seconds(amount)
    }

    /// The thousands of a port base: 55, 55000 and 55001 all mean 55.
    package func portThousands(_ key: PolicyKey, kind: String? = nil) -> Int64? {
        whole(key, kind: kind).map { $0 >= 1000 ? $0 / 1000 : $0 }
    }
}
