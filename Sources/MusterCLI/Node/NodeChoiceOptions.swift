import ArgumentParser
import MusterModel
import MusterPolicy

/// Which nodes a verb means; there is no amount that nobody named.
struct NodeChoiceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("These nodes: hel01/antnode0007,hel02/antnode0003.", valueName: "host/node,…"))
    var node: [String] = []

    @Option(help: ArgumentHelp("That many on each host, from 1 to 100000, or all.", valueName: "n|all"))
    var count: NodeCount?

    @Option(help: ArgumentHelp("That many over all hosts together.", valueName: "n"))
    var total: Int?

    @Flag(help: "The oldest nodes first.")
    var oldest = false

    @Flag(help: "The youngest nodes first.")
    var youngest = false

    @Option(help: ArgumentHelp("Only nodes of this kind of service.", valueName: "kind"))
    var service: String?

    func validate() throws {
        let ways = [!node.isEmpty, count != nil, total != nil].count { $0 }
        guard ways <= 1 else { throw ValidationError("--node, --count and --total exclude each other") }
        guard !(oldest && youngest) else { throw ValidationError("--oldest and --youngest exclude each other") }
        guard node.isEmpty || !(oldest || youngest) else {
            throw ValidationError("--oldest and --youngest go with --count and --total")
        }
        guard total.map({ (1...NodeCount.most).contains($0) }) ?? true else {
            throw ValidationError("--total must be from 1 to \(NodeCount.most)")
        }
    }

    /// Refuses a command line that leaves open how many.
    func requireAmount() throws {
        guard !node.isEmpty || count != nil || total != nil else {
            throw ValidationError("say which nodes: HOST/NODE, --count N|all on each host, or --total N")
        }
    }

    /// The nodes that are named, by host; names without a host are meant on each of `hosts`.
    func named(on hosts: [HostName]) throws(CommandError) -> [HostName: [String]] {
        var named: [HostName: [String]] = [:]
        for word in node.flatMap({ $0.split(separator: ",").map(String.init) }) {
            guard let slash = word.firstIndex(of: "/") else {
                guard !hosts.isEmpty else {
                    throw .usage("\(word) names no host", fix: "write it as --node HOST/\(word)")
                }
                for host in hosts { named[host, default: []].append(word) }
                continue
            }
            let name = String(word[word.index(after: slash)...])
            guard let host = HostName(word[..<slash]), !name.isEmpty else {
                throw .usage("\(word) is no node", fix: "write it as --node hel01/antnode0007")
            }
            named[host, default: []].append(name)
        }
        return named
    }

    func preference(for verb: ActionVerb) -> OperatorOrder.Preference {
        oldest ? .oldest : youngest ? .youngest : OperatorOrder.preference(for: verb)
    }

    /// What of this belongs into the history.
    var spoken: [String] {
        var words = node.flatMap { ["--node", $0] }
        if let count { words += ["--count", "\(count)"] }
        if let total { words += ["--total", "\(total)"] }
        if oldest { words.append("--oldest") }
        if youngest { words.append("--youngest") }
        if let service { words += ["--service", service] }
        return words
    }
}

/// `5` or `all`.
enum NodeCount: ExpressibleByArgument, Hashable, CustomStringConvertible {
    case number(Int)
    case all

    static let most = 100_000

    init?(argument: String) {
        if argument == "all" {
            self = .all
        } else {
            guard let count = Int(argument), (1...Self.most).contains(count) else { return nil }
            self = .number(count)
        }
    }

    var description: String {
        switch self {
        case .number(let count): String(count)
        case .all: "all"
        }
    }
}
