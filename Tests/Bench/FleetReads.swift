import MusterModel
import MusterPolicy
import MusterStore

/// What `status` and a round read of 1,000 hosts with 200 nodes each, and what taking their surveys in costs.
func fleetReads(in directory: String) async throws -> [Measure] {
    let now = ExampleFleet.now
    let store = try Store.open("\(directory)/fleet.db", mode: .readWrite(now: now, newControllerID: "bench"))
    let fleet = try ExampleFleet(hosts: 1000, nodes: 200)
    try await store.sync(hosts: fleet.situations.map(\.target), at: now)
    try await store.begin(RunRecord(id: "bench", verb: "bench", arguments: [], startedAt: now, by: "bench"))
    let surveys = fleet.situations.map { situation in
        var survey = Survey(
            facts: situation.facts,
            sample: situation.sample ?? Sample(clock: HostClock(wall: now, sinceBoot: 0), interval: 1))
        survey.complete = true
        survey.nodes = situation.nodes.map(\.observation)
        return IngestedSurvey(
            host: situation.target.name, receivedAt: now, survey: survey, nodes: situation.nodes)
    }
    let first = try await Measure.processorSeconds(rounds: 1) { try await ingest(surveys, into: store) }
    let bare = try await bareSeconds(of: "\(directory)/fleet.db", copy: "\(directory)/bare.db")
    let again = try await Measure.processorSeconds(rounds: 1) {
        try await ingest(
            surveys.map { survey in
                var later = survey
                later.receivedAt = now.advanced(by: .seconds(300))
                return later
            }, into: store)
    }
    let freshness = Freshness(now: now.advanced(by: .seconds(310)), staleAfter: .seconds(600))
    let status = try await Measure.processorSeconds(rounds: 5) {
        _ = try await store.hosts(at: freshness)
        _ = try await store.restraints(at: freshness.now)
    }
    let disturbed = try await Measure.processorSeconds(rounds: 5) { _ = try await store.disturbances(at: freshness) }
    let host = fleet.situations[500].target.name
    let nodes = try await Measure.processorSeconds(rounds: 5) { _ = try await store.nodes(of: host) }
    let machine = try await Measure.processorSeconds(rounds: 5) { _ = try await store.currentSurvey(of: host) }
    try await store.close()
    return [
        Measure(what: "first surveys of 1,000 hosts with 200,000 nodes, stored", value: first, unit: "s"),
        Measure(what: "  bare SQLite inserting the same rows", value: bare, unit: "s"),
        Measure(what: "  the store against that", value: first / bare, unit: "times", budget: 1 / 0.6),
        Measure(what: "  the same hosts again", value: again, unit: "s"),
        Measure(what: "status over 1,000 hosts with 200,000 nodes", value: status * 1000, unit: "ms", budget: 200),
        Measure(what: "  what is disturbed among them", value: disturbed * 1000, unit: "ms"),
        Measure(what: "  records of one host's 200 nodes", value: nodes * 1000, unit: "ms"),
        Measure(what: "  one machine without its nodes", value: machine * 1000, unit: "ms"),
    ]
}

private func ingest(_ surveys: [IngestedSurvey], into store: Store) async throws {
    for start in stride(from: 0, to: surveys.count, by: 50) {
        try await store.ingest(Array(surveys[start..<min(start + 50, surveys.count)]))
    }
}

private func bareSeconds(of path: String, copy: String) async throws -> Double {
    let rows = try BareRows(of: path, into: copy)
    defer { rows.close() }
    let reading = try await Measure.processorSeconds(rounds: 1) { try rows.walk(inserting: false) }
    let both = try await Measure.processorSeconds(rounds: 1) { try rows.walk(inserting: true) }
    return both - reading
}
