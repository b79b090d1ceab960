import Glibc
import MusterModel
import MusterPolicy
import MusterStore

/// What a controller of 1,000 hosts with 50 nodes each has to decide in a round.
func decisions() async throws -> [Measure] {
    let fleet = try ExampleFleet(hosts: 1000, nodes: 50)
    var actions = 0
    let seconds = await Measure.processorSeconds(rounds: 5) {
        actions = fleet.situations.reduce(0) { $0 + decide($1).actions.count }
    }
    return [
        Measure(what: "decisions for 1,000 hosts with 50,000 nodes", value: seconds * 1000, unit: "ms", budget: 100),
        Measure(what: "  actions in those plans", value: Double(actions), unit: ""),
    ]
}

/// A round's intents in one transaction that reaches the disk, beside as many rounds of one.
func intents(in directory: String) async throws -> [Measure] {
    let path = "\(directory)/bench.db"
    let store = try Store.open(path, mode: .readWrite(now: ExampleFleet.now, newControllerID: "bench"))
    let fleet = try ExampleFleet(hosts: 200, nodes: 5)
    try await store.sync(hosts: fleet.situations.map(\.target), at: ExampleFleet.now)
    try await store.begin(
        RunRecord(id: "bench", verb: "bench", arguments: [], startedAt: ExampleFleet.now, by: "bench"))
    let round = try fleet.situations.enumerated().map { try LedgerEntry.example($0.offset, situation: $0.element) }
    let one = [try LedgerEntry.example(1000, situation: fleet.situations[0])]
    let many = try await Measure.seconds(rounds: 1) { try await store.intend(round) }
    let single = try await Measure.seconds(rounds: 1) { try await store.intend(one) }
    try await store.close()
    return [
        Measure(what: "intents of a round over 200 hosts, on the disk", value: many * 1000, unit: "ms"),
        Measure(what: "  one intent alone", value: single * 1000, unit: "ms"),
        Measure(what: "  ratio of 200 in a round to 200 alone", value: many / (single * 200), unit: ""),
    ]
}

let words = CommandLine.arguments.dropFirst()
switch words.first {
case "pages":
    print(try await PageReads.cost(ofPorts: words.dropFirst().compactMap { UInt16($0) }).line)
case let directory? where words.count == 1:
    let measures = try await decisions() + lineReads() + intents(in: directory) + fleetReads(in: directory)
    for measure in measures { print(measure.line) }
default:
    print("usage: muster-bench DIRECTORY | pages PORT…")
    exit(2)
}
