import MusterModel
import MusterPolicy
import MusterWire

/// What reading one node's line costs, all of the fields and metrics being there that an antnode has.
func lineReads() async throws -> [Measure] {
    var node = try ExampleFleet(hosts: 1, nodes: 1).situations[0].nodes[0].observation
    for (place, metric) in NodeMetric.allCases.enumerated() {
        node.metrics[metric.rawValue] = .integer(Int64(place * 991))
    }
    node.fields[NodeField.peerID] = .text("12D3KooWSimulatedPeerOfTheBenchmarkWithItsLength00000")
    node.directory = DirectoryEvidence(path: node.key, presence: .present)
    node.probes = ["metadata", "metrics"].map { ProbeOutcome(probe: $0, result: .answered, took: 2) }
    let line = try Envelope(id: 1, body: Reply.node(node)).line().dropLast()
    let rounds = 20_000
    let bytes = Array(line)
    let seconds = try await Measure.processorSeconds(rounds: 3) {
        for _ in 0..<rounds { _ = try Envelope<Reply>.reading(bytes) }
    }
    return [
        Measure(
            what: "reading a node's line of \(bytes.count) bytes", value: seconds / Double(rounds) * 1e6, unit: "µs",
            budget: 6)
    ]
}
