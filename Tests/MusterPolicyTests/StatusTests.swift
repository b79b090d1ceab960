import MusterModel
import Testing

@testable import MusterPolicy

struct StatusTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let surveys: [Survey]
        let status: NodeStatus
        let health: NodeHealth?

        init(_ name: String, _ surveys: Survey..., status: NodeStatus, health: NodeHealth? = nil) {
            testDescription = name
            self.surveys = surveys
            self.status = status
            self.health = health
        }
    }

    private static let stopped = NodeObservation.node(unit: "inactive", pid: nil)
    private static let bare = NodeObservation.node(unit: nil, pid: nil, seenBy: ["leftover"])
    /// A plain process whose end was or was not seen.
    private static func plain(gone: Bool?, unit: String? = nil) -> NodeObservation {
        var node = NodeObservation.node(unit: unit, pid: nil, seenBy: ["leftover"])
        node.directory?.processGone = gone
        return node
    }

    /// A unit whose processes nobody sees, and how often its manager restarted it.
    private static func restarted(_ count: Int64) -> Survey {
        var node = NodeObservation.node(pid: nil)
        node.unit?.restarts = count
        return .whole(node)
    }

    private static let rootless = NodeObservation.node(unit: "inactive", pid: nil, root: .absent)
    private static let elsewhere = NodeObservation.node(unit: "inactive", pid: nil, root: .absent, device: "8:99")

    @Test(arguments: [
        Case("process up, probe answers", .whole(.node()), status: .running, health: .answering),
        Case("a hung node runs", .whole(.node(probe: .timeout)), status: .running, health: .notAnswering),
        Case("no port to ask", .whole(.node(probe: .notConfigured)), status: .running, health: .noProbe),
        Case("no process, owner inactive", .whole(stopped), status: .stopped),
        Case("a failed unit is stopped", .whole(.node(unit: "failed", pid: nil)), status: .stopped),
        Case("the manager did not answer", .whole(stopped).with("unit:system", .timeout), status: .unknown),
        Case("no owner, all processes seen", .whole(bare), status: .stopped),
        Case("no owner, processes hidden", .whole(bare).with("process", .denied), status: .unknown),
        Case(
            "the process that was written down ended", .whole(plain(gone: true), uid: 1000).with("process", .denied),
            status: .stopped),
        Case("it did not end", .whole(plain(gone: false)).with("process", .denied), status: .unknown),
        Case("nobody knows of its end", .whole(plain(gone: nil)).with("process", .denied), status: .unknown),
        Case(
            "it ended, and nobody looked for another", .whole(plain(gone: true)).with("process", .timeout),
            status: .unknown),
        Case(
            "it ended, and a unit that does not answer runs the node",
            .whole(plain(gone: true, unit: "inactive")).with("process", .denied).with("unit:system", .timeout),
            status: .unknown),
        Case(
            "a disk that does not answer", .whole(.node(unit: "inactive", pid: nil, root: .unknown)), status: .unknown),
        Case(
            "waiting for its next restart", .whole(.node(unit: "activating", sub: "auto-restart", pid: nil)),
            status: .restarting, health: .crashLoop),
        Case(
            "three starts in three surveys", .whole(.node()), .whole(.node(startedAt: 6000)),
            .whole(.node(startedAt: 7000)), status: .restarting, health: .crashLoop),
        Case(
            "restarts that its manager counts", restarted(4), restarted(5), restarted(9), status: .restarting,
            health: .crashLoop),
        Case("one that it counted", restarted(4), restarted(5), restarted(5), status: .unknown),
        Case(
            "one restart is no loop", .whole(.node()), .whole(.node(startedAt: 6000)), .whole(.node(startedAt: 6000)),
            status: .running, health: .answering),
        Case("a root gone once", .whole(.node()), .whole(rootless), status: .unknown),
        Case("a root gone twice", .whole(.node()), .whole(rootless), .whole(rootless), status: .dead),
        Case("a root never seen, gone twice", .whole(rootless), .whole(rootless), status: .unknown),
        Case(
            "an unmounted disk is never death", .whole(.node()), .whole(elsewhere), .whole(elsewhere),
            .whole(elsewhere), status: .unknown),
        Case(
            "absences in a row only", .whole(.node()), .whole(rootless), .whole(elsewhere), .whole(rootless),
            status: .unknown),
        Case("a returned root starts the count anew", .whole(rootless), .whole(stopped), status: .stopped),
    ])
    func isDerivedFromEvidence(_ c: Case) throws {
        var memory = HostMemory()
        for (minute, survey) in c.surveys.enumerated() { memory = memory.after(survey, minute: minute) }
        let node = try #require(memory.nodes.first)
        #expect(memory.nodes.count == 1)
        #expect(node.status == c.status)
        #expect(node.health == c.health)
    }

    @Test
    func keepsTheLastCertainStatusAndItsTime() throws {
        let memory = HostMemory.after(.whole(.node()), .whole(Self.elsewhere))
        let node = try #require(memory.nodes.first)
        #expect(node.status == .unknown)
        #expect(node.lastKnownStatus == .running)
        #expect(node.evidenceAt == start)
    }

    @Test(arguments: [
        (OpenAction.Verb.start, NodeObservation.node(), NodeStatus.running),
        (.start, .node(probe: .refused), .restarting),
        (.start, .node(unit: "inactive", pid: nil), .restarting),
        (.upgrade, .node(), .upgrading),
        (.remove, .node(unit: "inactive", pid: nil), .removing),
    ])
    func anOpenActionShowsUntilEvidenceOfItsGoal(
        verb: OpenAction.Verb, node: NodeObservation, expected: NodeStatus
    ) throws {
        var memory = HostMemory.after(.whole(.node()))
        memory.nodes[0].open = OpenAction(
            id: "1", verb: verb, since: start, endsAt: start.advanced(by: .seconds(90)))
        #expect(memory.after(.whole(node), minute: 1).nodes.first?.status == expected)
        let late = memory.after(.whole(node), minute: 2).nodes.first?.status
        #expect(late == (node.processes.isEmpty ? .stopped : .running))
    }

    @Test
    func aDisabledNodeThatStandsStillIsDisabled() {
        var memory = HostMemory.after(.whole(.node()))
        memory.nodes[0].desired = DesiredState(goal: .disabled, setBy: .operator, since: start, reason: "bad disk")
        #expect(memory.after(.whole(Self.stopped), minute: 1).nodes.first?.status == .disabled)
        #expect(memory.after(.whole(.node()), minute: 1).nodes.first?.status == .running)
    }
}
