import Foundation
import MusterIO
import Testing

@testable import MusterSSH

@Suite(.timeLimit(.minutes(1)))
struct ConnectTests {
    private func failure(
        _ fault: FaultProxy.Fault, limits: SSHLimits = SSHLimits(), options: [String] = [],
        hostKeyType: String = "ed25519",
        userKeyType: String = "ed25519"
    ) async throws -> SSHError? {
        let server = try await TestServer(options, hostKeyType: hostKeyType, userKeyType: userKeyType)
        defer { server.stop() }
        return try await withLoop { loop in
            let proxy = try FaultProxy(fault, to: server.port, on: loop)
            defer { proxy.stop() }
            return await Self.outcome(SSHDialer(loop: loop, limits: limits), server, port: proxy.port)
        }
    }

    private static func outcome(_ dialer: SSHDialer, _ server: TestServer, port: UInt16) async -> SSHError? {
        do throws(SSHError) {
            let connection = try await dialer.connect(to: server, port: port)
            await connection.close()
            return nil
        } catch {
            return error
        }
    }

    @Test func aServerThatSaysNothingTimesOutAtItsBanner() async throws {
        #expect(try await failure(.silence, limits: .short) == .timedOut(.banner))
    }

    @Test func endlessTextBeforeTheBannerIsNoServer() async throws {
        #expect(try await failure(.chatter) == .notSSH(said: "nothing to see here"))
    }

    @Test func aServerThatIsFullSaysWhy() async throws {
        #expect(
            try await failure(.dismiss("Exceeded MaxStartups\r\n")) == .dropped(said: "Exceeded MaxStartups"))
    }

    @Test func aStalledKeyExchangeTimesOutAsSuch() async throws {
        #expect(try await failure(.stall(after: 200), limits: .short) == .timedOut(.keyExchange))
    }

    @Test func aResetWhileAuthenticatingIsNoRefusal() async throws {
        let server = try await TestServer()
        defer { server.stop() }
        let error = try await withLoop { loop in
            let honest = try FaultProxy(.slices(1000), to: server.port, on: loop)
            defer { honest.stop() }
            _ = try await SSHDialer(loop: loop).hostKey(
                of: SSHEndpoint(addresses: ["127.0.0.1"], port: honest.port), hostKeys: SSHDialer.hostKeys)
            // In the middle of the first packet after the key exchange.
            let proxy = try FaultProxy(.reset(after: honest.passed + 20), to: server.port, on: loop)
            defer { proxy.stop() }
            return await Self.outcome(SSHDialer(loop: loop), server, port: proxy.port)
        }
        guard case .broken(.authenticate, let cause) = error else {
            Issue.record("\(error.map(\.message) ?? "connected")")
            return
        }
        #expect(cause.code == ECONNRESET)
        #expect(error?.isUnreachable == true)
    }

    @Test func slicesOfThreeBytesDoNoHarm() async throws {
        #expect(try await failure(.slices(3)) == nil)
    }

    @Test func aClosedPortIsRefused() async throws {
        let error = try await withLoop { loop in
            let port = try Listener(on: .loopback(port: 0)).address.port ?? 0
            let endpoint = SSHEndpoint(addresses: ["127.0.0.1"], port: port)
            do throws(SSHError) {
                _ = try await SSHDialer(loop: loop).hostKey(of: endpoint, hostKeys: SSHDialer.hostKeys)
                return SSHError.closed
            } catch {
                return error
            }
        }
        #expect(error.message.hasSuffix("Connection refused"))
        #expect(error.isUnreachable)
    }

    @Test func anUnknownNameIsSaidToBeUnknown() async throws {
        let error = try await withLoop { loop in
            do throws(SSHError) {
                _ = try await SSHDialer(loop: loop).hostKey(
                    of: SSHEndpoint(addresses: ["no-such-host.invalid"]), hostKeys: SSHDialer.hostKeys)
                return SSHError.closed
            } catch {
                return error
            }
        }
        guard case .notResolved(name: "no-such-host.invalid", _) = error else {
            Issue.record("\(error)")
            return
        }
    }

    @Test func theFirstAddressThatAnswersWins() async throws {
        let server = try await TestServer()
        defer { server.stop() }
        let address = try await withLoop { loop in
            // TEST-NET-1 answers nobody, or is unreachable: either way the second address has its turn.
            let endpoint = SSHEndpoint(addresses: ["192.0.2.1", "127.0.0.1"], port: server.port)
            let (connection, address) = try await SSHDialer(loop: loop).connect(
                to: endpoint, as: server.credentials, hostKeys: SSHDialer.hostKeys, verify: trustAll)
            await connection.close()
            return address
        }
        #expect(address.host == "127.0.0.1")
    }

    @Test func theHostsKeyIsShownToTheVerifier() async throws {
        let server = try await TestServer()
        defer { server.stop() }
        let key = try await withLoop { loop in
            try await SSHDialer(loop: loop).hostKey(of: server.endpoint, hostKeys: SSHDialer.hostKeys)
        }
        #expect(key == server.hostKey)
    }

    @Test func aRefusedKeyNamesWhatTheServerTakes() async throws {
        let server = try await TestServer(["PasswordAuthentication yes"])
        defer { server.stop() }
        try FileManager.default.removeItem(atPath: "\(server.directory)/authorized_keys")
        let error = try await withLoop { loop in
            await Self.outcome(SSHDialer(loop: loop), server, port: server.port)
        }
        guard case .denied(let denial) = error else {
            Issue.record("\(error.map(\.message) ?? "connected")")
            return
        }
        #expect(denial.methods.contains("publickey"))
        #expect(denial.methods.contains("password"))
        #expect(denial.tried == ["\(server.directory)/user_key"])
    }

    @Test func moreKeysThanTheServerBearsIsItsOwnError() async throws {
        let server = try await TestServer(["MaxAuthTries 2"])
        defer { server.stop() }
        let error = try await withLoop { loop in
            var credentials = server.credentials
            let files = KeyFiles(owner: getuid(), abilities: .linked)
            credentials.signers = []
            for number in 0..<4 {
                let path = "\(server.directory)/other\(number)"
                try await TestServer.generate("ed25519", to: path, on: loop)
                credentials.signers.append(try files.key(path).get())
            }
            do throws(SSHError) {
                _ = try await SSHDialer(loop: loop).connect(
                    to: server.endpoint, as: credentials, hostKeys: SSHDialer.hostKeys, verify: trustAll)
                return SSHError.closed
            } catch {
                return error
            }
        }
        guard case .tooManyAttempts(let tried) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(tried.count >= 2)
    }

    @Test(arguments: [
        (["Ciphers aes256-gcm@openssh.com,chacha20-poly1305@openssh.com"], AlgorithmKind.cipher),
        (["MACs hmac-sha2-256-etm@openssh.com", "Ciphers aes256-ctr"], .mac),
    ])
    func aServerOutOfReachIsNamedWithBothLists(options: [String], kind: AlgorithmKind) async throws {
        guard !LibSSH2Abilities.linked.rsaWithSHA2 else { return }  // a newer libssh2 reaches it
        let error = try await failure(.slices(1000), options: options)
        guard case .noCommonAlgorithm(kind, let ours, let theirs) = error else {
            Issue.record("\(error.map(\.message) ?? "connected")")
            return
        }
        #expect(!ours.isEmpty)
        #expect(!theirs.isEmpty)
        #expect(error?.fix?.contains("libssh2 1.11") == true)
    }

    @Test func anRSAOnlyHostIsNamedAsSuch() async throws {
        guard !LibSSH2Abilities.linked.rsaWithSHA2 else { return }
        let error = try await failure(.slices(1000), hostKeyType: "rsa")
        guard case .noCommonAlgorithm(.hostKey, _, let theirs) = error else {
            Issue.record("\(error.map(\.message) ?? "connected")")
            return
        }
        #expect(theirs.contains("rsa-sha2-512"))
    }

    @Test func anRSAUserKeyIsNamedAsTheCause() async throws {
        guard !LibSSH2Abilities.linked.rsaWithSHA2 else { return }
        let error = try await failure(.slices(1000), userKeyType: "rsa")
        guard case .denied(let denial) = error else {
            Issue.record("\(error.map(\.message) ?? "connected")")
            return
        }
        #expect(denial.rsaUnusable)
    }

    @Test func blackHolesDelayNobodyElse() async throws {
        let server = try await TestServer()
        defer { server.stop() }
        let (good, silent) = try await withLoop { loop in
            let proxy = try FaultProxy(.silence, to: server.port, on: loop)
            defer { proxy.stop() }
            var limits = SSHLimits()
            limits.banner = .seconds(600)
            let dialer = SSHDialer(loop: loop, limits: limits)
            let holes = (0..<5).map { _ in Task { await Self.outcome(dialer, server, port: proxy.port) } }
            let good = await withTaskGroup(of: SSHError?.self) { group in
                for _ in 0..<45 { group.addTask { await Self.outcome(dialer, server, port: server.port) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            holes.forEach { $0.cancel() }
            var silent: [SSHError?] = []
            for hole in holes { silent.append(await hole.value) }
            return (good, silent)
        }
        #expect(good == Array(repeating: nil, count: 45))
        // They still waited when all others were through.
        #expect(silent == Array(repeating: .cancelled(.banner), count: 5))
    }
}

extension SSHLimits {
    /// For servers that will not answer.
    fileprivate static var short: SSHLimits {
        var limits = SSHLimits()
        limits.banner = .milliseconds(500)
        limits.keyExchange = .milliseconds(500)
        return limits
    }
}
