import MusterIO
import MusterModel
import Testing

@testable import MusterHost

/// What a survey finds.
struct SurveyorTests {
    @Test func findsEveryNodeOnceAndSaysWhoShowedIt() async throws {
        let runner = ScriptedRunner(SurveyedHost.systemd)
        let found = try await SurveyedHost.survey(SurveyedHost.tree(), runner)
        #expect(found.nodes.map(\.name).sorted() == ["antnode0001", "antnode0002", "antnode3"])
        #expect(found.outcome("unit:system") == .complete)
        #expect(found.outcome("unit:user:1000") == .complete)
        #expect(found.sources["unit:user:1000"]?.uid == 1000)
        #expect(found.outcome("process") == .complete)
        #expect(found.outcome("leftover") == .complete)
        #expect(found.outcome("registry:/var/antctl/node_registry.json") == .notPresent)
        let node = try #require(found.node("antnode0001"))
        #expect(node.seenBy == ["unit:system", "process", "leftover"])
        #expect(node.fields["network"] == .text("evm-arbitrum-one"))
        #expect(node.fields["user"] == .text("ant"))
        #expect(node.processes.map(\.user) == ["ant"])
        #expect(node.directory?.presence == .present)
        #expect(node.probes.map(\.result) == [.refused, .refused])
        let other = try #require(found.node("antnode3"))
        #expect(other.unit?.managerUID == 1000)
        #expect(other.directory?.presence == .absent)
        #expect(other.probes.map(\.result) == [.notConfigured, .notConfigured])
    }

    @Test func oneChildPerManagerAsItsUserAsksForAllUnits() async throws {
        let runner = ScriptedRunner(SurveyedHost.systemd)
        _ = try await SurveyedHost.survey(SurveyedHost.tree(), runner)
        let asked = runner.commands.filter { $0.program == "systemctl" }
        #expect(asked.count == 2)
        let system = try #require(asked.first { !$0.arguments.contains("--user") })
        #expect(system.identity == nil)
        #expect(system.arguments.suffix(2) == ["antnode0001.service", "antnode0002.service"])
        let user = try #require(asked.first { $0.arguments.contains("--user") })
        #expect(user.identity == Command.Identity(uid: 1000, gid: 1000, groups: [1000]))
        #expect(user.environment["XDG_RUNTIME_DIR"] == "/run/user/1000")
        #expect(!user.arguments.contains("-M"))
    }

    @Test func unitFilesOfAUserWithoutAManagerAreRead() async throws {
        let tree = try SurveyedHost.tree().file(
            "/home/ant/.config/systemd/user/antnode7.service",
            "[Service]\nExecStart=/home/ant/n7/antnode --root-dir \"/home/ant/n 7\" --port 1\n")
        try tree.file(
            "/home/ant/.config/systemd/user/antnode7.service.d/port.conf",
            "[Service]\nExecStart=\nExecStart=/home/ant/n7/antnode --root-dir \"/home/ant/n 7\" --port 2\n")
        let found = try await SurveyedHost.survey(tree, ScriptedRunner(SurveyedHost.systemd))
        #expect(found.outcome("unit:user:999") == .complete)
        let node = try #require(found.node("antnode7"))
        #expect(node.key == "/home/ant/n 7")
        #expect(node.fields["node_port"] == .integer(2))
        #expect(node.unit?.activeState == nil)
    }

    @Test func aUserWhomNoFileNamesIsLookedUpAndMayStayUnknown() async throws {
        let tree = try SurveyedHost.tree().process(
            80, exe: "/x/antnode", arguments: ["antnode", "--root-dir", "/x"], uid: 4242)
        let runner = ScriptedRunner { command throws(CommandError) in
            command.program == "getent" ? CommandOutput(status: .exited(2)) : try SurveyedHost.systemd(command)
        }
        let node = try #require(try await SurveyedHost.survey(tree, runner).nodes.first { $0.key == "/x" })
        #expect(node.processes.map(\.uid) == [4242])
        #expect(node.processes.map(\.user) == [nil])
        #expect(runner.commands.contains { $0.arguments == ["getent", "passwd", "4242"] })
    }

    @Test func aRunningNodeIsAskedOnThePortOfItsProcess() async throws {
        let found = try await onLoop { loop in
            let server = try HostileServer()
            let tree = try SurveyedHost.tree(metricsPort: server.port)
            return await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    await server.serve(on: loop) { fd in
                        let page = MetricsPage.http(MetricsPage.metadata)
                        try await loop.write(fd, Array(page.utf8), until: .never)
                    }
                }
                let surveyor = Surveyor(
                    root: tree.root, loop: loop, runner: ScriptedRunner(SurveyedHost.systemd), uid: 0)
                var collected = CollectedSurvey()
                await surveyor.survey(Surveyor.Plan(kinds: [.antnode], deadline: .after(.seconds(60)))) {
                    collected.add($0)
                }
                group.cancelAll()
                return collected
            }
        }
        let node = try #require(found.node("antnode0001"))
        #expect(node.probes.map(\.result) == [.answered, .answered])
        #expect(node.fields["version"] == .text("0.4.17"))
    }

    @Test func aPlainServiceIsItsUnitAndItsMainProcess() async throws {
        var kind = ServiceKind.service
        kind.name = "web"
        kind.discovery[0].match = "web.service"
        let tree = try SurveyedHost.tree().process(90, exe: "/usr/sbin/nginx", arguments: ["nginx"], uid: 0)
        let runner = ScriptedRunner { command throws(CommandError) in
            CommandOutput(
                command.arguments.contains("--user")
                    ? "" : "Id=web.service\nLoadState=loaded\nActiveState=active\nMainPID=90\nUser=\n")
        }
        let found = try await SurveyedHost.survey(tree, runner, kinds: [kind])
        let node = try #require(found.nodes.first)
        #expect(found.nodes.count == 1)
        #expect(node.name == "web")
        #expect(node.key == "web")
        #expect(node.processes.map(\.pid) == [90])
        #expect(node.processes.map(\.user) == ["root"])
    }
}
