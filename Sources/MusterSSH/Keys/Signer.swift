package import MusterIO
import MusterModel

/// Something that can prove to a host who we are: a key from a file, or one that an agent keeps.
package protocol Signer: Sendable {
    var publicKey: PublicKey { get }
    /// Where the key comes from, for messages: a path, or an agent's comment.
    var origin: String { get }

    /// Signs what libssh2's callback hands over, which is the whole authentication request.
    ///
    /// The answer is what the callback has to return: the signature without its algorithm's name, which libssh2 puts
    /// in front. Of a security key it is the signature as a `string`, then flags and counter.
    func sign(_ request: [UInt8], until deadline: Deadline) async throws(SigningError) -> [UInt8]
}

/// A signer that answers at once, so that the callback need not say EAGAIN.
package protocol PromptSigner: Signer {
    func sign(_ request: [UInt8]) throws(SigningError) -> [UInt8]
}

extension PromptSigner {
    package func sign(_ request: [UInt8], until deadline: Deadline) async throws(SigningError) -> [UInt8] {
        try sign(request)
    }
}

/// Why a signature did not come about.
package enum SigningError: Error, Hashable, UserFacingError {
    /// libcrypto said no; `origin` as in ``Signer``.
    case failed(origin: String)
    /// The agent answered that it would not: locked, or the operator declined.
    case declined(origin: String)
    case agent(AgentError)

    package var message: String {
        switch self {
        case .failed(let origin): "cannot sign with \(origin)"
        case .declined(let origin): "the ssh-agent declined to sign with \(origin)"
        case .agent(let error): error.message
        }
    }

    package var fix: String? {
        switch self {
        case .failed: nil
        case .declined: "unlock the agent or confirm the request, or name another key"
        case .agent(let error): error.fix
        }
    }
}
