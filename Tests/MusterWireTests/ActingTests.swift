import MusterModel
import MusterWire
import Testing

struct ActingTests {
    private static let id = ActionID("5f1d7a84db00d2fce00b31a7fc73224f")!
    private static let basis = ActionBasis(
        bootID: "b", surveyedAfterBoot: 1, invocationID: "", unitFileHash: "c", pid: 7, startedAfterBoot: 3,
        isRunning: true)
    private static let node = NodeSpec(
        kind: "antnode", name: "antnode0001", number: 1, manager: .systemdUser(1000), unit: "a.service", user: "ant",
        storage: "/s", dataDirectory: "/s/a", logDirectory: "/l/a", binary: "/s/a/antnode", arguments: ["--x", "\n"],
        environment: ["A": "1", "B": ""],
        ports: [PortClaim(field: "node_port", port: 65_535, transport: .udp, isPublic: true)],
        rewardsAddress: "0x0", identityFile: "secret-key", startAtBoot: false, firewall: .nftables)

    @Test(arguments: [
        Request.stream(intervalMilliseconds: 5000),
        .lease(LeaseRequest(controller: "c", holder: "ann@laptop", milliseconds: 0)),
        .act(ActionRequest(id: id, verb: .takeOver, node: nil, basis: ActionBasis(bootID: "b"))),
        .act(
            ActionRequest(
                id: id, verb: .upgrade, node: node, basis: basis,
                source: BinarySource(path: "/b", sha256: "d", version: "0.4.2", allowsDowngrade: true),
                gate: HealthGate(probes: ServiceKind.antnode.probes, minPeers: 3, holdFor: 60_000, within: 600_000),
                identity: "i", purge: true,
                foreign: ForeignManager(name: "anm", path: "/etc/cron.d/anm", line: 1, text: "x"), deadline: 1,
                fence: .max,
                age: -1)),
        .query(ActionQuery(ids: [id], acknowledges: true)), .query(ActionQuery(ids: [])),
    ])
    func requestsTravel(request: Request) throws {
        let envelope = Envelope(id: 3, body: request)
        #expect(try Envelope<Request>.reading(envelope.line().dropLast()) == envelope)
    }

    @Test(arguments: [
        Reply.lease(LeaseGrant(granted: false, fence: 0, holder: "ann", age: 5, remaining: 9)),
        .foreign(ForeignManager(name: "wnm", path: "/var/spool/cron/crontabs/ant", line: 3, text: "wnm \u{7F}")),
        .outcome(ActionReport(id: id, ending: .notBegun)),
        .outcome(
            ActionReport(
                id: id, ending: .failed, fault: .gateFailed, step: "wait", message: "m", fix: "f", took: 12,
                facts: ["pid": .integer(4), "version": .text("0.4.2"), "x": .real(0.5)])),
        .outcomes(ActionReports(reports: [ActionReport(id: id, ending: .unknown)], open: [id])),
        .end(SurveyEnd(nodes: 0, sources: 0, foreignKnown: true, agentCPU: 0)),
    ])
    func repliesTravel(reply: Reply) throws {
        let envelope = Envelope(id: 3, body: reply)
        #expect(try Envelope<Reply>.reading(envelope.line().dropLast()) == envelope)
    }

    @Test(arguments: [
        "5F1D7A84DB00D2FCE00B31A7FC73224F", "5f1d7a84db00d2fce00b31a7fc73224", "", "../../../../etc/passwd0000000000",
    ])
    func anIDThatIsNoneIsRefused(text: String) {
        let line = #"{"v":1,"id":6,"body":{"query":{"ids":[""# + text + #""],"acknowledges":false}}}"#
        #expect(throws: WireError.self) { try Envelope<Request>.reading(Array(line.utf8)) }
    }

    @Test func whichReplyIsTheLast() {
        let report = ActionReport(id: Self.id, ending: .done)
        #expect(
            Request.act(ActionRequest(id: Self.id, verb: .stop, node: nil, basis: Self.basis)).ends(
                with: .outcome(report)))
        #expect(Request.query(ActionQuery(ids: [])).ends(with: .outcomes(ActionReports(reports: [], open: []))))
        #expect(!Request.stream(intervalMilliseconds: 10).ends(with: .sample(.some)))
        #expect(Request.stream(intervalMilliseconds: 10).ends(with: .error(ErrorReply(code: .busy, message: ""))))
    }
}
