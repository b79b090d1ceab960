import MusterIO
import MusterModel
import Testing

@testable import MusterHost

struct TakeOverTests {
    private static let anmFile = "PATH=/usr/bin\n* * * * * ant bash /usr/bin/anms.sh >> /var/antctl/log 2>&1\n"
    private static let table =
        "# mine\n0 4 * * * backup\n*/1 * * * * /home/ant/.local/bin/wnm --force >> x\n5 5 * * * x\n"

    @Test(arguments: [
        ("* * * * * /home/ant/.local/bin/wnm -q", "wnm" as String?), ("* * * * * cd /x && ./wnm", "wnm"),
        ("@reboot sudo /usr/bin/anms.sh", "anm"), ("# * * * * * wnm", nil), ("", nil), ("WNM=/usr/bin/wnm", nil),
        ("* * * * * wnmstat", nil), ("* * * * * cat wnm.log", nil), ("  * * * * * ant wnm>>/tmp/log", "wnm"),
    ])
    func aLineIsKnownByItsProgram(line: String, manager: String?) {
        #expect(CronLine.manager(in: line) == manager)
    }

    private static func host() throws -> ActingHost {
        let host = try ActingHost()
        try host.tree.file("/etc/cron.d/anm", anmFile).file("/etc/cron.d/other.dpkg-old", "* * * * * root wnm\n")
            .file("/etc/crontab", "17 * * * * root cd / && run-parts\n")
            .file("/var/spool/cron/crontabs/ant", table)
        return host
    }

    private static func managers(_ host: ActingHost, uid: UInt32 = 0) async -> [ForeignManager]? {
        await ForeignManagers(root: host.tree.root, runner: host.systemd, uid: uid).look(until: .never)
    }

    @Test func livingManagersAreFound() async throws {
        #expect(
            await Self.managers(try Self.host()) == [
                ForeignManager(
                    name: "anm", path: "/etc/cron.d/anm", line: 2,
                    text: "* * * * * ant bash /usr/bin/anms.sh >> /var/antctl/log 2>&1"),
                ForeignManager(
                    name: "wnm", path: "/var/spool/cron/crontabs/ant", line: 3,
                    text: "*/1 * * * * /home/ant/.local/bin/wnm --force >> x"),
            ])
    }

    @Test func aHostWithoutCronHasNone() async throws {
        #expect(await Self.managers(try ActingHost()) == [])
    }

    @Test(arguments: [
        (CommandOutput("* * * * * wnm\n"), 1 as Int?),
        (CommandOutput(status: .exited(1), error: "no crontab for ant\n"), 0),
        (CommandOutput(status: .exited(1), error: "You (ant) are not allowed to use this program\n"), nil),
    ])
    func withoutRootOnesOwnTableCounts(answer: CommandOutput, count: Int?) async throws {
        let host = try ActingHost(others: { _ in answer })
        #expect(await Self.managers(host, uid: 1000)?.count == count)
    }

    private static func request(_ verb: ActionVerb, _ foreign: ForeignManager) throws -> ActionRequest {
        var request = try ActingHost.request(verb)
        request.node = nil
        request.foreign = foreign
        return request
    }

    @Test func takingOverIsUndoneByGivingBack() async throws {
        let host = try Self.host()
        let found = try #require(await Self.managers(host))
        for foreign in found {
            let report = try await host.perform(Self.request(.takeOver, foreign))
            #expect(report.ending == .done, "\(report)")
            #expect(host.has(try #require(report.facts[ActionFact.undo]?.text)))
        }
        #expect(!host.has("/etc/cron.d/anm"))
        #expect(
            host.text("/var/spool/cron/crontabs/ant") == "# mine\n0 4 * * * backup\n5 5 * * * x\n")
        #expect(await Self.managers(host) == [])
        for foreign in found { #expect(try await host.perform(Self.request(.giveBack, foreign)).ending == .done) }
        #expect(host.text("/etc/cron.d/anm") == Self.anmFile)
        #expect(host.text("/var/spool/cron/crontabs/ant") == Self.table)
        #expect(host.names("/var/lib/muster/undo") == [])
    }

    @Test func aLineThatChangedIsLeft() async throws {
        let host = try Self.host()
        var foreign = try #require(await Self.managers(host)?.last)
        foreign.line = 2
        let report = try await host.perform(Self.request(.takeOver, foreign))
        #expect(report.ending == .refused)
        #expect(report.fault == .missing)
        #expect(host.text("/var/spool/cron/crontabs/ant") == Self.table)
    }

    /// Its lock stays where it crashed: then nobody can say that it is out of work.
    @Test(arguments: [
        ("/etc/cron.d/anm", "/var/antctl/block"),
        ("/var/spool/cron/crontabs/ant", "/home/ant/.local/share/autonomi/wnm_active"),
    ])
    func aRunThatDoesNotEndGetsItsLineBack(path: String, lock: String) async throws {
        let host = try Self.host()
        try host.tree.file(lock, "")
        let foreign = try #require(await Self.managers(host)?.first { $0.path == path })
        let before = host.text(path)
        let (root, runner) = (host.tree.root, host.systemd)
        let request = try Self.request(.takeOver, foreign)
        let report = try await onLoop { loop in
            await HostActions(root: root, loop: loop, runner: runner, uid: 0)
                .perform(request, until: .after(.milliseconds(500)))
        }
        #expect(report.fault == .timeout)
        #expect(report.message == "\(foreign.name) still holds \(lock)")
        #expect(host.text(path) == before)
        #expect(host.has(lock))
    }

    @Test(arguments: ["/etc/shadow", "/etc/cron.d/../shadow", "/var/antctl/config", "/etc/cron.daily/x"])
    func nothingButACrontabIsTouched(path: String) async throws {
        let host = try Self.host()
        try host.tree.file("/etc/shadow", "* * * * * wnm\n").file("/var/antctl/config", "* * * * * wnm\n")
            .file("/etc/cron.daily/x", "* * * * * wnm\n")
        let foreign = ForeignManager(name: "wnm", path: path, line: 1, text: "* * * * * wnm")
        let report = try await host.perform(Self.request(.takeOver, foreign))
        #expect(report.fault == .unsafePath)
        #expect(host.text("/etc/shadow") == "* * * * * wnm\n")
    }
}
