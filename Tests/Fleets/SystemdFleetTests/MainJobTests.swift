import FleetHarness
import Testing

/// From an inventory to a truthful report, on hosts with units, users, relays and obstacles of all sorts.
@Suite(.enabled(if: Fleet.running(.systemd) != nil, "no systemd fleet: run `make test-systemd` as root"), .serialized)
struct MainJobTests {
    private let workstation: Workstation
    private var fleet: Fleet { workstation.fleet }

    init() throws { workstation = try Workstation(Fleet.running(.systemd)) }

    @Test func trustReachesHostsBehindRelaysInOneRun() async throws {
        let stranger = try Workstation(fleet, trusting: false)
        let outcome = try await stranger.muster("trust", "--yes", "sys,usr,far")
        #expect(outcome.exitCode == 0, "\(outcome)")
        let again = try await stranger.muster("ping", "far")
        #expect(again.exitCode == 0, "\(again)")
    }

    @Test func unknownKeysAreRefusedBeforeAnythingIsSent() async throws {
        let stranger = try Workstation(fleet, trusting: false)
        let outcome = try await stranger.muster("ping", "sys", "--json")
        #expect(outcome.exitCode == 4)
        #expect(try outcome.decode(RunResult.self).host("sys").failure?.step == "host key")
    }

    @Test(arguments: ["sys", "usr", "antctl", "far", "csh", "sudoer", "bear"])
    func everyNodeOfAHostIsFound(name: String) async throws {
        let outcome = try await workstation.muster("survey", name, "--json")
        #expect(outcome.exitCode == 0, "\(outcome)")
        let survey = try #require(try outcome.decode(RunResult.self).host(name).survey)
        #expect(survey.complete)
        #expect(Set(survey.nodes.map(\.name)).isSuperset(of: try fleet.host(name).nodes.map(\.name)))
        let status = try await workstation.muster("report", "node-status", "--host", name)
        for node in try fleet.host(name).nodes {
            let line = status.output.split(separator: "\n").first { $0.contains(node.name) } ?? ""
            #expect(line.contains(node.owner == "stopped" ? "STOPPED" : "RUNNING"), "\(status)")
        }
    }

    @Test(arguments: [
        ("full", "failed", "install agent", "is full"), ("noexec", "failed", "install agent", "noexec"),
        ("nosudo", "failed", "install agent", "a password is required"),
        ("hard", "unreachable", "exchange keys", "chacha20-poly1305"),
        ("rsa", "unreachable", "exchange keys", "rsa-sha2-512"),
    ])
    func whatStandsInTheWayIsNamedWithItsFix(
        name: String, outcome kind: String, step: String, words: String
    ) async throws {
        let outcome = try await workstation.muster("survey", name, "--json")
        let host = try outcome.decode(RunResult.self).host(name)
        #expect(host.outcome == kind)
        #expect(host.failure?.step == step)
        #expect(host.failure?.message.contains(words) == true, "\(outcome)")
        #expect(host.failure?.fix?.isEmpty == false)
    }

    @Test func anObstacleOnOneHostLeavesTheOthersAlone() async throws {
        let outcome = try await workstation.muster("survey", "sys,full,hard", "--json")
        #expect(outcome.exitCode == 5)
        let counts = try outcome.decode(RunResult.self).counts
        #expect([counts["ok"], counts["failed"], counts["unreachable"]] == [1, 1, 1])
    }

    @Test func aHostAskedWithFewerRightsLosesNoNode() async throws {
        #expect(try await workstation.muster("survey", "sys").exitCode == 0)
        _ = try await workstation.inside("sys", "systemctl", "stop", "dbus.socket")
        let status = try await workstation.muster("report", "node-status", "--host", "sys")
        #expect(status.output.split(separator: "\n").count == (try fleet.host("sys").nodes.count) + 1)
        _ = try await workstation.inside("sys", "systemctl", "start", "dbus.socket")
    }

    @Test func aStoppedUnitReadsStoppedAndAHungNodeRunning() async throws {
        let node = try #require(try fleet.host("sys").nodes.first { $0.owner == "system" })
        _ = try await workstation.inside("sys", "systemctl", "stop", node.unit ?? "")
        _ = try await workstation.muster("survey", "sys")
        let stopped = try await workstation.muster("report", "node-status", "--host", "sys")
        _ = try await workstation.inside("sys", "systemctl", "start", node.unit ?? "")
        let line = stopped.output.split(separator: "\n").first { $0.contains(node.name) } ?? ""
        #expect(line.contains("STOPPED"), "\(stopped)")
    }

    @Test func theAgentGoesAndLeavesNothing() async throws {
        #expect(try await workstation.muster("agent", "push", "sudoer,csh").exitCode == 0)
        let outcome = try await workstation.muster("agent", "remove", "sudoer,csh")
        #expect(outcome.exitCode == 0, "\(outcome)")
        let left = try await workstation.inside("sudoer", "find", "/usr/local/lib", "/var/lib", "-name", "muster*")
        #expect(left.output.isEmpty, "\(left)")
        let home = try await workstation.inside("csh", "find", "/home/ant/.local", "-path", "*muster*")
        #expect(home.output.isEmpty, "\(home)")
    }

    @Test func aCommandRunsAsRootWhereTheInventorySaysSo() async throws {
        let outcome = try await workstation.muster("exec", "sudoer,csh", "--json", program: ["id", "-un"])
        #expect(outcome.output.contains("\"stdout\": \"root\\n\""), "\(outcome)")
        #expect(outcome.output.contains("\"stdout\": \"ant\\n\""), "\(outcome)")
    }
}
