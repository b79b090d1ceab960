import MusterModel
import MusterPolicy

/// What an adoption would mean, in text and as JSON.
enum AdoptionTable {
    static func text(_ plans: [AdoptionPlan]) -> String {
        plans.map(text).joined(separator: "\n")
    }

    private static func text(_ plan: AdoptionPlan) -> String {
        var lines = ["\(plan.host)  \(heading(plan))"]
        lines += plan.guards.map { "  not adopted: \($0.text)" }
        lines += plan.storage.keys.sorted().map { "  space for removals is reserved in \($0)" }
        lines += plan.foreign.map { "  \($0.name) is taken out of work: \($0.path) line \($0.line), a copy is kept" }
        lines += plan.nodes.map { adopted in
            "  \(adopted.node.name)  \(adopted.manager), "
                + (adopted.desired.map { "shall be \($0.goal.rawValue)" } ?? "stays as it is")
        }
        lines += plan.refused.map { "  \($0.node ?? "a node") is left alone because \($0.because)" }
        return lines.map(PlainText.printable).joined(separator: "\n") + "\n"
    }

    private static func heading(_ plan: AdoptionPlan) -> String {
        switch (plan.nodes.count, plan.refused.isEmpty, plan.guards.isEmpty) {
        case (0, true, true): "no further node becomes managed; nodes may be added"
        case (1, _, _): "1 node becomes managed"
        case (let count, _, _): "\(count) nodes become managed"
        }
    }

    static func json(_ plan: AdoptionPlan) -> JSON {
        .object([
            JSON.Member("host", .string(plan.host.text)),
            JSON.Member(
                "nodes",
                .array(
                    plan.nodes.map { adopted in
                        .object([
                            JSON.Member("node", .string(adopted.node.name)),
                            JSON.Member("manager", .string(adopted.manager.description)),
                            JSON.Member("desired", adopted.desired.map { .string($0.goal.rawValue) } ?? .null),
                        ])
                    })),
            JSON.Member(
                "taken_over",
                .array(plan.foreign.map { .string("\($0.name) \($0.path):\($0.line)") })),
            JSON.Member(
                "refused",
                .array(
                    plan.refused.map { refused in
                        .object([
                            JSON.Member("node", refused.node.map { .string($0) } ?? .null),
                            JSON.Member("because", .string(refused.because)),
                        ])
                    })),
            JSON.Member("guards", .array(plan.guards.map { .string($0.text) })),
        ])
    }
}
