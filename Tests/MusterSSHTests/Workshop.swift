import Foundation
import MusterIO
import Testing

@testable import MusterSSH

/// A temporary folder in which OpenSSH's own tools make what the tests read; gone when it is released.
final class Workshop: Sendable {
    let path: String

    init() throws {
        path = "/tmp/muster-ssh-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Runs a program in the folder and returns its standard output.
    @discardableResult
    func run(_ arguments: String..., input: String = "", environment: [String: String] = [:]) throws -> String {
        let command = Command(
            arguments, environment: Command.plainEnvironment.merging(environment) { $1 }, input: Array(input.utf8),
            directory: path)
        let loop = try EventLoop(name: "tool")
        let output = try loop.run { () async throws(CommandError) in
            try await SpawnRunner(loop: loop).run(command, until: .after(.seconds(30)))
        }
        guard output.status.isSuccess else {
            throw ToolFailed(text: "\(arguments.joined(separator: " ")): \(output.errorOutput.text)")
        }
        return output.output.text
    }

    struct ToolFailed: Error { let text: String }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    @discardableResult
    func write(_ name: String, _ text: String, mode: Int = 0o600) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: file(name)))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file(name))
        return file(name)
    }

    func read(_ name: String) throws -> String { try String(contentsOfFile: file(name), encoding: .utf8) }

    /// Makes a key pair, without passphrase unless `-N` gives one; answers the path of its private half.
    @discardableResult
    func keygen(_ name: String, _ options: [String]) throws -> String {
        let passphrase = options.contains("-N") ? [] : ["-N", ""]
        let arguments = ["ssh-keygen", "-q", "-C", name, "-f", file(name)] + options + passphrase
        try run("sh", "-c", arguments.map { "'\($0)'" }.joined(separator: " "))
        return file(name)
    }

    /// The public half of what ``keygen(_:_:)`` made.
    func publicKey(_ name: String) throws -> PublicKey {
        let fields = try read("\(name).pub").split(separator: " ")
        return try #require(PublicKey(type: fields[0], base64: Array(fields[1].utf8)[...]))
    }
}
