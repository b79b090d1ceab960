import MusterModel
import Testing

@testable import MusterPolicy

/// A program that failed a health gate anywhere reaches no node, and starts none.
struct QuarantineTests {
    private static let bad = Quarantine(
        hash: "bad", version: "0.4.18", host: host, node: "antnode9", since: start, reason: "it ended")
    private let growing: [String: Scalar] = ["node_cap": .integer(2), "antnode_path": .text("/opt/antnode")]

    private func situation(_ nodes: [NodeRecord], _ change: (inout Situation) -> Void = { _ in }) -> Situation {
        Situation.host(nodes, growing).changed {
            $0.quarantined = Set(Self.bad.marks)
            $0.binaries = [:]
            change(&$0)
        }
    }

    private func running(from path: String, replaced: Bool = false) -> NodeRecord {
        NodeRecord.made(1, version: "0.4.18").changed {
            $0.observation.processes[0].executable = path
            $0.observation.processes[0].executableReplaced = replaced
        }
    }

    @Test
    func aProgramOnTheHostWhoseVersionANodeTellsMakesNoNode() {
        let plan = decide(situation([running(from: "/opt/antnode")]))
        #expect(plan.actions.isEmpty)
        #expect(plan.reasons.contains("a binary of version 0.4.18 failed a health gate"))
    }

    @Test(arguments: [("/opt/antnode", true), ("/var/antctl/services/antnode1/antnode", false)])
    func whatTellsNothingOfTheProgramIsLeftToTheAgentToCheck(path: String, replaced: Bool) {
        let plan = decide(situation([running(from: path, replaced: replaced)]))
        #expect(plan.words == ["add antnode0002"])
        #expect(plan.actions.map(\.source?.barred) == [["bad"]])
    }

    @Test
    func whoeverTriesAgainBarsNothing() {
        var order = OperatorOrder(verb: .add, choice: .count(1, .oldest), reason: "more")
        order.again = true
        let plan = operatorPlan(order, on: situation([running(from: "/opt/antnode")]))
        #expect(plan.actions.map(\.source?.barred) == [nil])
    }

    @Test
    func aPushedProgramIsKnownByItsHash() {
        let pushed = ["antnode": BinarySource(path: "/p", sha256: "bad", version: "0.4.19")]
        #expect(decide(situation([]) { $0.binaries = pushed }).reasons.contains("the binary bad failed a health gate"))
    }

    @Test(arguments: [
        (PlacedProgram(hash: "bad", version: "0.4.18"), "0.4.18", "its program bad failed"),
        (PlacedProgram(hash: "good", version: "0.4.18"), "0.4.18", nil),
        // It upgraded itself since.
        (PlacedProgram(hash: "bad", version: "0.4.17"), "0.4.19", nil),
        (PlacedProgram(hash: "good", version: "0.4.17"), "0.4.18", "a program of its version 0.4.18 failed"),
        (nil, "0.4.18", "a program of its version 0.4.18 failed"), (nil, "0.4.17", nil), (nil, nil, nil),
    ])
    func aStoppedNodeIsStartedUnlessItsProgramIsKnownToBeBad(
        program: PlacedProgram?, version: String?, because: String?
    ) {
        let node = NodeRecord.made(1, .stopped, version: version)
        let plan = decide(situation([node, .made(2)]) { $0.programs["antnode1"] = program })
        #expect(plan.words == (because == nil ? ["start antnode1"] : []))
        if let because { #expect(plan.reasons.contains(because)) }
    }
}
