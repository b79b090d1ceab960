import FleetHarness
import Testing

/// The fleet itself: what the product's tests stand on.
@Suite(.enabled(if: Fleet.running(.systemd) != nil, "no systemd fleet: run `make test-systemd` as root"))
struct SystemdFleetTests {
    private let workstation: Workstation
    private var fleet: Fleet { workstation.fleet }

    init() throws { workstation = try Workstation(Fleet.running(.systemd)) }

    @Test func eachHostAnswersUnderItsOwnName() async throws {
        for host in fleet.hosts where host.role != "far" {
            let outcome = try await workstation.ssh(host.name, "cat /proc/sys/kernel/hostname")
            #expect(outcome.output.hasSuffix(host.name + "\n"), "\(outcome)")
        }
    }

    @Test func theFarHostIsReachedThroughItsRelayAlone() async throws {
        let far = try fleet.host("far")
        let direct = try await workstation.ssh("far", "true")
        #expect(direct.exitCode == 255, "\(direct)")
        let relayed = try await workstation.run(
            ["ssh", "-F", workstation.sshConfig, "-J", "sys", far.name, "cat /proc/sys/kernel/hostname"],
            within: .seconds(60))
        #expect(relayed.output == "far\n", "\(relayed)")
    }

    @Test(arguments: ["sys", "antctl", "far", "csh", "bear"])
    func systemUnitsRun(host: String) async throws {
        for node in try fleet.host(host).nodes where node.owner == "system" {
            try await expectActive {
                try await workstation.inside(host, "systemctl", "is-active", node.unit ?? "")
            }
        }
    }

    @Test func userUnitsRunWithoutALogin() async throws {
        for node in try fleet.host("usr").nodes {
            try await expectActive {
                try await workstation.ssh("usr", "systemctl --user is-active \(node.unit ?? "")")
            }
        }
    }

    /// Sooner or later: the host has only just booted, or another test stops the unit for a while.
    private func expectActive(
        sourceLocation: SourceLocation = #_sourceLocation, _ ask: () async throws -> Outcome
    ) async throws {
        var last: Outcome?
        let isActive = try await eventually(within: .seconds(120)) {
            last = try await ask()
            return last?.output == "active\n"
        }
        #expect(isActive, "\(last?.description ?? "")", sourceLocation: sourceLocation)
    }

    @Test func antctlsStoppedNodeIsDown() async throws {
        let node = try #require(try fleet.host("antctl").nodes.first { $0.owner == "stopped" })
        let outcome = try await workstation.inside("antctl", "systemctl", "is-active", node.unit ?? "")
        #expect(outcome.output == "inactive\n", "\(outcome)")
    }

    @Test(arguments: [("sudoer", Int32(0)), ("nosudo", 1)])
    func sudoGivesWhatTheRoleSays(host: String, code: Int32) async throws {
        #expect(try await workstation.ssh(host, "sudo -n true").exitCode == code)
    }

    @Test func theFullHomeTakesNothing() async throws {
        let outcome = try await workstation.ssh("full", "head -c 10000 /dev/zero >file")
        #expect(outcome.exitCode != 0)
        #expect(outcome.errorOutput.contains("No space left on device"), "\(outcome)")
    }

    @Test func theNoexecHomeRunsNothing() async throws {
        let outcome = try await workstation.ssh("noexec", "cp /bin/true program; ./program")
        #expect(outcome.exitCode == 126, "\(outcome)")
    }

    @Test func aNodeOfAnUnknownUserRuns() async throws {
        let outcome = try await workstation.inside(
            "sys", "sh", "-c", "stat -c %u:%U /proc/$(cat /var/antctl/services/antnode0005/antnode.pid)")
        #expect(outcome.output == "4242:UNKNOWN\n", "\(outcome)")
    }
}
