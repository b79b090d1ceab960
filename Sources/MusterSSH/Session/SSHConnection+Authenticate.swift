import CSSH2
import MusterIO

/// Who one is on the host, and how to prove it.
package struct SSHCredentials: Sendable {
    package var user: String
    /// Offered one at a time, in this order.
    package var signers: [any Signer]
    /// Tried after the keys, as password and for hidden keyboard-interactive prompts.
    package var password: String?

    package init(user: String, signers: [any Signer] = [], password: String? = nil) {
        self.user = user
        self.signers = signers
        self.password = password
    }
}

extension SSHConnection {
    /// Proves who we are; after ``handshake(hostKeys:verify:)``.
    package func authenticate(_ credentials: SSHCredentials) async throws(SSHError) {
        let deadline = loop.now + limits.authenticate
        let abilities = LibSSH2Abilities.linked
        let usable = credentials.signers.filter { abilities.canSign(with: $0.publicKey.type) }
        var tried: [String] = []
        do throws(SSHError) {
            for signer in usable {
                tried.append(signer.origin)
                if try await offer(signer, credentials.user, until: deadline) { return }
            }
            if let password = credentials.password, try await offer(password, credentials.user, until: deadline) {
                return
            }
        } catch .dismissed where !tried.isEmpty {
            throw .tooManyAttempts(tried: tried)
        }
        let hasRSA = credentials.signers.contains { $0.publicKey.type == .rsa }
        throw .denied(
            SSHError.AccessDenial(
                user: credentials.user, tried: tried, methods: await methods(for: credentials.user, until: deadline),
                rsaUnusable: hasRSA && !abilities.rsaWithSHA2))
    }

    /// What libssh2 says when a key or password is not good enough.
    private static let refusals = [LIBSSH2_ERROR_AUTHENTICATION_FAILED, LIBSSH2_ERROR_PUBLICKEY_UNVERIFIED]
    /// Beside libssh2's codes, which are 0 or negative.
    private static let signatureWanted = 1

    /// Whether the server took the key.
    private func offer(_ signer: any Signer, _ user: String, until deadline: Deadline) async throws(SSHError) -> Bool {
        guard let link else { throw .closed }
        let exchange = SigningExchange(signer)
        link.wire.signing = exchange
        defer { link.wire.signing = nil }
        while true {
            let code = try await finish(.authenticate, until: deadline, passing: Self.refusals) { session in
                let code = requestSigning(session, user, signer.publicKey.blob)
                return code == Int(LIBSSH2_ERROR_EAGAIN) && exchange.isWaiting ? Self.signatureWanted : code
            }
            guard code == Self.signatureWanted, let request = exchange.request else {
                if let error = exchange.error { throw .signing(error) }
                return code == 0
            }
            exchange.set(await Self.sign(request, with: signer, until: deadline))
        }
    }

    private static func sign(
        _ request: [UInt8], with signer: any Signer, until deadline: Deadline
    ) async -> Result<[UInt8], SigningError> {
        do throws(SigningError) {
            return .success(try await signer.sign(request, until: deadline))
        } catch {
            return .failure(error)
        }
    }

    private func offer(_ password: String, _ user: String, until deadline: Deadline) async throws(SSHError) -> Bool {
        let passing = Self.refusals + [LIBSSH2_ERROR_METHOD_NOT_SUPPORTED]
        let code = try await finish(.authenticate, until: deadline, passing: passing) { session in
            Int(
                libssh2_userauth_password_ex(
                    session, user, UInt32(user.utf8.count), password, UInt32(password.utf8.count), nil))
        }
        if code == 0 { return true }
        return try await answerPrompts(password, user, until: deadline)
    }

    private func answerPrompts(
        _ password: String, _ user: String, until deadline: Deadline
    ) async throws(SSHError) -> Bool {
        guard let link else { throw .closed }
        link.wire.answers = PromptAnswers(password: password)
        defer { link.wire.answers = nil }
        return try await finish(.authenticate, until: deadline, passing: Self.refusals) { session in
            Int(
                libssh2_userauth_keyboard_interactive_ex(
                    session, user, UInt32(user.utf8.count), answerForSession))
        } == 0
    }

    /// What the server would accept; empty if it does not say.
    private func methods(for user: String, until deadline: Deadline) async -> [String] {
        var list: [String] = []
        _ = try? await finish(.authenticate, until: deadline) { session in
            guard let text = libssh2_userauth_list(session, user, UInt32(user.utf8.count)) else {
                return Int(libssh2_session_last_errno(session))
            }
            list = String(cString: text).split(separator: ",").prefix(16).map { StrangersText.line($0.utf8) }
            return 0
        }
        return list
    }
}

private func requestSigning(_ session: OpaquePointer, _ user: String, _ key: [UInt8]) -> Int {
    // The library measures the user's name itself and passes the context on to the callback.
    Int(libssh2_userauth_publickey(session, user, key, key.count, signForSession, libssh2_session_abstract(session)))
}
