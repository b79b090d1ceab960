package import MusterModel

/// Why a selection of hosts is not one.
package enum SelectorError: UserFacingError, Equatable {
    /// `offset` counts the characters before the mistake.
    case syntax(selector: String, offset: Int, expected: String)
    case range(selector: String, offset: Int, NameRangeError)
    case unknownName(String, suggestion: String?)
    case noMatch(pattern: String)
    case node(String)
    case empty
    /// Nothing is written down yet.
    case noHosts
    /// The condition has no answer for any host that could be meant.
    case undecided([HostName])

    package var message: String {
        switch self {
        case .syntax(let selector, let offset, let expected):
            "the selector \(quoted(selector)): expected \(expected) at character \(offset + 1)"
        case .range(let selector, let offset, let error):
            "the selector \(quoted(selector)): \(error.message) at character \(offset + 1)"
        case .unknownName(let name, _): "no host or group is called \(quoted(name))"
        case .noMatch(let pattern): "no host matches \(quoted(pattern))"
        case .node(let text): "\(quoted(text)) names a node where hosts are selected"
        case .empty: "the selection holds no host"
        case .noHosts: "the inventory names no host yet"
        case .undecided(let hosts):
            "too little is known of \(hosts.map(\.text).joined(separator: ", ")) to say whether the condition holds"
        }
    }

    package var fix: String? {
        switch self {
        case .unknownName(_, let suggestion?): "did you mean `\(suggestion)`?"
        case .unknownName, .noMatch, .empty: "`muster inventory list` shows hosts and groups"
        case .range(_, _, let error): error.fix
        case .noHosts: "write hosts into it: `muster inventory edit`"
        case .undecided: "run `muster survey` for them, then this again"
        case .node: "name its host alone"
        case .syntax: "write it as in \"web & !db\", \"ant[01:20]\" or \"a,b\""
        }
    }
}
