/// `ProxyJump` values and options, without user and port.
enum ProxyJump {
    /// One hop of a chain.
    struct Hop: Equatable {
        var user: String?
        var host: String
        var port: Int?
    }

    /// `user@host:port,…` as ssh_config(5) has it, also as `ssh://…`; empty for `none`.
    static func hops(_ value: String) -> [Hop] {
        guard value.lowercased() != "none" else { return [] }
        return value.split(separator: ",").map { hop($0.trimmed) }
    }

    /// The single relay in `-J relay` or `-o ProxyJump=relay`; `nil` for chains and anything else.
    static func relay(inArguments arguments: String) -> String? {
        let words = ShellWords.split(arguments)
        for (index, word) in words.enumerated() {
            let next = index + 1 < words.count ? words[index + 1] : ""
            let value: Substring? =
                if word == "-J" {
                    next[...]
                } else if word == "-o", next.lowercased().hasPrefix("proxyjump=") {
                    next.dropFirst(10)
                } else if word.lowercased().hasPrefix("-oproxyjump=") {
                    word.dropFirst(12)
                } else {
                    nil
                }
            guard let value else { continue }
            let hops = hops(String(value))
            return hops.count == 1 ? hops[0].host : nil
        }
        return nil
    }

    private static func hop(_ text: String) -> Hop {
        var rest = (text.hasPrefix("ssh://") ? text.dropFirst(6) : text[...])
        var hop = Hop(host: "")
        if let at = rest.lastIndex(of: "@") {
            hop.user = String(rest[..<at])
            rest = rest[rest.index(after: at)...]
        }
        if rest.hasPrefix("["), let close = rest.firstIndex(of: "]") {
            hop.host = String(rest[rest.index(after: rest.startIndex)..<close])
            hop.port = Int(rest[close...].dropFirst(2))
        } else {
            let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
            hop.host = parts.count == 2 ? String(parts[0]) : String(rest)
            hop.port = parts.count == 2 ? Int(parts[1]) : nil
        }
        return hop
    }
}
