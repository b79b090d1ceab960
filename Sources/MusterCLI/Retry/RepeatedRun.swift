import MusterModel

/// The command lines that do again what a run did not achieve.
struct RepeatedRun {
    /// Without the program's name and what all verbs take.
    let commandLines: [[String]]

    /// - Parameters:
    ///   - hosts: whose outcome is to be tried again.
    ///   - entries: all that the run intended.
    init(
        _ run: RunRecord, hosts: [HostName], entries: [LedgerEntry], outcomes: Set<OutcomeKind>
    ) throws(CommandError) {
        guard Self.verbs.contains(run.verb) || run.verb.hasPrefix("node ") else {
            throw .usage("a run of `\(run.verb)` cannot be repeated from the history", fix: "type it again")
        }
        let verb = run.verb.split(separator: " ").map(String.init)
        let rest = Self.withoutHosts(run.arguments)
        let missed = entries.filter { Self.isMissed($0, outcomes) }
        guard run.verb.hasPrefix("node ") || run.verb == "teardown" else {
            let again = Set(hosts).union(missed.map(\.host)).sorted()
            commandLines = again.isEmpty ? [] : [verb + [Self.list(again)] + rest]
            return
        }
        let acted = Set(entries.map(\.host))
        let untouched = hosts.filter { !acted.contains($0) }.sorted()
        let confirmation = run.verb == "teardown" ? ["--confirm"] : []
        let anew = untouched.isEmpty ? [] : [verb + [Self.list(untouched)] + rest + confirmation]
        commandLines = anew + Self.again(missed, run.verb, rest)
    }

    /// Whether a verb takes what agrees to its plan.
    static func asks(_ line: [String]) -> Bool {
        ["node", "apply", "adopt", "teardown"].contains(line.first)
    }

    private static func list(_ hosts: [HostName]) -> String { hosts.map(\.text).joined(separator: ",") }

    /// The same for nodes that were chosen then; nodes that were not made are asked for by their number.
    private static func again(_ missed: [LedgerEntry], _ verb: String, _ rest: [String]) -> [[String]] {
        guard let first = missed.first?.verb else { return [] }
        let rest = withoutAmount(rest)
        switch first {
        case .add, .restore:
            let hosts = Dictionary(grouping: missed, by: \.host)
            return hosts.keys.sorted().map { host in
                let count = first == .add ? ["--count", "\(hosts[host]?.count ?? 0)"] : []
                return ["node", first.rawValue, host.text] + count + rest
            }
        default:
            let nodes = missed.compactMap { entry in entry.node.map { "\(entry.host)/\($0)" } }.sorted()
            let words = verb == "teardown" ? ["node", "remove"] : verb.split(separator: " ").map(String.init)
            return [words + ["--node", nodes.joined(separator: ",")] + rest]
        }
    }

    static func isMissed(_ entry: LedgerEntry, _ outcomes: Set<OutcomeKind>) -> Bool {
        switch entry.state {
        case .done: false
        case .failed, .stale, .refused: outcomes.contains(.failed)
        case .intended, .sent, .unknown: outcomes.contains(.unknown)
        case .cancelled: outcomes.contains(.unreachable) || outcomes.contains(.skipped)
        }
    }

    /// The selection stands first: words, then `--and` and `--except`.
    ///
    /// What was agreed to then is not agreed to now.
    private static func withoutHosts(_ arguments: [String]) -> [String] {
        let options = arguments.drop { !$0.hasPrefix("-") }
        return without(options, flags: ["--yes", "--dry-run", "--all"], values: ["--and", "--except"])
            .filter { !$0.hasPrefix("--yes=") }
    }

    private static func withoutAmount(_ arguments: [String]) -> [String] {
        without(arguments[...], flags: ["--oldest", "--youngest"], values: ["--node", "--count", "--total"])
    }

    private static func without(_ words: ArraySlice<String>, flags: Set<String>, values: Set<String>) -> [String] {
        var kept: [String] = []
        var rest = words
        while let word = rest.popFirst() {
            if values.contains(word) { _ = rest.popFirst() } else if !flags.contains(word) { kept.append(word) }
        }
        return kept
    }

    private static let verbs: Set<String> = [
        "survey", "ping", "agent push", "agent remove", "apply", "adopt", "teardown",
    ]
}
