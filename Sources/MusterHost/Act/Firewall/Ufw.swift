import MusterIO
import MusterModel

/// Ubuntu's front end; its rules survive a reboot.
struct Ufw: Firewall {
    let runner: any CommandRunner

    func open(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) {
        let rules = try await added(until: deadline)
        for claim in node.ports where claim.isPublic {
            let rule = Self.rule(claim)
            // Adding it again would put our comment on a rule that somebody else made.
            if rules.contains(where: { $0.rule == rule }) { continue }
            let command = Command(["ufw", "allow", rule, "comment", comment(node)], outputLimit: 16 << 10)
            _ = try await runner.step("open firewall", command, until: deadline)
        }
    }

    func close(_ node: NodeSpec, until deadline: Deadline) async throws(ActionFailure) {
        for added in try await added(until: deadline) where added.comment == comment(node) {
            let command = Command(["ufw", "--force", "delete", "allow", added.rule], outputLimit: 16 << 10)
            _ = try await runner.step("close firewall", command, until: deadline)
        }
    }

    private static func rule(_ claim: PortClaim) -> String { "\(claim.port)/\(claim.transport.rawValue)" }

    struct Added: Hashable {
        /// `55007/udp`.
        var rule: String
        var comment: String?
    }

    private func added(until deadline: Deadline) async throws(ActionFailure) -> [Added] {
        let command = Command(["ufw", "show", "added"], outputLimit: 4 << 20)
        return Self.added(in: try await runner.step("read firewall", command, until: deadline).output.text)
    }

    /// Lines such as `ufw allow 55007/udp comment 'muster:antnode0007'`; other forms are none of ours.
    static func added(in text: String) -> [Added] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            let words = UnitWords.split(line)
            guard words.count >= 3, words[0] == "ufw", words[1] == "allow" else { return nil }
            if words.count == 3 { return Added(rule: words[2]) }
            return words.count == 5 && words[3] == "comment" ? Added(rule: words[2], comment: words[4]) : nil
        }
    }
}
