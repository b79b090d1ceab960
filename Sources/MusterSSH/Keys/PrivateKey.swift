import MusterIO

/// A private key that was read once and signs through libcrypto from then on.
///
/// Its secret part is never copied out of libcrypto, which wipes it when the last reference goes.
package struct PrivateKey: PromptSigner, CustomStringConvertible {
    package let publicKey: PublicKey
    package let origin: String
    private let handle: KeyHandle

    init?(_ handle: KeyHandle, origin: String) {
        guard let publicKey = handle.publicKey else { return nil }
        self.publicKey = publicKey
        self.origin = origin
        self.handle = handle
    }

    package func sign(_ request: [UInt8]) throws(SigningError) -> [UInt8] {
        guard let signature = signature(over: request, algorithm: algorithm(for: request)) else {
            throw .failed(origin: origin)
        }
        return signature
    }

    package var description: String { "\(publicKey.type) \(publicKey.fingerprint) (\(origin))" }

    /// RSA alone has a choice, which the request names.
    private func algorithm(for request: [UInt8]) -> String? {
        publicKey.type == .rsa ? AuthenticationRequest.algorithm(in: request) : publicKey.type.name
    }

    private func signature(over request: [UInt8], algorithm name: String?) -> [UInt8]? {
        guard let algorithm = name.flatMap(SignatureAlgorithm.init),
            let signature = handle.sign(request, digest: algorithm.digest)
        else { return nil }
        return algorithm.wireForm(signature)
    }
}
