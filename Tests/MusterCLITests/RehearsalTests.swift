import MusterModel
import MusterPolicy
import MusterReports
import MusterStore
import Testing

@testable import MusterCLI

/// Playing the past through.
struct RehearsalTests {
    private static let host = "hel01"

    private func situation(nodes: Int) throws -> Situation {
        let name = try #require(HostName(Self.host))
        let now = Timestamp(milliseconds: 1_800_000_000_000)
        var target = HostTarget(name: name, kinds: ServiceKind.builtIn.filter { $0.name == "antnode" })
        target.policy.host["min_reversal"] = .integer(0)
        target.policy.host["pressure_window"] = .integer(15)
        let facts = HostFacts(
            hostname: Self.host, machineID: "m", bootID: "b", kernel: "6", operatingSystem: nil,
            architecture: "x86_64", cores: 4, uid: 0, user: "root", home: "/root")
        let records = (1...nodes).map { number -> NodeRecord in
            let directory = "/var/antctl/services/antnode\(number)"
            var observation = NodeObservation(kind: "antnode", name: "antnode\(number)", key: directory)
            observation.fields[NodeField.number] = .integer(Int64(number))
            observation.fields[NodeField.dataDirectory] = .text(directory)
            observation.fields[NodeField.binary] = .text(directory + "/antnode")
            observation.unit = UnitEvidence(managerUID: nil, name: "antnode\(number).service")
            observation.processes = [
                ProcessEvidence(
                    pid: Int32(number), startedAfterBoot: 1, uid: 1000, user: "ant", executable: nil,
                    executableReplaced: false, cpuMilliseconds: 1, residentBytes: 1, threads: 1)
            ]
            return NodeRecord(
                id: NodeID(host: name, name: "antnode\(number)"), kind: "antnode", key: directory, status: .running,
                evidenceAt: now, firstSeenAt: now, createdAt: Timestamp(milliseconds: Int64(number) * 1000),
                desired: DesiredState(goal: .running, setBy: .operator, since: now, reason: ""), managed: true,
                observation: observation)
        }
        return Situation(target: target, now: now, facts: facts, surveyedAt: now, nodes: records)
    }

    private func sample(cpu: Double, at: Int64) -> Sample {
        Sample(
            clock: HostClock(wall: Timestamp(milliseconds: at), sinceBoot: at), interval: 60_000,
            cpu: CPUUse(user: cpu, nice: 0, system: 0, idle: 100 - cpu, iowait: 0, irq: 0, softirq: 0, steal: 0))
    }

    @Test func pressureOfThePastStopsTheYoungestAndCalmDoesNothing() throws {
        let start: Int64 = 1_799_000_000_000
        var rehearsal = try rehearsal(NodeHistory(), nodes: 3, from: start)
        rehearsal.decide(on: sample(cpu: 30, at: start), at: Timestamp(milliseconds: start))
        #expect(rehearsal.steps.isEmpty)
        rehearsal.decide(on: sample(cpu: 95, at: start + 60_000), at: Timestamp(milliseconds: start + 60_000))
        #expect(rehearsal.steps.map(\.action.verb) == [.stop])
        #expect(rehearsal.steps.map(\.action.node.name) == ["antnode3"])
        #expect(rehearsal.steps.first?.at.milliseconds == start + 60_000)
    }

    private func rehearsal(_ history: NodeHistory, nodes: Int, from start: Int64) throws -> Rehearsal {
        let situation = try situation(nodes: nodes)
        var history = history
        history.nodes = situation.nodes.map { node in
            var node = node
            node.firstSeenAt = Timestamp(milliseconds: start - 1)
            return (node, nil)
        }
        let begin = Timestamp(milliseconds: start)
        return Rehearsal(situation, past: NodePast(history, from: begin), after: history.actions, begin)
    }

    private func event(
        _ node: Int, _ before: NodeStatus?, _ after: NodeStatus, at: Int64
    ) throws -> FleetEvent {
        FleetEvent(
            at: Timestamp(milliseconds: at), host: try #require(HostName(Self.host)), node: "antnode\(node)",
            kind: before == nil ? .nodeAppeared : .statusChanged, text: "", before: before?.rawValue,
            after: after.rawValue)
    }

    private func stop(_ node: Int, at: Int64) throws -> LedgerEntry {
        let id = try #require(ActionID(String(repeating: "a", count: 32)))
        let moment = Timestamp(milliseconds: at)
        return LedgerEntry(
            id: id, runID: "run", host: try #require(HostName(Self.host)), node: "antnode\(node)", verb: .stop,
            request: ActionRequest(id: id, verb: .stop, node: nil, basis: ActionBasis(bootID: "b")),
            cause: .operator, reason: "maintenance", by: "ann", intendedAt: moment, endedAt: moment, state: .done,
            wishBefore: DesiredState(goal: .running, setBy: .operator, since: moment, reason: ""))
    }

    private static let start: Int64 = 1_799_000_000_000

    /// Decides once a minute under pressure; the nodes that were chosen.
    private func stopped(_ history: NodeHistory, nodes: Int, minutes: Int64) throws -> [String] {
        var rehearsal = try rehearsal(history, nodes: nodes, from: Self.start)
        for minute in 0..<minutes {
            let at = Self.start + minute * 60_000
            rehearsal.decide(on: sample(cpu: 95, at: at), at: Timestamp(milliseconds: at))
        }
        return rehearsal.steps.map { "\($0.action.verb.rawValue) \($0.action.node.name)" }
    }

    @Test func aNodeThatStoodStillThenIsNoneToStopUntilItRuns() throws {
        var history = NodeHistory()
        history.events = [
            try event(3, .running, .stopped, at: Self.start - 5),
            try event(3, .stopped, .running, at: Self.start + 30_000),
        ]
        #expect(try stopped(history, nodes: 3, minutes: 2) == ["stop antnode2", "stop antnode3"])
        history.events.removeLast()
        #expect(try stopped(history, nodes: 3, minutes: 2) == ["stop antnode2", "stop antnode1"])
    }

    @Test func whatWasReallyDoneTakesThePlaceOfWhatWasSupposed() throws {
        var history = NodeHistory()
        history.actions = [try stop(2, at: Self.start + 30_000)]
        #expect(try stopped(history, nodes: 3, minutes: 2) == ["stop antnode3", "stop antnode1"])
    }

    @Test func aNodeThatWasNotThereYetIsNotChosen() throws {
        var history = NodeHistory()
        history.events = [try event(3, nil, .running, at: Self.start + 30_000)]
        var past = history
        past.nodes = try situation(nodes: 3).nodes.map { node in
            var node = node
            node.firstSeenAt = Timestamp(milliseconds: Self.start + (node.id.name == "antnode3" ? 30_000 : -1))
            return (node, nil)
        }
        var nodes = NodePast(past, from: Timestamp(milliseconds: Self.start)).nodes
        #expect(nodes.map(\.id.name) == ["antnode1", "antnode2"])
        var walk = NodePast(past, from: Timestamp(milliseconds: Self.start))
        walk.advance(&nodes, to: Timestamp(milliseconds: Self.start + 60_000))
        #expect(nodes.map(\.id.name) == ["antnode1", "antnode2", "antnode3"])
    }

    @Test func howANodeStoodBeforeAnEventWithoutAValueIsNotKnown() throws {
        var history = NodeHistory()
        history.events = [try event(1, .running, .stopped, at: Self.start + 60_000)]
        let rehearsal = try rehearsal(history, nodes: 2, from: Self.start)
        #expect(rehearsal.past.doubtful.isEmpty)
        history.events[0].before = nil
        let silent = try self.rehearsal(history, nodes: 2, from: Self.start)
        #expect(silent.past.doubtful == ["antnode1"])
        #expect(silent.past.nodes.map(\.status) == [.unknown, .running])
    }

    @Test func useThatWasNotedTellsWhosePressureItWas() throws {
        var history = NodeHistory()
        history.uses = (1...3).map { node in
            NodeUse(at: Timestamp(milliseconds: Self.start), node: "antnode\(node)", cpu: 5, residentBytes: 1 << 20)
        }
        #expect(try stopped(history, nodes: 3, minutes: 1) == [], "15 of 95 % are theirs: relief is halted")
        history.uses = history.uses.map { use in
            var use = use
            use.cpu = 30
            return use
        }
        #expect(try stopped(history, nodes: 3, minutes: 1) == ["stop antnode3"])
    }

    @Test func theReportSaysWhatTheStoreCouldNotTell() throws {
        let host = try #require(HostName(Self.host))
        let (from, until) = (Timestamp(milliseconds: Self.start), Timestamp(milliseconds: Self.start + 7_200_000))
        let report = ReplayReport([
            ReplayReport.Host(
                host: host, samples: 2, from: from, until: until, steps: [], doubtful: ["antnode1"],
                usesFrom: from.advanced(by: .seconds(3600)), gaps: [ReplayReport.Gap(from: from, until: until)])
        ])
        let lines = report.text(width: nil).split(separator: "\n").map(String.init)
        #expect(lines.count == 5)
        #expect(lines[1].hasPrefix("  not known: anything from "))
        #expect(lines[2] == "  not known: how 1 node stood at the beginning (antnode1)")
        #expect(lines[3].hasPrefix("  not known: what single nodes used before "))
        #expect(lines[4].hasPrefix("taken as today's: "))
    }
}
