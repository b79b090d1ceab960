import MusterModel
import MusterWire

extension HostFacts {
    static let some = HostFacts(
        hostname: "hel01", machineID: nil, bootID: "b", kernel: "6.1", operatingSystem: nil, architecture: "x86_64",
        cores: 2, uid: 0, user: "root")
}

extension Sample {
    static let some = Sample(clock: .some, interval: 500, load: Load(one: 0.5, five: 1, fifteen: 0))
}

extension HostClock {
    static let some = HostClock(wall: Timestamp(milliseconds: 1_794_990_000_000), sinceBoot: 86_400_000)
}

extension NodeObservation {
    static func named(_ name: String) -> NodeObservation {
        NodeObservation(kind: "antnode", name: name, key: "/\(name)")
    }
}

extension SourceReport {
    static let some = SourceReport(kind: "antnode", id: "unit:system", outcome: .complete, uid: 0)
}

extension Reply {
    static let begin = Reply.begin(SurveyBegin(facts: .some))

    static func end(nodes: Int64, sources: Int64 = 0) -> Reply {
        .end(SurveyEnd(nodes: nodes, sources: sources, agentCPU: 12))
    }
}
