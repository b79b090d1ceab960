import MusterFleet
import MusterModel

extension JSON {
    /// A run's result: counts first, then each host with its outcome and what `value` makes of a success.
    init<Value>(
        run id: String, _ results: [HostResult<Value>], value: (Value) -> [JSON.Member]
    ) {
        let counts = Dictionary(grouping: results, by: \.outcome.kind).mapValues(\.count)
        self = .object([
            Member("run", .string(id)),
            Member(
                "counts",
                .object(OutcomeKind.allCases.map { Member($0.rawValue, .integer(Int64(counts[$0] ?? 0))) })),
            Member("hosts", .array(results.map { JSON(host: $0, value: value) })),
        ])
    }

    private init<Value>(host result: HostResult<Value>, value: (Value) -> [JSON.Member]) {
        var members = [
            Member("host", .string(result.host.text)),
            Member("outcome", .string(result.outcome.kind.rawValue)),
            Member("address", result.address.map { .string($0) } ?? .null),
            Member("took_ms", .integer(result.milliseconds)),
        ]
        if let failure = result.outcome.failure {
            members.append(
                Member(
                    "failure",
                    .object([
                        Member("step", .string(failure.step)), Member("message", .string(failure.message)),
                        Member("fix", failure.fix.map { .string($0) } ?? .null),
                    ])))
        }
        if let success = result.outcome.value { members += value(success) }
        self = .object(members)
    }
}
