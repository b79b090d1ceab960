import MusterModel
import Testing

/// What a survey says of an action whose end nobody reported.
struct ResolutionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var verb: ActionVerb
        var seen: Seen
        var ending: ActionReport.Ending?

        var testDescription: String { "\(verb), \(seen) → \(ending?.rawValue ?? "open")" }
    }

    enum Seen: Sendable {
        case same, another, anotherBoot, down, downDisabled, downEnabled, changing, missing, denied, newVersion,
            incomplete
    }

    static let cases: [Case] = [
        Case(verb: .start, seen: .another, ending: .done), Case(verb: .start, seen: .down, ending: .failed),
        Case(verb: .start, seen: .changing, ending: nil), Case(verb: .start, seen: .incomplete, ending: nil),
        Case(verb: .add, seen: .another, ending: .done), Case(verb: .add, seen: .missing, ending: .failed),
        Case(verb: .add, seen: .down, ending: .done),
        Case(verb: .restart, seen: .same, ending: .failed), Case(verb: .restart, seen: .another, ending: .done),
        Case(verb: .restart, seen: .anotherBoot, ending: .done), Case(verb: .restart, seen: .down, ending: .failed),
        Case(verb: .stop, seen: .down, ending: .done), Case(verb: .stop, seen: .same, ending: .failed),
        Case(verb: .stop, seen: .anotherBoot, ending: .failed), Case(verb: .stop, seen: .denied, ending: nil),
        Case(verb: .disable, seen: .downDisabled, ending: .done),
        Case(verb: .disable, seen: .downEnabled, ending: .failed),
        Case(verb: .enable, seen: .downEnabled, ending: .done),
        Case(verb: .enable, seen: .downDisabled, ending: .failed),
        Case(verb: .upgrade, seen: .newVersion, ending: .done), Case(verb: .upgrade, seen: .another, ending: .failed),
        Case(verb: .upgrade, seen: .same, ending: .failed), Case(verb: .upgrade, seen: .down, ending: .failed),
        Case(verb: .remove, seen: .missing, ending: .done), Case(verb: .remove, seen: .same, ending: .failed),
        Case(verb: .remove, seen: .down, ending: .failed), Case(verb: .remove, seen: .denied, ending: nil),
    ]

    @Test(arguments: cases)
    func aSurveyEndsWhatItProves(_ example: Case) throws {
        let (survey, record) = try Self.survey(example.seen)
        let entry = try Self.entry(example.verb)
        #expect(entry.resolution(by: survey, of: record)?.ending == example.ending)
    }

    @Test(arguments: [LedgerState.intended, .sent, .done, .cancelled])
    func onlyAnUnknownEndIsResolved(state: LedgerState) throws {
        let (survey, record) = try Self.survey(.down)
        var entry = try Self.entry(.stop)
        entry.state = state
        #expect(entry.resolution(by: survey, of: record) == nil)
    }

    @Test(arguments: [
        (ActionVerb.takeOver, true, ActionReport.Ending.failed), (.takeOver, false, .done),
        (.giveBack, true, .done), (.giveBack, false, .failed),
    ])
    func aTakeOverIsToldByTheOtherManager(verb: ActionVerb, isAlive: Bool, ending: ActionReport.Ending) throws {
        var (survey, _) = try Self.survey(.down)
        let manager = ForeignManager(name: "anm", path: "/etc/cron.d/anm", line: 1, text: "* * * * *")
        var entry = try Self.entry(verb)
        entry.node = nil
        entry.request.foreign = manager
        #expect(entry.resolution(by: survey, of: nil) == nil)
        survey.foreign = isAlive ? [manager] : []
        #expect(entry.resolution(by: survey, of: nil)?.ending == ending)
    }

    @Test(arguments: [(ActionVerb.takeOver, ActionReport.Ending.failed), (.giveBack, .done)])
    func ofReservedSpaceNoSurveyTells(verb: ActionVerb, ending: ActionReport.Ending) throws {
        var entry = try Self.entry(verb)
        entry.node = nil
        entry.request.storages = ["/n"]
        #expect(entry.resolution(by: try Self.survey(.down).0, of: nil)?.ending == ending)
    }

    private static func entry(_ verb: ActionVerb) throws -> LedgerEntry {
        let id = try #require(ActionID(String(repeating: "a", count: 32)))
        let basis = ActionBasis(bootID: "b1", pid: 10, startedAfterBoot: 5000, isRunning: true)
        let spec = NodeSpec(
            kind: "antnode", name: "antnode0001", manager: .systemd, storage: "/n", dataDirectory: "/n/antnode0001",
            binary: "/n/antnode0001/antnode")
        let request = ActionRequest(
            id: id, verb: verb, node: spec, basis: basis, source: BinarySource(path: "/b", version: "0.4.18"))
        return LedgerEntry(
            id: id, runID: "r", host: try #require(HostName("hel01")), node: "antnode0001", verb: verb,
            request: request, cause: .operator, reason: "", by: "ann", intendedAt: Timestamp(milliseconds: 0),
            state: .unknown)
    }

    private static func survey(_ seen: Seen) throws -> (Survey, NodeRecord?) {
        let facts = HostFacts(
            hostname: "hel01", machineID: "m", bootID: seen == .anotherBoot ? "b2" : "b1", kernel: "6",
            operatingSystem: nil, architecture: "x86_64", cores: 2, uid: 0, user: "root")
        let zero = Timestamp(milliseconds: 0)
        var survey = Survey(facts: facts, sample: Sample(clock: HostClock(wall: zero, sinceBoot: 0), interval: 1))
        survey.complete = seen != .incomplete
        let outcome: SourceReport.Outcome = seen == .denied ? .denied : .complete
        survey.sources = ["unit:system", "process"].map {
            SourceReport(kind: "antnode", id: $0, outcome: outcome, uid: 0)
        }
        var node = NodeObservation(kind: "antnode", name: "antnode0001", key: "/n/antnode0001")
        var unit = UnitEvidence(managerUID: nil, name: "antnode0001.service")
        unit.activeState = seen == .changing ? "activating" : "inactive"
        unit.fileState = seen == .downDisabled ? "disabled" : "enabled"
        node.unit = unit
        node.fields[NodeField.version] = .text(seen == .newVersion ? "0.4.18" : "0.4.17")
        switch seen {
        case .same, .anotherBoot: node.processes = [process(10)]
        case .another, .newVersion: node.processes = [process(11)]
        default: break
        }
        var record = NodeRecord(
            id: NodeID(host: try #require(HostName("hel01")), name: "antnode0001"), kind: "antnode", key: node.key,
            status: .unknown, evidenceAt: zero, firstSeenAt: zero, provenance: ["unit:system": 0], observation: node)
        if seen == .missing || seen == .denied { record.missingSince = zero }
        return (survey, record)
    }

    private static func process(_ pid: Int32) -> ProcessEvidence {
        ProcessEvidence(
            pid: pid, startedAfterBoot: 5000, uid: 0, user: nil, executable: nil, executableReplaced: false,
            cpuMilliseconds: 0, residentBytes: 0, threads: 1)
    }
}
