import MusterIO
import MusterModel

/// The kernel's own filter: an accepting rule at the head of each chain that could turn the packets away.
///
/// Rules live in the running rule set only, which a reboot or a reload of its file empties: a system unit of ours puts
/// them back before it starts (``NftablesAtStart``), and so does a start through Muster.
struct Nftables: Firewall {
    let runner: any CommandRunner

    private static let limits = JSONLimits(bytes: 16 << 20, depth: 64, members: 1_000_000, stringBytes: 1 << 20)

    struct Chain: Sendable {
        var family: String
        var table: String
        var name: String
        /// Packets that come in pass through it.
        var filters: Bool
        /// Of the chain's rules, those of the node.
        var rules: [Rule] = []

        var words: [String] { [family, table, name] }
    }

    struct Rule: Sendable {
        var handle: Int64
        /// Such as `udp 55007`.
        var matches: String
    }

    func open(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) {
        for chain in try await chains(of: node, until: deadline) where chain.filters {
            for claim in node.ports where claim.isPublic {
                if chain.rules.contains(where: { $0.matches == Self.mark(claim) }) { continue }
                let rule = [claim.transport.rawValue, "dport", String(claim.port), "accept"]
                let command = Command(
                    ["nft", "insert", "rule"] + chain.words + rule + ["comment", "\"\(comment(node))\""],
                    outputLimit: 16 << 10)
                _ = try await runner.step("open firewall", command, until: deadline)
            }
        }
    }

    func close(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) {
        for chain in try await chains(of: node, until: deadline) {
            for rule in chain.rules {
                let command = Command(
                    ["nft", "delete", "rule"] + chain.words + ["handle", String(rule.handle)], outputLimit: 16 << 10)
                _ = try await runner.step("close firewall", command, until: deadline)
            }
        }
    }

    private static func mark(_ claim: PortClaim) -> String { "\(claim.transport.rawValue) \(claim.port)" }

    private func chains(of node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) -> [Chain] {
        let command = Command(["nft", "-j", "-t", "list", "ruleset"], outputLimit: Self.limits.bytes)
        let answer = try await runner.step("read firewall", command, until: deadline)
        guard let document = try? JSON.parse(answer.output.bytes, limits: Self.limits),
            let items = document["nftables"]?.array
        else { throw ActionFailure(.other, "nft's list of rules cannot be read", step: "read firewall") }
        return Self.chains(items, comment: comment(node))
    }

    /// All chains with their rules that carry the comment.
    static func chains(_ items: [JSON], comment: String) -> [Chain] {
        var chains = items.compactMap { $0["chain"].flatMap { chain($0) } }
        for rule in items.compactMap({ $0["rule"] }) where rule["comment"]?.string == comment {
            let place = chains.firstIndex { chain in
                chain.words == [rule["family"], rule["table"], rule["chain"]].map { $0?.string ?? "" }
            }
            guard let place, let handle = rule["handle"]?.integer else { continue }
            chains[place].rules.append(Rule(handle: handle, matches: matched(rule)))
        }
        return chains
    }

    private static func chain(_ chain: JSON) -> Chain? {
        guard let family = chain["family"]?.string, let table = chain["table"]?.string,
            let name = chain["name"]?.string
        else { return nil }
        let isInput = chain["hook"]?.string == "input" && chain["type"]?.string == "filter"
        // What these tables turn away is to stay away, and their owners write them anew.
        let isOthers = table.hasPrefix("f2b-") || table.hasPrefix("firewalld")
        return Chain(
            family: family, table: table, name: name,
            filters: isInput && ["inet", "ip", "ip6"].contains(family) && !isOthers)
    }

    private static func matched(_ rule: JSON) -> String {
        for part in rule["expr"]?.array ?? [] {
            guard let match = part["match"], let payload = match["left"]?["payload"],
                payload["field"]?.string == "dport", let port = match["right"]?.integer
            else { continue }
            return "\(payload["protocol"]?.string ?? "") \(port)"
        }
        return ""
    }
}
