import Glibc
import MusterIO
import MusterModel
import Testing

@testable import MusterHost

struct PowerTests {
    private static let show = "systemctl show"

    private static func host(
        pid: Int32?, others: @escaping @Sendable (Command) throws(CommandError) -> CommandOutput = ActingHost.program,
        onStart: @escaping @Sendable (Int32) -> Int32? = { $0 }
    ) throws -> ActingHost {
        let host = try ActingHost(onStart: onStart, others: others)
        try host.tree.file(ActingHost.unit, "[Service]\nExecStart=/x\n").directory(ActingHost.data)
        host.systemd.set("antnode0007.service", FakeSystemd.Unit(pid: pid, invocation: pid == nil ? "" : "run-0"))
        return host
    }

    @Test(arguments: [
        (ActionVerb.start, nil as Int32?, ["systemctl start --no-pager -- antnode0007.service"]),
        (.start, 4000, []), (.stop, 4000, ["systemctl stop --no-pager -- antnode0007.service"]),
        (.restart, 4000, ["systemctl restart --no-pager -- antnode0007.service"]),
        (.restart, nil, ["systemctl start --no-pager -- antnode0007.service"]),
    ])
    func aVerbIsOneCallOfTheOwner(verb: ActionVerb, pid: Int32?, changes: [String]) async throws {
        let host = try Self.host(pid: pid)
        let report = try await host.perform(ActingHost.request(verb))
        #expect(report.ending == .done, "\(report)")
        #expect(host.systemd.changes == changes)
    }

    @Test func aUnitThatGaveUpIsResetFirst() async throws {
        let host = try Self.host(pid: nil)
        host.systemd.set("antnode0007.service", FakeSystemd.Unit(result: "start-limit-hit"))
        _ = try await host.perform(ActingHost.request(.start))
        #expect(host.systemd.changes.first == "systemctl reset-failed --no-pager -- antnode0007.service")
    }

    /// Left alone its owner would go on trying.
    @Test func aStartThatFailsIsStoppedAgain() async throws {
        let host = try Self.host(pid: nil, onStart: { _ in nil })
        let report = try await host.perform(ActingHost.request(.start))
        #expect(report.fault == .ended)
        #expect(report.message == "the node ended right after its start: failed (exit-code)")
        #expect(host.systemd.changes.last == "systemctl stop --no-pager -- antnode0007.service")
    }

    @Test func anExitCodeIsBelieved() async throws {
        let host = try ActingHost()
        let report = try await host.perform(ActingHost.request(.start))
        #expect(report.ending == .failed)
        #expect(report.fault == .missing)
    }

    @Test func aPortThatIsInUseKeepsANodeDown() async throws {
        let host = try Self.host(pid: nil)
        try host.tree.file("/proc/net/udp", "head\n  0: 00000000:D6DF 00000000:0000 07 x\n")
        #expect(try await host.perform(ActingHost.request(.start)).fault == .portTaken)
        #expect(host.systemd.changes.isEmpty)
    }

    @Test func disablingOutlastsOthersStarts() async throws {
        let host = try Self.host(pid: 4000)
        #expect(try await host.perform(ActingHost.request(.disable)).ending == .done)
        let dropIn = ActingHost.unit + ".d/zz-muster-disabled.conf"
        #expect(host.text(dropIn)?.contains("[Unit]\nConditionPathExists=!/\n") == true)
        #expect(
            host.systemd.changes == [
                "systemctl daemon-reload --no-pager", "systemctl stop --no-pager -- antnode0007.service",
            ])
        #expect(try await host.perform(ActingHost.request(.start)).fault == .denied)
        #expect(try await host.perform(ActingHost.request(.enable)).ending == .done)
        #expect(!host.has(dropIn))
        #expect(try await host.perform(ActingHost.request(.start)).ending == .done)
    }

    private static func booting(pid: Int32?, _ isEnabled: Bool = true) throws -> ActingHost {
        let host = try Self.host(pid: pid)
        host.systemd.set("antnode0007.service", FakeSystemd.Unit(pid: pid, invocation: "run-0", isEnabled: isEnabled))
        return host
    }

    @Test(arguments: [UnitText.mark + "\n[Service]\n", "[Service]\n"], [true, false])
    func aStopOutlastsAReboot(text: String, startsAtBoot: Bool) async throws {
        let host = try Self.booting(pid: 4000, startsAtBoot)
        try host.tree.file(ActingHost.unit, text)
        for _ in 1...2 {
            #expect(try await host.perform(ActingHost.request(.stop)).message == nil)
            #expect(!host.systemd.isEnabled("antnode0007.service"))
        }
        #expect(host.text(ActingHost.unit) == text)
        #expect(try await host.perform(ActingHost.request(.start)).message == nil)
        #expect(host.systemd.isEnabled("antnode0007.service") == startsAtBoot)
        #expect(!host.has(ActingHost.unit + ".d"))
    }

    @Test func aNodeThatSomebodyStartedReturnsToTheBoot() async throws {
        let host = try Self.booting(pid: 4000)
        _ = try await host.perform(ActingHost.request(.stop))
        host.systemd.set("antnode0007.service", FakeSystemd.Unit(pid: 4001, invocation: "run-1"))
        #expect(try await host.perform(ActingHost.request(.start)).ending == .done)
        #expect(host.systemd.isEnabled("antnode0007.service"))
    }

    @Test func nothingOfAStoppedNodeStaysWhenItIsRemoved() async throws {
        let host = try Self.booting(pid: 4000)
        _ = try await host.perform(ActingHost.request(.stop))
        #expect(host.has(ActingHost.unit + ".d"))
        #expect(try await host.perform(ActingHost.request(.remove)).ending == .done)
        #expect(host.names("/etc/systemd/system").isEmpty)
    }

    /// To disable a linked unit is to lose it.
    @Test func aLinkedUnitStaysInTheBootAndThatIsSaid() async throws {
        let host = try Self.booting(pid: 4000)
        try host.tree.remove(ActingHost.unit).file("/opt/n.service", "[Service]\n")
            .link(ActingHost.unit, to: host.tree.path + "/opt/n.service")
        let report = try await host.perform(ActingHost.request(.stop))
        #expect(report.ending == .done)
        #expect(report.message?.hasPrefix("the next boot starts it again: ") == true)
        #expect(host.systemd.isEnabled("antnode0007.service"))
    }

    @Test func aUserManagerIsAskedAsItsUser() async throws {
        let host = try ActingHost(directory: "/home/ant/.config/systemd/user")
        var node = ActingHost.node()
        node.manager = .systemdUser(1000)
        try host.tree.directory("/home/ant").file("/var/lib/systemd/linger/ant", "")
            .file("/run/user/1000/systemd/private", "")
        #expect(try await host.perform(ActingHost.request(.add, node)).ending == .done)
        let start = try #require(host.systemd.commands.first { $0.arguments.contains("daemon-reload") })
        #expect(start.arguments == ["systemctl", "--user", "daemon-reload", "--no-pager"])
        #expect(start.identity == Command.Identity(uid: 1000, gid: 1000, groups: [1000]))
        #expect(start.environment["XDG_RUNTIME_DIR"] == "/run/user/1000")
        for path in ["/home/ant/.config", "/home/ant/.config/systemd/user/antnode0007.service"] {
            #expect(try FileInfo.of(host.tree.path + path).uid == (geteuid() == 0 ? 1000 : geteuid()))
        }
    }

    @Test func lingeringIsSwitchedOnAndSaid() async throws {
        let host = try Self.host(pid: nil)
        var node = ActingHost.node()
        node.manager = .systemdUser(1000)
        try host.tree.directory("/home/ant/.config/systemd/user").file("/run/user/1000/systemd/private", "")
        let report = try await host.perform(ActingHost.request(.start, node))
        #expect(report.message?.contains("lingering of ant switched on") == true, "\(report)")
        #expect(host.systemd.changes.contains("loginctl --no-ask-password enable-linger ant"))
    }

    @Test func aUserManagerThatCannotLingerIsNoPlaceForNodes() async throws {
        let host = try Self.host(
            pid: nil,
            others: { command throws(CommandError) in
                command.program == "loginctl"
                    ? CommandOutput(status: .exited(1), error: "Access denied\n") : CommandOutput()
            })
        var node = ActingHost.node()
        node.manager = .systemdUser(1000)
        let report = try await host.perform(ActingHost.request(.start, node))
        #expect(report.fault == .noManager)
        #expect(report.fix == "run `sudo loginctl enable-linger ant` on the host")
    }

    @Test(arguments: ["x.service/../y.service", "antnode", "-x.service", "a b.service", ".service"])
    func aUnitsNameIsPlain(unit: String) async throws {
        let host = try Self.host(pid: nil)
        var node = ActingHost.node()
        node.unit = unit
        let report = try await host.perform(ActingHost.request(.stop, node))
        #expect(report.ending == .refused)
        #expect(host.systemd.commands.isEmpty)
    }

    private static func difference(_ host: ActingHost, _ basis: ActionBasis) async throws -> String? {
        let (root, runner) = (host.tree.root, host.systemd)
        return try await onLoop { loop in
            await HostActions(root: root, loop: loop, runner: runner, uid: 0)
                .difference(from: basis, of: ActingHost.node(), until: .after(.seconds(5)))
        }
    }

    @Test(arguments: [
        (ActionBasis(bootID: "boot-1"), nil as String?), (ActionBasis(bootID: "boot-0"), "boot"),
        (ActionBasis(bootID: "boot-1", isRunning: true), nil),
        (ActionBasis(bootID: "boot-1", isRunning: false), "running"),
        (ActionBasis(bootID: "boot-1", invocationID: "run-0"), nil),
        (ActionBasis(bootID: "boot-1", invocationID: "run-1"), "invocation"),
        (ActionBasis(bootID: "boot-1", invocationID: ""), "invocation"),
        (ActionBasis(bootID: "boot-1", unitFileHash: SHA256.hex(of: Array("[Service]\nExecStart=/x\n".utf8))), nil),
        (ActionBasis(bootID: "boot-1", unitFileHash: "0"), "unit file"),
        (ActionBasis(bootID: "boot-1", pid: 4000), nil), (ActionBasis(bootID: "boot-1", pid: 4001), "process"),
        (ActionBasis(bootID: "boot-1", pid: 4000, startedAfterBoot: 10_000), nil),
        (ActionBasis(bootID: "boot-1", pid: 4000, startedAfterBoot: 10_010), "process"),
    ])
    func whatHasChangedIsNamed(basis: ActionBasis, expected: String?) async throws {
        let host = try Self.host(pid: 4000)
        try host.tree.process(4000, exe: "/x", arguments: ["/x"])
        #expect(try await Self.difference(host, basis) == expected)
    }

    /// A unit whose program is a script: the node is its child.
    @Test(arguments: [("antnode0007.service", nil as String?), ("antnode0008.service", "process")])
    func anyProcessOfTheUnitIsTheNode(unit: String, expected: String?) async throws {
        let host = try Self.host(pid: 4000)
        try host.tree.process(4000, exe: "/bin/sh", arguments: ["sh"])
            .process(4100, exe: "/x", arguments: ["/x"], cgroup: "/system.slice/\(unit)")
        let basis = ActionBasis(bootID: "boot-1", pid: 4100, startedAfterBoot: 10_000)
        #expect(try await Self.difference(host, basis) == expected)
    }

    @Test func betweenTwoRestartsANodeDoesNotRun() async throws {
        let host = try Self.host(pid: nil)
        #expect(try await Self.difference(host, ActionBasis(bootID: "boot-1", isRunning: false)) == nil)
        #expect(try await Self.difference(host, ActionBasis(bootID: "boot-1", isRunning: true)) == "running")
    }
}
