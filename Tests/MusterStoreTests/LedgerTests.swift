import GRDB
import MusterModel
import Testing

@testable import MusterStore

/// A database of one surveyed host with a run, and three managed nodes on it.
struct Ledger {
    let directory: TemporaryDirectory
    let store: Store
    let host: HostName

    init(nodes: Int = 3) async throws {
        directory = try TemporaryDirectory()
        host = try .named("hel01")
        store = try Store.writing(directory.file("fleet.db"))
        try await store.sync(hosts: [HostTarget(name: host)], at: .at(0))
        try await store.begin(RunRecord(id: "run", verb: "watch", arguments: [], startedAt: .at(0), by: "ann@desk"))
        let host = host
        try await store.ingest(.example(host, nodes: (1...nodes).map { .example($0, on: host) }))
        try await store.setManaged(true, of: try await store.nodes(of: host).map(\.id))
    }

    func node(_ number: Int) async throws -> NodeRecord? {
        try await store.nodes(of: host).first { $0.id.name == "antnode000\(number)" }
    }

    func entry(
        _ digit: Character, _ verb: ActionVerb, node number: Int = 1, cause: PlannedAction.Cause = .operator,
        setBy: DesiredState.Setter = .operator, at seconds: Int64 = 10
    ) throws -> LedgerEntry {
        try .example(digit, verb, node: number, of: host, cause: cause, setBy: setBy, at: seconds)
    }
}

extension LedgerEntry {
    static func example(
        _ digit: Character, _ verb: ActionVerb, node number: Int = 1, of host: HostName,
        cause: PlannedAction.Cause = .operator, setBy: DesiredState.Setter = .operator, at seconds: Int64 = 10
    ) throws -> LedgerEntry {
        let id = try #require(ActionID(String(repeating: digit, count: 32)))
        let name = "antnode000\(number)"
        let spec = NodeSpec(
            kind: "antnode", name: name, number: Int64(number), manager: .systemd, unit: name + ".service",
            storage: "/var/antnodes", dataDirectory: "/var/antnodes/\(name)", binary: "/var/antnodes/\(name)/antnode",
            ports: [PortClaim(field: NodeField.nodePort, port: 12_000, transport: .udp, isPublic: true)])
        let request = ActionRequest(
            id: id, verb: verb, node: spec, basis: ActionBasis(bootID: "boot-1"),
            source: verb == .upgrade ? BinarySource(path: "/b", sha256: "feed", version: "0.4.18") : nil,
            gate: verb == .upgrade ? HealthGate(probes: [], holdFor: 60_000, within: 300_000) : nil,
            deadline: 60_000)
        return LedgerEntry(
            id: id, runID: "run", host: host, node: name, verb: verb, request: request, cause: cause,
            reason: "because", by: "ann@desk", intendedAt: .at(seconds), setBy: setBy, settle: 300_000)
    }

    func report(
        _ ending: ActionReport.Ending, _ fault: ActionFault? = nil, message: String? = nil
    ) -> ActionReport {
        ActionReport(id: id, ending: ending, fault: fault, message: message, took: 1234)
    }
}

struct LedgerTests {
    @Test func anEntryIsReadAsItWasWritten() async throws {
        let ledger = try await Ledger()
        let wish = DesiredState(goal: .running, setBy: .import, since: .at(1), reason: "anm's")
        try await ledger.store.setDesired(wish, of: [NodeID(host: ledger.host, name: "antnode0001")])
        var entry = try ledger.entry("a", .stop)
        entry.wishUntil = .at(500)
        entry.relief = ReliefReading(.memory, value: 81.25, limit: 75)
        try await ledger.store.intend([entry])
        entry.wishBefore = wish
        #expect(try await ledger.store.ledger(LedgerFilter()) == [entry])
        #expect(try await ledger.store.openEntries() == [entry])
        #expect(try await ledger.store.verify() == [])
    }

    @Test func anActionGoesFromIntentToOutcome() async throws {
        let ledger = try await Ledger()
        let entry = try ledger.entry("a", .restart)
        try await ledger.store.intend([entry])
        #expect(try await ledger.node(1)?.open?.endsAt == .at(10 + 60 + 300))
        #expect(try await ledger.store.markSent([entry.id], at: .at(11)) == [entry.id])
        let settled = try await ledger.store.settle([entry.report(.done)], at: .at(40))
        #expect(settled.map(\.state) == [.done])
        #expect(settled.first?.endedAt == .at(40))
        #expect(try await ledger.store.openEntries().isEmpty)
        #expect(try await ledger.node(1)?.open?.endsAt == .at(340))
        #expect(try await ledger.store.events(of: entry.id).map(\.state) == [.intended, .sent, .done])
    }

    @Test func aNodeHasOneOpenActionAndARoundIsAllOrNothing() async throws {
        let ledger = try await Ledger()
        let first = try ledger.entry("a", .stop)
        try await ledger.store.intend([first])
        let node = NodeID(host: ledger.host, name: "antnode0001")
        let round = try [ledger.entry("b", .stop, node: 2), ledger.entry("c", .start)]
        await #expect(throws: StoreError.nodeIsBusy(node, first.id)) { try await ledger.store.intend(round) }
        let twice = try [ledger.entry("d", .stop, node: 3), ledger.entry("e", .start, node: 3)]
        await #expect(throws: StoreError.self) { try await ledger.store.intend(twice) }
        #expect(try await ledger.store.openEntries().map(\.id) == [first.id])
        #expect(try await ledger.node(2)?.desired == nil)
    }

    @Test func anOperatorTakesBackWhatTheEngineQueuedAndNothingThatWasSent() async throws {
        let ledger = try await Ledger()
        let queued = try ledger.entry("a", .start, cause: .shouldRun, setBy: .pressure)
        let sent = try ledger.entry("b", .start, node: 2, cause: .shouldRun, setBy: .pressure)
        try await ledger.store.intend([queued, sent])
        _ = try await ledger.store.markSent([sent.id], at: .at(11))
        let displaced = try await ledger.store.intend([try ledger.entry("c", .stop, at: 12)])
        #expect(displaced.map(\.id) == [queued.id])
        #expect(
            try await ledger.store.ledger(LedgerFilter(node: "antnode0001")).map(\.state) == [.intended, .cancelled])
        #expect(try await ledger.node(1)?.desired?.goal == .stopped)
        // What was taken back must not leave.
        #expect(try await ledger.store.markSent([queued.id], at: .at(13)).isEmpty)
        let late = try ledger.entry("d", .stop, node: 2)
        await #expect(throws: StoreError.self) { try await ledger.store.intend([late]) }
    }

    @Test func aReportOfAClosedEntryIsKeptAndChangesNothing() async throws {
        let ledger = try await Ledger()
        let entry = try ledger.entry("a", .stop)
        try await ledger.store.intend([entry])
        _ = try await ledger.store.settle([entry.report(.done)], at: .at(20))
        let again = try await ledger.store.settle([entry.report(.failed)], at: .at(30))
        #expect(again.isEmpty)
        #expect(try await ledger.store.ledger(LedgerFilter()).map(\.state) == [.done])
        #expect(try await ledger.store.events(of: entry.id).map(\.remark) == [nil, nil, "late report"])
        #expect(try await ledger.store.failures().isEmpty)
    }

    @Test func aReportOfAnotherControllersActionIsPassedOver() async throws {
        let ledger = try await Ledger()
        let stranger = try ledger.entry("f", .stop)
        let settled = try await ledger.store.settle([stranger.report(.done)], at: .at(20))
        #expect(settled.isEmpty)
        #expect(try await ledger.store.rowCount("action") == 0)
    }

    @Test func anUnknownEndStaysOpenUntilSomebodyResolvesIt() async throws {
        let ledger = try await Ledger()
        let entry = try ledger.entry("a", .stop)
        try await ledger.store.intend([entry])
        _ = try await ledger.store.settle([entry.report(.unknown)], at: .at(20))
        #expect(try await ledger.store.openEntries().map(\.state) == [.unknown])
        let ended = try await ledger.store.resolve(
            entry.id, as: .done, remark: "I looked", by: "ann@desk", at: .at(30))
        #expect(ended.state == .done)
        #expect(try await ledger.node(1)?.desired?.goal == .stopped)
        await #expect(throws: StoreError.actionIsBeyond(entry.id, .done)) {
            try await ledger.store.resolve(entry.id, as: .failed, remark: "", by: "ann@desk", at: .at(31))
        }
    }

    @Test func theLedgerCannotBePruned() async throws {
        let ledger = try await Ledger()
        try await ledger.store.intend([try ledger.entry("a", .stop)])
        let statements = ["DELETE FROM action", "DELETE FROM action_event", "UPDATE action_event SET at = 0"]
        for statement in statements {
            await #expect(throws: StoreError.self) {
                try await ledger.store.write { db in try db.execute(sql: statement) }
            }
        }
    }

    @Test func anActionOfAnUnknownRunIsRefused() async throws {
        let ledger = try await Ledger()
        var entry = try ledger.entry("a", .stop)
        entry.runID = "other"
        let stray = entry
        await #expect(throws: StoreError.unknownRun("other")) { try await ledger.store.intend([stray]) }
    }

    static let filters: [(LedgerFilter, String)] = [
        (LedgerFilter(), "cba"), (LedgerFilter(node: "antnode0002"), "b"), (LedgerFilter(since: .at(20)), "cb"),
        (LedgerFilter(failedOnly: true), "b"), (LedgerFilter(openOnly: true), "c"), (LedgerFilter(hosts: []), ""),
        (LedgerFilter(runID: "none"), ""), (LedgerFilter(limit: 1), "c"),
    ]

    @Test(arguments: filters)
    func aFilterChoosesEntries(filter: LedgerFilter, digits: String) async throws {
        let ledger = try await Ledger()
        let a = try ledger.entry("a", .stop, at: 10)
        let b = try ledger.entry("b", .stop, node: 2, at: 20)
        let c = try ledger.entry("c", .stop, node: 3, at: 30)
        try await ledger.store.intend([a, b, c])
        _ = try await ledger.store.settle([a.report(.done), b.report(.stale)], at: .at(40))
        let found = try await ledger.store.ledger(filter).compactMap(\.id.text.first)
        #expect(String(found) == digits)
    }

    @Test(arguments: [("aaaa", true), ("aaa", false), ("bbbb", false), ("aaaa*", false), ("AAAA", false)])
    func anIDIsFoundByItsFirstDigits(prefix: String, isFound: Bool) async throws {
        let ledger = try await Ledger()
        try await ledger.store.intend([try ledger.entry("a", .stop)])
        if isFound {
            #expect(try await ledger.store.entry(beginning: prefix).node == "antnode0001")
        } else {
            await #expect(throws: StoreError.unknownAction(prefix)) {
                try await ledger.store.entry(beginning: prefix)
            }
        }
    }
}
