import Foundation
import MusterIO
import Synchronization

@testable import MusterSSH

/// OpenSSH's own server on loopback, with keys of its own in a temporary directory.
final class TestServer: Sendable {
    let port: UInt16
    let directory: String
    private let key: PrivateKey
    /// Runs for as long as the server does.
    private let sshd: Task<Void, Never>

    /// `options` are lines for sshd_config and come before the defaults; the first value counts.
    init(
        _ options: [String] = [], hostKeyType: String = "ed25519", userKeyType: String = "ed25519"
    ) async throws {
        let (directory, port) = (try Self.makeDirectory(), try Self.freePort())
        let loop = try EventLoop(name: "sshd")
        loop.start()
        try await Self.generate(hostKeyType, to: "\(directory)/host_key", on: loop)
        try await Self.generate(userKeyType, to: "\(directory)/user_key", on: loop)
        try FileManager.default.copyItem(atPath: "\(directory)/user_key.pub", toPath: "\(directory)/authorized_keys")
        let config =
            options + [
                "Port \(port)", "ListenAddress 127.0.0.1", "HostKey \(directory)/host_key",
                "AuthorizedKeysFile \(directory)/authorized_keys", "UsePAM no", "StrictModes no", "PidFile none",
                "PermitRootLogin yes", "MaxStartups 200:30:400", "LogLevel ERROR",
                // A bash below another one does not read ~/.bashrc, which can take longer than the command.
                "SetEnv SHLVL=5",
            ]
        try config.joined(separator: "\n").appending("\n")
            .write(toFile: "\(directory)/sshd_config", atomically: true, encoding: .utf8)
        try? FileManager.default.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: true)
        self.directory = directory
        self.port = port
        sshd = Self.launch(directory, on: loop)
        key = try KeyFiles(owner: getuid(), abilities: LibSSH2Abilities(rsaWithSHA2: true, securityKeys: true))
            .key("\(directory)/user_key").get()
        try await Self.awaitPort(port, on: loop)
    }

    func stop() {
        sshd.cancel()
        try? FileManager.default.removeItem(atPath: directory)
    }

    var endpoint: SSHEndpoint { SSHEndpoint(addresses: ["127.0.0.1"], port: port) }
    var credentials: SSHCredentials { SSHCredentials(user: NSUserName(), signers: [key]) }
    var hostKey: PublicKey? { KeyFiles(owner: getuid(), abilities: .linked).publicKey("\(directory)/host_key") }

    private static func makeDirectory() throws -> String {
        let url = FileManager.default.temporaryDirectory.appending(path: "muster-sshd-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url.path(percentEncoded: false)
    }

    /// Never the same one twice: tests run side by side, and the port is free until its server listens.
    private static func freePort() throws -> UInt16 {
        while true {
            let port = lastPort.withLock { last in
                last = last < 32_000 ? last + 1 : 20_000
                return last
            }
            if (try? Listener(on: .loopback(port: port)).address) != nil { return port }
        }
    }

    private static let lastPort = Mutex(UInt16.random(in: 20_000..<32_000))

    static func generate(_ type: String, to path: String, on loop: EventLoop) async throws {
        let keygen = Command(["ssh-keygen", "-q", "-t", type, "-N", "", "-C", "test", "-f", path])
        let output = try await SpawnRunner(loop: loop).run(keygen, until: .after(.seconds(20)))
        guard output.status.isSuccess else { throw SystemError(code: EIO, output.errorOutput.text) }
    }

    private static func launch(_ directory: String, on loop: EventLoop) -> Task<Void, Never> {
        let command = Command(["/usr/sbin/sshd", "-D", "-f", "\(directory)/sshd_config", "-E", "\(directory)/log"])
        return Task(executorPreference: loop) {
            _ = try? await SpawnRunner(loop: loop).run(command, until: .never)
            loop.stop()
        }
    }

    private static func awaitPort(_ port: UInt16, on loop: EventLoop) async throws {
        let end = Deadline.after(.seconds(20))
        while true {
            do {
                _ = try await Socket.connect(to: .loopback(port: port), until: end, on: loop)
                return
            } catch {
                guard Deadline.now < end else { throw error }
                try await loop.sleep(until: .after(.milliseconds(5)))
            }
        }
    }
}

/// A loop on its own thread, for the time of a test.
func withLoop<Value: Sendable>(_ body: @Sendable (EventLoop) async throws -> Value) async throws -> Value {
    let loop = try EventLoop(name: "test")
    loop.start()
    defer { loop.stop() }
    return try await body(loop)
}

extension SSHDialer {
    /// All that a library may offer.
    static let hostKeys = HostKeyAlgorithms(.linked).all

    func connect(to server: TestServer, port: UInt16? = nil) async throws(SSHError) -> SSHConnection {
        let endpoint = SSHEndpoint(addresses: ["127.0.0.1"], port: port ?? server.port)
        return try await connect(to: endpoint, as: server.credentials, hostKeys: Self.hostKeys, verify: trustAll)
            .connection
    }

    func connect(to server: TestServer, through relay: SSHConnection) async throws(SSHError) -> SSHConnection {
        try await connect(
            to: server.endpoint, through: relay, as: server.credentials, hostKeys: Self.hostKeys, verify: trustAll)
    }
}

/// A session with a server of its own, for the time of a test.
func withConnection<Value: Sendable>(
    _ options: [String] = [], through fault: FaultProxy.Fault? = nil, limits: SSHLimits = SSHLimits(),
    _ body: @Sendable (SSHConnection, EventLoop) async throws -> Value
) async throws -> Value {
    let server = try await TestServer(options)
    defer { server.stop() }
    return try await withLoop { loop in
        let proxy = try fault.map { try FaultProxy($0, to: server.port, on: loop) }
        defer { proxy?.stop() }
        let connection = try await SSHDialer(loop: loop, limits: limits).connect(to: server, port: proxy?.port)
        do {
            let value = try await body(connection, loop)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }
}

/// For servers that the test itself has started.
let trustAll: HostKeyVerifier = { (_) async throws(HostKeyError) in }
