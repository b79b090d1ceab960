import Glibc
import MusterModel
import MusterWire
import Synchronization

@testable import MusterIO

/// Runs the agent's own program, with a `/var/tmp` that is the test's.
final class CrashBench: Sendable {
    private let host: ActingHost
    private let storage: String
    private let current = Mutex<pid_t>(0)

    /// Of the agent that runs.
    var pid: pid_t { current.withLock { $0 } }

    init() throws {
        host = try ActingHost()
        storage = "\(host.directory)/nodes"
        try Directory.create("\(storage)/node1")
        try File.writeAtomically("\(storage)/node1/node", try File.read("/bin/sleep", limit: 16 << 20), mode: 0o755)
    }

    deinit { for pid in nodes { kill(pid, SIGKILL) } }

    /// Processes that run the node's program.
    var nodes: [pid_t] {
        let pids = ((try? Directory.names("/proc")) ?? []).compactMap { pid_t($0) }
        return pids.filter { (try? File.linkTarget("/proc/\($0)/exe")) == "\(storage)/node1/node" }
    }

    /// Starts the node: action number one.
    func start(fence: Int64) -> ActionRequest {
        let boot = (try? File.text("/proc/sys/kernel/random/boot_id")) ?? ""
        let node = NodeSpec(
            kind: "antnode", name: "node1", manager: .process, storage: storage, dataDirectory: "\(storage)/node1",
            binary: "\(storage)/node1/node", arguments: ["1000"])
        return ActionRequest(
            id: .number(1), verb: .start, node: node, basis: ActionBasis(bootID: String(boot.prefix { $0 != "\n" })),
            deadline: 20_000, fence: fence)
    }

    /// Gives the node another program, and watches it for `hold` milliseconds: action number two.
    func upgrade(fence: Int64, hold: Int64 = 1) -> ActionRequest {
        var request = start(fence: fence)
        request.id = .number(2)
        request.verb = .upgrade
        request.source = BinarySource(path: "/bin/sleep")
        request.gate = HealthGate(probes: [], holdFor: hold, within: 2 * hold)
        return request
    }

    /// Talks to an agent of its own, and answers how that ended.
    func agent(crashAt point: String? = nil, _ conversation: (AgentClient) async throws -> Void) async throws
        -> ExitStatus
    {
        let loop = try EventLoop(name: "crash")
        loop.start()
        defer { loop.stop() }
        let program = Directory.parent(of: try File.linkTarget("/proc/self/exe")) + "/muster-agent"
        let script = "mount --bind \(host.directory)/var/tmp /var/tmp && exec \(program) serve"
        var environment = Command.plainEnvironment
        environment["MUSTER_CRASH_AT"] = point
        var child = try ChildProcess(
            Command(["unshare", "--mount", "sh", "-c", script], environment: environment), path: "/usr/bin/unshare")
        current.withLock { $0 = child.pid }
        let client = AgentClient(descriptor: child.input ?? -1, input: child.output ?? -1, loop: loop)
        _ = try await client.next()
        try await conversation(client)
        child.closeInput()
        let patience = loop.now + AgentBench.patience
        while !child.hasEnded, loop.now < patience { try await loop.sleep(until: loop.now + .milliseconds(5)) }
        child.kill(SIGKILL)
        return child.reap()
    }
}
