import FleetHarness
import Foundation
import Testing

/// What happens to a survey when hosts, links, files and the operator misbehave.
@Suite(.enabled(if: Fleet.running(.loopback) != nil, "no loopback fleet: run `make test-loopback`"), .serialized)
struct AttackTests {
    private let workstation: Workstation
    private var fleet: Fleet { workstation.fleet }
    private var host: Fleet.Host { get throws { try #require(fleet.hosts.first) } }

    init() throws { workstation = try Workstation(Fleet.running(.loopback)) }

    @Test func aSurveyFillsEveryReport() async throws {
        #expect(try await workstation.muster("survey").exitCode == 0)
        for report in ["fleet", "hosts", "versions", "nodes", "node-status", "node-status-details", "machine-metrics"] {
            let outcome = try await workstation.muster("report", report)
            #expect(outcome.exitCode == 0, "\(report): \(outcome)")
        }
        let lines = try await workstation.muster("report", "influx-resources")
        let nodes = lines.output.split(separator: "\n").filter { $0.hasPrefix("nodes,") && $0.contains("status=") }
        #expect(nodes.count == fleet.hosts.map(\.nodes.count).reduce(0, +), "\(lines)")
        #expect(try await workstation.muster("db", "verify").exitCode == 0)
    }

    @Test func aChangedHostKeyShowsBothFingerprints() async throws {
        let keys = try String(contentsOfFile: workstation.knownHosts, encoding: .utf8).split(separator: "\n")
        let names = keys.map { $0.split(separator: " ")[0] }
        let swapped = zip(names, keys.dropFirst(2) + keys.prefix(2)).map { name, line in
            ([name] + line.split(separator: " ").dropFirst()).joined(separator: " ")
        }
        try (swapped.joined(separator: "\n") + "\n").write(
            toFile: workstation.knownHosts, atomically: true, encoding: .utf8)
        let outcome = try await workstation.muster("ping", try host.name)
        #expect(outcome.exitCode == 4)
        #expect(outcome.errorOutput.contains("has CHANGED"), "\(outcome)")
        #expect(outcome.errorOutput.components(separatedBy: "SHA256:").count == 3, "\(outcome)")
    }

    @Test(arguments: [
        ["--count", "down", "--black-hole-after", "0"], ["--babble"], ["--count", "down", "--cut-after", "2000"],
        ["--count", "down", "--cut-after", "6000"], ["--count", "up", "--cut-after", "200000"],
        ["--count", "down", "--reset-after", "4000"], ["--count", "down", "--black-hole-after", "5000"], ["--refuse"],
    ])
    func aBrokenLinkEndsInTimeWithItsStep(faults: [String]) async throws {
        _ = try await workstation.muster("agent", "remove", try host.name)
        let proxy = try FaultProxyProcess(to: "\(try host.address):\(try host.port)", faults)
        let inventory = try workstation.inventory(host: try host, port: proxy.port)
        let outcome = try await workstation.muster(
            "survey", "attacked", "--json", "--timeout", "8s", inventory: inventory, within: .seconds(90))
        #expect([3, 4].contains(outcome.exitCode), "\(outcome)")
        let failure = try #require(try outcome.decode(RunResult.self).host("attacked").failure)
        #expect(!failure.step.isEmpty && !failure.message.isEmpty)
        #expect(try await workstation.muster("db", "verify").exitCode == 0)
    }

    @Test func slicesOfThreeBytesAndLatencyDoNoHarm() async throws {
        let proxy = try FaultProxyProcess(
            to: "\(try host.address):\(try host.port)", ["--latency", "5", "--slice", "700"])
        let inventory = try workstation.inventory(host: try host, port: proxy.port)
        #expect(try await workstation.muster("agent", "push", try host.name).exitCode == 0)
        let outcome = try await workstation.muster("survey", "attacked", inventory: inventory, within: .seconds(150))
        #expect(outcome.exitCode == 0, "\(outcome)")
    }

    @Test func aControllerThatIsKilledLeavesASoundDatabase() async throws {
        for delay in [150, 400, 800] {
            _ = try? await workstation.muster("survey", within: .milliseconds(delay))
            #expect(try await workstation.muster("survey").exitCode == 0)
            #expect(try await workstation.muster("db", "verify").exitCode == 0)
        }
    }

    @Test func twoControllersAndAReaderAtOnce() async throws {
        async let first = workstation.muster("survey")
        async let second = workstation.muster("survey")
        async let third = workstation.muster("agent", "push", "--all")
        let outcomes = try await [first, second, third]
        #expect(outcomes.map(\.exitCode) == [0, 0, 0], "\(outcomes)")
        #expect(try await workstation.muster("status").exitCode == 0)
    }

    @Test func aTruncatedDatabaseIsNamedWithItsFix() async throws {
        #expect(try await workstation.muster("survey").exitCode == 0)
        let handle = try #require(FileHandle(forWritingAtPath: workstation.database))
        try handle.truncate(atOffset: 5000)
        for companion in ["-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: workstation.database + companion)
        }
        let outcome = try await workstation.muster("status")
        #expect(outcome.exitCode == 2, "\(outcome)")
        #expect(outcome.errorOutput.contains("db restore"), "\(outcome)")
    }

    @Test func theDeadlineOfAProgramEndsItOnTheHost() async throws {
        let mark = "31\(UInt16.random(in: 1000...9999))"
        let outcome = try await workstation.muster(
            "exec", try host.name, "--timeout", "3s", program: ["sleep", mark], within: .seconds(90))
        #expect(outcome.exitCode == 3 || outcome.exitCode == 4, "\(outcome)")
        let left = try await workstation.ssh(try host.name, "ps -eo args | grep '^sleep \(mark)' || true")
        #expect(left.output.isEmpty, "\(left)")
    }

    @Test func aRSAUserKeyIsRefusedWithTheFix() async throws {
        let key = "\(workstation.directory)/rsa"
        _ = try await workstation.run(
            ["ssh-keygen", "-q", "-t", "rsa", "-N", "", "-f", key], within: .seconds(60))
        let settings = "addresses: [\(try host.address)], port: \(try host.port), identity: \(key)"
        let inventory = "\(workstation.directory)/rsa.yml"
        let config = "\(workstation.directory)/rsa_config"
        try "version: 1\nhosts:\n  \(try host.name): {\(settings)}\n".write(
            toFile: inventory, atomically: true, encoding: .utf8)
        let lines = try String(contentsOfFile: workstation.sshConfig, encoding: .utf8).split(separator: "\n")
        let kept = lines.filter { !$0.contains("IdentityFile") } + ["Host *", "  IdentityFile none"]
        try (kept.joined(separator: "\n") + "\n").write(toFile: config, atomically: true, encoding: .utf8)
        let outcome = try await workstation.muster("ping", try host.name, inventory: inventory, sshConfig: config)
        #expect(outcome.exitCode == 4, "\(outcome)")
        #expect(outcome.errorOutput.contains("ed25519"), "\(outcome)")
    }

    @Test func nodesThatLieHangOrBabbleAreShownForWhatTheyAre() async throws {
        let nodes = try host.nodes.prefix(4)
        let controls = ["peer_id = \\e[31mEVIL", "hang = yes", "body = endless", "body = binary"]
        for (node, control) in zip(nodes, controls) {
            _ = try await workstation.ssh(
                try host.name, "printf '%s\\n' '\(control)' > \(node.rootDirectory)/sim.control")
        }
        // The nodes read their control file again on SIGHUP, in their own time.
        _ = try await workstation.ssh(try host.name, "pkill -HUP -x antnode")
        var survey = try await workstation.muster("survey", try host.name)
        var status = try await workstation.muster("report", "nodes", try host.name)
        _ = try await eventually(within: .seconds(60)) {
            if status.output.components(separatedBy: "not answering").count == 4 { return true }
            survey = try await workstation.muster("survey", try host.name)
            status = try await workstation.muster("report", "nodes", try host.name)
            return false
        }
        for node in nodes { _ = try await workstation.ssh(try host.name, "rm \(node.rootDirectory)/sim.control") }
        _ = try await workstation.ssh(try host.name, "pkill -HUP -x antnode")
        #expect(survey.exitCode == 0, "\(survey)")
        #expect(!status.output.contains("\u{1B}"))
        #expect(status.output.components(separatedBy: "RUNNING").count == 5, "\(status)")
        #expect(status.output.components(separatedBy: "not answering").count == 4, "\(status)")
    }

    @Test func theFirstInterruptReportsWhatWasDone() async throws {
        let muster = try Workstation.program("muster")
        let arguments =
            "--db \(workstation.database) --inventory \(fleet.inventory) --ssh-config \(workstation.sshConfig)"
        // Hosts see the same /tmp as the operator: the first one begins, and ends once the interrupt was heard.
        let script = """
            cd \(workstation.directory)
            echo 'touch \(workstation.directory)/began; until [ -e \(workstation.directory)/heard ]; do sleep 0.1; done' >hold
            \(muster) exec --all --parallel 1 \(arguments) -- sh $PWD/hold 2>words & p=$!
            until [ -e began ]; do sleep 0.1; done
            kill -INT $p
            until grep -q 'finishing the hosts at work' words; do sleep 0.1; done
            touch heard
            wait $p; code=$?
            cat words >&2
            exit $code
            """
        let outcome = try await workstation.run(["sh", "-c", script], within: .seconds(90))
        #expect(outcome.exitCode == 130, "\(outcome)")
        #expect(outcome.errorOutput.contains("1 ok") && outcome.errorOutput.contains("skipped"), "\(outcome)")
    }
}
