import Glibc
import MusterIO
import Testing

@testable import MusterHost

/// A network namespace of a test's own, in which programs may filter packets as they like; so is ufw's directory.
final class FilterNamespace: CommandRunner {
    private static let ufw = "/etc/ufw"
    private let name = "muster-test-\(Randomness.system.hex(4))"
    private let inner: SpawnRunner
    private let directory: String
    let deadline = Deadline.after(.seconds(40))

    private init(_ loop: EventLoop) {
        inner = SpawnRunner(loop: loop)
        directory = "/tmp/\(name)"
    }

    /// Without the right to make a namespace there is nothing to look at.
    static let isPossible = geteuid() == 0 && unshare() && access("/usr/sbin/ip", X_OK) == 0

    private static let hasUfw = access(ufw, F_OK) == 0

    private static func unshare() -> Bool {
        let child = try? Daemon.start(Command(["unshare", "--net", "--mount", "true"], directory: "/"), openFiles: 64)
        var status: Int32 = -1
        guard let child, waitpid(child, &status, 0) == child else { return false }
        return status == 0
    }

    static func with<Value: Sendable>(
        _ body: @escaping @Sendable (FilterNamespace) async throws -> Value
    ) async throws -> Value {
        try await onLoop { loop in
            let namespace = FilterNamespace(loop)
            try await namespace.make()
            let result = await Result { () async throws -> Value in try await body(namespace) }
            try await namespace.remove()
            return try result.get()
        }
    }

    private func make() async throws {
        try await done(["ip", "netns", "add", name])
        try await done(Self.hasUfw ? ["cp", "-a", Self.ufw, directory] : ["mkdir", directory])
    }

    private func remove() async throws {
        try await done(["ip", "netns", "delete", name])
        try await done(["rm", "-rf", directory])
    }

    private func done(_ words: [String]) async throws {
        let output = try await inner.run(Command(words), until: deadline)
        guard output.status.isSuccess else { throw SystemError(code: EIO, words.joined(separator: " "), directory) }
    }

    func run(_ command: Command, until deadline: Deadline) async throws(CommandError) -> CommandOutput {
        var inside = command
        let script = "mount --bind \(directory) \(Self.ufw) && mount -t tmpfs none /run && exec \"$@\""
        let mounts = Self.hasUfw ? ["unshare", "--mount", "sh", "-c", script, "sh"] : []
        inside.arguments = ["ip", "netns", "exec", name] + mounts + command.arguments
        return try await inner.run(inside, until: deadline)
    }

    /// What a program says, on both streams.
    func ask(_ words: [String], input: String = "") async throws -> String {
        let output = try await run(Command(words, input: Array(input.utf8)), until: deadline)
        return output.output.text + output.errorOutput.text
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
