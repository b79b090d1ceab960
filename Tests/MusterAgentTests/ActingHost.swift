import Glibc
import MusterAgent
import MusterHost
import MusterIO
import MusterModel
import MusterWire
import Testing

/// A host to act on: the machine's own `/proc` and `/etc`, and a `/var` of its own.
final class ActingHost: Sendable {
    let directory: String
    let performer = ScriptedPerformer()

    var root: HostRoot { HostRoot(at: directory) }
    var state: String { "\(directory)/var/tmp/muster" }

    init() throws {
        directory = "/tmp/muster-acting-\(getpid())-\(Randomness.system.hex(4))"
        try Directory.create("\(directory)/var/tmp")
        for name in ["proc", "etc", "sys"] { symlink("/\(name)", "\(directory)/\(name)") }
    }

    deinit { Self.remove(directory) }

    /// Talks to an agent on it; what is asked of it it does by the script.
    @discardableResult
    func talk(
        limits: Agent.Limits = Agent.Limits(), _ conversation: (AgentClient) async throws -> Void
    ) async throws -> Agent.Ending {
        try await AgentBench.talk(limits: limits, root: root, performer: performer) { client in
            _ = try await client.next()
            try await conversation(client)
        }
    }

    private static func remove(_ path: String) {
        if (try? FileInfo.of(path, followingLinks: false))?.kind == .directory {
            for name in (try? Directory.names(path)) ?? [] { remove("\(path)/\(name)") }
            rmdir(path)
        } else {
            unlink(path)
        }
    }
}

extension AgentClient {
    /// The last line that answers it, whatever else comes in between.
    func ask(_ request: Request, id: Int64) async throws -> Reply {
        try await send(request, id: id)
        return try await answer(to: request, id: id)
    }

    func answer(to request: Request, id: Int64) async throws -> Reply {
        while let envelope = try await next() {
            if envelope.id == id, request.ends(with: envelope.body) { return envelope.body }
        }
        throw IOError.system(SystemError(code: EPIPE, "hear from", "the agent"))
    }

    func lease(_ controller: String = "c1", for milliseconds: Int64 = 60_000, id: Int64 = 1000) async throws
        -> LeaseGrant
    {
        let request = LeaseRequest(controller: controller, holder: "\(controller)@test", milliseconds: milliseconds)
        guard case .lease(let grant) = try await ask(.lease(request), id: id) else { throw Unexpected() }
        return grant
    }

    func act(_ request: ActionRequest, id: Int64) async throws -> ActionReport {
        guard case .outcome(let report) = try await ask(.act(request), id: id) else { throw Unexpected() }
        return report
    }

    func query(_ ids: [ActionID], acknowledges: Bool = false, id: Int64 = 2000) async throws -> ActionReports {
        let query = ActionQuery(ids: ids, acknowledges: acknowledges)
        guard case .outcomes(let reports) = try await ask(.query(query), id: id) else { throw Unexpected() }
        return reports
    }
}

struct Unexpected: Error {}

extension ActionID {
    /// Its digits are those of the number.
    static func number(_ number: Int) -> ActionID {
        let digits = String(number)
        return ActionID(String(repeating: "0", count: 32 - digits.count) + digits)!
    }
}

extension ActionRequest {
    static func some(_ number: Int, verb: ActionVerb = .stop, fence: Int64 = 1, age: Int64 = 0) -> ActionRequest {
        ActionRequest(
            id: .number(number), verb: verb, node: nil, basis: ActionBasis(bootID: "b"), fence: fence, age: age)
    }

    /// Of one node of the host.
    func of(_ name: String) -> ActionRequest {
        var request = self
        request.node = NodeSpec(
            kind: "antnode", name: name, manager: .process, storage: "/nodes", dataDirectory: "/nodes/\(name)",
            binary: "/nodes/\(name)/antnode")
        return request
    }
}
