import Foundation
import MusterIO
import MusterModel
import Testing

@testable import MusterHost

/// A tree of made-up files on which actions are carried out as root, with a systemd that is a fake.
struct ActingHost {
    let tree: HostTree
    let systemd: FakeSystemd
    static let storage = "/var/antctl/services"
    static let data = storage + "/antnode0007"
    static let unit = "/etc/systemd/system/antnode0007.service"

    init(
        directory: String = UnitDirectory.system, onStart: @escaping @Sendable (Int32) -> Int32? = { $0 },
        others: @escaping @Sendable (Command) throws(CommandError) -> CommandOutput = Self.program
    ) throws {
        tree = try HostTree().directory("/run/systemd/system").directory("/etc/systemd/system")
            .directory("/proc/net").file("/proc/net/udp", "head\n").file("/proc/net/tcp", "head\n")
            .file("/proc/sys/kernel/random/boot_id", "boot-1\n").file("/opt/antnode", "program 1")
            .file("/etc/passwd", "root:x:0:0::/root:/bin/sh\nant:x:1000:1000::/home/ant:/bin/sh\n")
        systemd = FakeSystemd(tree, directory: directory, onStart: onStart, others: others)
    }

    /// Answers `--version`; everything else does nothing and says nothing.
    @Sendable static func program(_ command: Command) throws(CommandError) -> CommandOutput {
        CommandOutput(command.arguments.last == "--version" ? "Autonomi Node v0.4.18\n" : "")
    }

    static func node() -> NodeSpec {
        var node = UnitTextTests.node()
        node.logDirectory = storage + "/logs/antnode0007"
        node.environment = [:]
        return node
    }

    static func request(_ verb: ActionVerb, _ node: NodeSpec = node()) throws -> ActionRequest {
        var request = ActionRequest(
            id: try #require(ActionID(String(repeating: "ab", count: 16))), verb: verb, node: node,
            basis: ActionBasis(bootID: "boot-1"))
        if verb == .add || verb == .upgrade || verb == .restore {
            request.source = BinarySource(path: "/opt/antnode", version: "0.4.18")
        }
        return request
    }

    func perform(_ request: ActionRequest, calls: FileCalls = FileCalls()) async throws -> ActionReport {
        let (root, systemd) = (tree.root, systemd)
        return try await onLoop { loop in
            var actions = HostActions(root: root, loop: loop, runner: systemd, uid: 0)
            actions.pace = HostActions.Pace(settled: .zero, look: .milliseconds(1), gateLook: .milliseconds(1))
            actions.calls = calls
            return await actions.perform(request, until: .after(.seconds(10)))
        }
    }

    func has(_ path: String) -> Bool { (try? FileInfo.of(tree.path + path, followingLinks: false)) != nil }

    func text(_ path: String) -> String? { try? File.text(tree.path + path) }

    func names(_ path: String) -> [String] { (try? Directory.names(tree.path + path)) ?? [] }
}
