import MusterIO
import MusterModel
import Testing

@testable import MusterHost

/// What a survey says of sources that fail, and of those that are not there.
struct SurveyorSourceTests {
    @Test(arguments: [
        (CommandError.timedOut(program: "systemctl"), SourceReport.Outcome.timeout),
        (CommandError.notFound(program: "systemctl"), .error),
    ])
    func aManagerThatDoesNotAnswerLeavesItsFiles(error: CommandError, outcome: SourceReport.Outcome) async throws {
        let found = try await SurveyedHost.survey(
            SurveyedHost.tree(), ScriptedRunner { _ throws(CommandError) in throw error })
        #expect(found.outcome("unit:system") == outcome)
        #expect(found.outcome("process") == .complete)
        let node = try #require(found.node("antnode0002"))
        #expect(node.unit?.activeState == nil)
        #expect(node.unit?.restartPolicy == "always")
        #expect(node.fields["node_port"] == .integer(55002))
        #expect(found.node("antnode0001")?.processes.count == 1)
    }

    @Test func anExitStatusIsBelieved() async throws {
        let runner = ScriptedRunner { _ in
            CommandOutput(status: .exited(1), "Id=x", error: "Failed to connect to bus: \u{1B}[31mno\n")
        }
        let report = try await SurveyedHost.survey(SurveyedHost.tree(), runner).sources["unit:system"]
        #expect(report?.outcome == .error)
        #expect(report?.detail == "systemctl failed: Failed to connect to bus: \u{FFFD}[31mno")
    }

    @Test func withoutSystemdUnitsAreNotPresent() async throws {
        let tree = try HostTree().file("/etc/passwd", SurveyedHost.passwd).directory("/proc/1")
        let found = try await SurveyedHost.survey(tree, ScriptedRunner())
        #expect(found.outcome("unit:system") == .notPresent)
        #expect(found.nodes.isEmpty)
    }

    @Test func withoutRootOthersManagersAreDenied() async throws {
        let found = try await SurveyedHost.survey(SurveyedHost.tree(), ScriptedRunner(SurveyedHost.systemd), uid: 999)
        #expect(found.outcome("unit:user:1000") == .denied)
        #expect(found.outcome("unit:system") == .complete)
        #expect(found.sources["unit:system"]?.uid == 999)
    }

    @Test(.timeLimit(.minutes(1))) func aHungSourceEndsInATimeoutAndDelaysNoOther() async throws {
        let tree = try SurveyedHost.tree()
        let found = try await onLoop { loop in
            let surveyor = Surveyor(root: tree.root, loop: loop, runner: HungRunner(loop: loop), uid: 0)
            var collected = CollectedSurvey()
            var order: [String] = []
            await surveyor.survey(Surveyor.Plan(kinds: [.antnode], deadline: .after(.seconds(2)))) { item in
                collected.add(item)
                if case .source(let report) = item { order.append(report.id) }
            }
            return (collected, order)
        }
        #expect(found.0.outcome("unit:system") == .timeout)
        #expect(found.0.node("antnode0001")?.processes.count == 1)
        #expect(found.1.firstIndex(of: "process") ?? 9 < found.1.firstIndex(of: "unit:system") ?? 0)
    }

    /// Never answers before its deadline.
    struct HungRunner: CommandRunner {
        let loop: EventLoop

        func run(_ command: Command, until deadline: Deadline) async throws(CommandError) -> CommandOutput {
            try? await loop.sleep(until: deadline)
            throw .timedOut(program: command.program)
        }
    }

    @Test func aKindThatNamesNoUnitIsAnError() async throws {
        let found = try await SurveyedHost.survey(
            SurveyedHost.tree(), ScriptedRunner(SurveyedHost.systemd), kinds: [.service])
        #expect(found.outcome("unit:system") == .error)
    }
}
