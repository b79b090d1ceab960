import MusterModel
import MusterPolicy
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
        var rehearsal = Rehearsal(try situation(nodes: 3))
        let start: Int64 = 1_799_000_000_000
        rehearsal.decide(on: sample(cpu: 30, at: start), at: Timestamp(milliseconds: start))
        #expect(rehearsal.steps.isEmpty)
        rehearsal.decide(on: sample(cpu: 95, at: start + 60_000), at: Timestamp(milliseconds: start + 60_000))
        #expect(rehearsal.steps.map(\.action.verb) == [.stop])
        #expect(rehearsal.steps.map(\.action.node.name) == ["antnode3"])
        #expect(rehearsal.steps.first?.at.milliseconds == start + 60_000)
    }
}
