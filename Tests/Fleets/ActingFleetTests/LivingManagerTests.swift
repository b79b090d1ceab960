import FleetHarness
import Testing

/// A host where anm is alive, with 75 nodes and no policy.
@Suite(.enabled(if: Scene.isThere, Scene.reason), .serialized)
struct LivingManagerTests {
    @Test func nothingIsTouchedWhereAnmIsAlive() async throws {
        let scene = try await Scene("living", adopting: false, wiping: false)
        let host = scene.first
        try await scene.expect("anm's nodes") { try await host.processes().count == 75 }
        let before = try await host.processes()
        let files = try await host.shell(Self.files)
        _ = try await scene.workstation.act("survey", scene.names)
        for (verb, code) in [("plan", Int32(0)), ("apply", 7)] {
            let outcome = try await scene.workstation.act(verb, scene.names)
            #expect(outcome.exitCode == code, "\(outcome)")
            #expect((outcome.output + outcome.errorOutput).contains("/etc/cron.d/anm"), "\(outcome)")
        }
        let stop = try await scene.workstation.act("node", "stop", scene.names, "--count", "all", "--yes")
        #expect(stop.exitCode != 0, "\(stop)")
        #expect(try await host.processes() == before)
        #expect(try await host.shell(Self.files) == files)
        #expect(try await scene.workstation.ledger().isEmpty)
    }

    @Test func adoptingTakesAnmsCronLineAwayAndReleasingGivesItBack() async throws {
        let scene = try await Scene("living", adopting: false, wiping: false)
        let host = scene.first
        try await scene.expect("anm's nodes") { try await host.processes().count == 75 }
        let before = try await host.processes()
        let cron = try await host.shell("cat /etc/cron.d/anm")
        let settings = try await host.shell("sha256sum /var/antctl/config")
        try await scene.adopt()
        #expect(try await host.shell("ls /etc/cron.d/anm 2>/dev/null").isEmpty)
        #expect(try await host.shell("sha256sum /var/antctl/config") == settings)
        #expect(try await host.processes() == before)
        let released = try await scene.workstation.act("release", scene.names, "--yes")
        #expect(released.exitCode == 0, "\(released)")
        #expect(try await host.shell("cat /etc/cron.d/anm") == cron)
        #expect(try await host.processes() == before)
    }

    private static let files = """
        find /var/antctl /etc/systemd/system /etc/cron.d -path '*/record_store' -prune -o -printf '%p %m %u %T@\\n' \
        | grep -v -e /logs -e sim.control | sort | sha256sum
        """
}
