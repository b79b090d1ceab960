import Foundation
import Glibc
import MusterIO
import MusterModel
import Synchronization
import Testing

@testable import MusterHost

/// Real processes of this machine: copies of sleep(1), and of echo(1) for one that ends at once.
@Suite(.enabled(if: geteuid() == 0 && access("/run/systemd/system", F_OK) != 0, "needs root and no systemd"))
struct PlainProcessTests {
    private final class Machine: Sendable {
        let place: String

        init() { place = NSTemporaryDirectory() + "muster-act-" + UUID().uuidString }

        /// A process that nobody waits for keeps whoever waits for any child from its sleep.
        deinit {
            Self.reapNodes()
            try? FileManager.default.removeItem(atPath: place)
        }

        /// Waits for children of this process that are nodes, an upgrade's earlier ones among them.
        private static func reapNodes() {
            for pid in ((try? Directory.names("/proc")) ?? []).compactMap({ Int32($0) }) {
                let words = ((try? File.text("/proc/\(pid)/stat")) ?? "").split(separator: " ")
                guard words.count > 3, words[3] == "\(getpid())" else { continue }
                if ["(antnode)", "(sleep)", "(echo)"].contains(words[1]) {
                    kill(pid, SIGKILL)
                    waitpid(pid, nil, 0)
                }
            }
        }

        var node: NodeSpec {
            NodeSpec(
                kind: "antnode", name: "antnode0001", manager: .process, storage: place,
                dataDirectory: place + "/antnode0001", binary: place + "/antnode0001/antnode",
                arguments: ["300"], identityFile: place + "/antnode0001/secret-key")
        }

        func perform(
            _ verb: ActionVerb, binary: String? = nil, gate: HealthGate? = nil, turn: MachineTurn = .alone
        ) async throws -> ActionReport {
            let boot = try File.text("/proc/sys/kernel/random/boot_id").trimmingCharacters(in: .whitespacesAndNewlines)
            var request = ActionRequest(
                id: try #require(ActionID(String(repeating: "cd", count: 16))), verb: verb, node: node,
                basis: ActionBasis(bootID: boot))
            request.source = binary.map { BinarySource(path: $0) }
            request.gate = gate
            let made = request
            return try await onLoop { loop in
                var actions = HostActions(
                    root: .machine, loop: loop, runner: SpawnRunner(loop: loop), uid: geteuid())
                actions.pace = HostActions.Pace(
                    settled: .milliseconds(100), look: .milliseconds(10), gateLook: .milliseconds(10))
                return await actions.perform(made, until: .after(.seconds(20)), turn: turn)
            }
        }

        /// A program with other bytes that does the same: what follows the last byte of an ELF file is ignored.
        func release(of program: String) throws -> String {
            let path = place + "-release"
            var bytes = try File.read(program, limit: 64 << 20)
            bytes += Array("release".utf8)
            try File.writeAtomically(path, bytes, mode: 0o755)
            return path
        }

        func runs(_ pid: Int32) -> Bool {
            ProcessTable(root: .machine, uid: 0, pageSize: 4096).entry(pid) != nil
        }
    }

    private static func pid(_ report: ActionReport) throws -> Int32 {
        Int32(try #require(report.facts[ActionFact.pid]?.whole, "\(report)"))
    }

    /// How many files a process may open.
    private static func openFiles(_ path: String) throws -> Int {
        let line = try File.text(path).split(separator: "\n").first { $0.hasPrefix("Max open files") }
        return Int(line?.split(separator: " ")[3] ?? "") ?? 0
    }

    @Test func aNodesLife() async throws {
        let machine = Machine()
        let first = try Self.pid(try await machine.perform(.add, binary: "/bin/sleep"))
        #expect(machine.runs(first))
        #expect(try File.linkTarget("/proc/\(first)/exe") == machine.node.binary)
        #expect(try File.linkTarget("/proc/\(first)/fd/0") == "/dev/null")
        #expect(try Directory.names("/proc/\(first)/fd") == ["0", "1", "2"])
        #expect(getsid(first) == first)
        #expect(getpriority(__priority_which_t(0), id_t(first)) == 0)
        #expect(try Self.openFiles("/proc/\(first)/limits") >= min(65_536, Self.openFiles("/proc/self/limits")))
        #expect(try await machine.perform(.start).message == "it ran already")

        #expect(try await machine.perform(.stop).ending == .done)
        #expect(!machine.runs(first))
        let second = try Self.pid(try await machine.perform(.start))
        #expect(second != first)
        let third = try Self.pid(try await machine.perform(.restart))
        #expect(!machine.runs(second))

        #expect(try await machine.perform(.disable).ending == .done)
        #expect(!machine.runs(third))
        #expect(try await machine.perform(.start).fault == .denied)
        #expect(try await machine.perform(.enable).ending == .done)
        let last = try Self.pid(try await machine.perform(.start))
        #expect(try await machine.perform(.remove).ending == .done)
        #expect(!machine.runs(last))
        #expect(try Directory.names(machine.place) == [".muster-archive"])
    }

    @Test func anUpgradeReplacesWhatRuns() async throws {
        let machine = Machine()
        let first = try Self.pid(try await machine.perform(.add, binary: "/bin/sleep"))
        let release = try machine.release(of: "/bin/sleep")
        defer { unlink(release) }
        let report = try await machine.perform(.upgrade, binary: release)
        #expect(report.ending == .done, "\(report)")
        let second = try Self.pid(report)
        #expect(second != first)
        let bytes = try File.read("/proc/\(second)/exe", limit: 64 << 20)
        #expect(report.facts[ActionFact.binaryHash] == .text(SHA256.hex(of: bytes)))
        #expect(
            report.facts[ActionFact.previousBinaryHash]
                == .text(SHA256.hex(of: try File.read("/bin/sleep", limit: 64 << 20))))
        #expect(try Directory.names(machine.node.dataDirectory) == [".muster-process", "antnode"])
        _ = try await machine.perform(.remove)
    }

    @Test(arguments: [
        ("/bin/echo", nil as HealthGate?),
        ("/bin/sleep", HealthGate(probes: [], minPeers: 1, holdFor: 10, within: 50)),
    ])
    func aBadReleaseIsRolledBack(program: String, gate: HealthGate?) async throws {
        let machine = Machine()
        _ = try await machine.perform(.add, binary: "/bin/sleep")
        let release = try machine.release(of: program)
        defer { unlink(release) }
        let report = try await machine.perform(.upgrade, binary: release, gate: gate)
        #expect(report.ending == .failed)
        #expect(report.fault == .gateFailed)
        #expect(report.facts[ActionFact.rolledBack] == .integer(1), "\(report)")
        let pid = try Self.pid(report)
        let running = SHA256.hex(of: try File.read("/proc/\(pid)/exe", limit: 64 << 20))
        #expect(report.facts[ActionFact.previousBinaryHash] == .text(running))
        #expect(try Directory.names(machine.node.dataDirectory) == [".muster-process", "antnode"])
        _ = try await machine.perform(.remove)
    }

    @Test func withoutRollBackTheNewProgramStays() async throws {
        let machine = Machine()
        _ = try await machine.perform(.add, binary: "/bin/sleep")
        let release = try machine.release(of: "/bin/sleep")
        defer { unlink(release) }
        let gate = HealthGate(probes: [], minPeers: 1, holdFor: 10, within: 50, rollsBack: false)
        let report = try await machine.perform(.upgrade, binary: release, gate: gate)
        #expect(report.fault == .gateFailed)
        #expect(report.facts[ActionFact.rolledBack] == .integer(0))
        let bytes = try File.read("/proc/\(try Self.pid(report))/exe", limit: 64 << 20)
        #expect(report.facts[ActionFact.binaryHash] == .text(SHA256.hex(of: bytes)))
        _ = try await machine.perform(.remove)
    }

    /// Others may act while the node is watched, and not while its program is put back.
    @Test(arguments: [
        (HealthGate(probes: [], holdFor: 10, within: 50), ["let go"]),
        (HealthGate(probes: [], minPeers: 1, holdFor: 10, within: 50), ["let go", "taken back"]),
        (HealthGate(probes: [], minPeers: 1, holdFor: 10, within: 50, rollsBack: false), ["let go"]),
        (HealthGate(probes: [], holdFor: 10, within: 50, judges: false), []),
    ])
    func theMachineIsOthersWhileANodeProvesItself(gate: HealthGate, turns: [String]) async throws {
        let machine = Machine()
        _ = try await machine.perform(.add, binary: "/bin/sleep")
        let release = try machine.release(of: "/bin/sleep")
        defer { unlink(release) }
        let seen = Mutex<[String]>([])
        let turn = MachineTurn(
            letGo: { seen.withLock { $0.append("let go") } },
            takeBack: {
                seen.withLock { $0.append("taken back") }
                return true
            })
        _ = try await machine.perform(.upgrade, binary: release, gate: gate, turn: turn)
        #expect(seen.withLock { $0 } == turns)
        _ = try await machine.perform(.remove)
    }

    /// Where others keep the machine the new program stays, and the report says so.
    @Test func withoutTheMachineNothingIsPutBack() async throws {
        let machine = Machine()
        _ = try await machine.perform(.add, binary: "/bin/sleep")
        let release = try machine.release(of: "/bin/sleep")
        defer { unlink(release) }
        let gate = HealthGate(probes: [], minPeers: 1, holdFor: 10, within: 50)
        let turn = MachineTurn(letGo: {}, takeBack: { false })
        let report = try await machine.perform(.upgrade, binary: release, gate: gate, turn: turn)
        #expect(report.facts[ActionFact.rolledBack] == .integer(0))
        #expect(report.message?.contains("others act on this host without end") == true)
        _ = try await machine.perform(.remove)
    }

    /// Without root nobody else could say so.
    @Test func whatWasWrittenDownProvesANodeStopped() async throws {
        let machine = Machine()
        _ = try await machine.perform(.add, binary: "/bin/sleep")
        let recorded = RecordedProcess(root: .machine)
        #expect(recorded.isGone(below: machine.node.dataDirectory) == false)
        _ = try await machine.perform(.stop)
        #expect(recorded.isGone(below: machine.node.dataDirectory) == true)
        _ = try await machine.perform(.remove)
    }

    /// The file lies where the node may write: it must not make us end somebody else's process.
    @Test func aFileThatNamesAnotherProcessEndsNothing() async throws {
        let machine = Machine()
        _ = try await machine.perform(.add, binary: "/bin/sleep")
        _ = try await machine.perform(.stop)
        let stranger = try Daemon.start(Command(["/bin/sleep", "300"], directory: "/"), openFiles: 1024)
        defer {
            kill(stranger, SIGKILL)
            waitpid(stranger, nil, 0)
        }
        let boot = try File.text("/proc/sys/kernel/random/boot_id")
        try File.writeAtomically(
            machine.node.dataDirectory + "/.muster-process", Array("\(stranger) 12345 \(boot)".utf8))
        #expect(try await machine.perform(.stop).ending == .done)
        #expect(machine.runs(stranger))
        _ = try await machine.perform(.remove)
    }
}
