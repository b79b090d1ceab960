package import MusterModel

/// What one command did on many hosts: equal results once, with the hosts that share them.
package struct CommandReport: Sendable {
    package struct Group: Hashable, Sendable {
        package var hosts: [HostName]
        package var result: CommandResult
    }

    /// The largest group first; among equals the one with the first host.
    package let groups: [Group]

    package init(_ results: [(host: HostName, result: CommandResult)]) {
        let byResult = Dictionary(grouping: results, by: \.result)
        groups = byResult.map { Group(hosts: $1.map(\.host).sorted(), result: $0) }.sorted {
            ($1.hosts.count, $0.hosts[0]) < ($0.hosts.count, $1.hosts[0])
        }
    }

    /// A heading per group, then its output, control characters made harmless.
    package var text: String {
        groups.map { group in
            let body = [group.result.output, group.result.errors].map(Self.lines).filter { !$0.isEmpty }
            return ([heading(of: group)] + body).joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }

    private func heading(of group: Group) -> String {
        let count = group.hosts.count == 1 ? "" : " (\(group.hosts.count) hosts)"
        let cut = group.result.truncated ? ", output cut" : ""
        return "== \(group.hosts.map(\.text).joined(separator: ", "))\(count): \(group.result.ending.words)\(cut)"
    }

    /// Split as bytes: to `String` a CR before the line feed belongs to it.
    private static func lines(of bytes: [UInt8]) -> String {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { PlainText.printable(String(decoding: $0, as: UTF8.self)) }.joined(separator: "\n")
    }
}

extension CommandResult.Ending {
    /// For example `exit 0` or `killed by TERM`.
    package var words: String {
        switch self {
        case .exited(let code): "exit \(code)"
        case .signalled(let name): "killed by \(PlainText.printable(name))"
        }
    }
}
