import Foundation
import MusterIO
import Testing

@testable import MusterSSH

extension Workshop {
    func writeBytes(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(filePath: file(name)))
    }

    /// What is signed for `message`, in the form of PROTOCOL.sshsig.
    func signedData(_ message: [UInt8]) -> [UInt8] {
        var digest = SHA256()
        digest.update(message)
        var signed = Array("SSHSIG".utf8) + Self.namespace
        signed.appendString(digest.digest())
        return signed
    }

    /// Has `ssh-keygen` check the signature that `sign` makes over ``signedData(_:)``.
    func verify(_ signer: any Signer, _ message: String, sign: ([UInt8]) throws -> [UInt8]) throws {
        var signature: [UInt8] = []
        signature.appendString(signer.publicKey.type.name.utf8)
        signature.appendString(try sign(signedData(Array(message.utf8))))
        var blob = Array("SSHSIG".utf8)
        blob.appendUInt32(1)
        blob.appendString(signer.publicKey.blob)
        blob += Self.namespace
        blob.appendString(signature)
        try write("sig", "-----BEGIN SSH SIGNATURE-----\n\(Base64.encode(blob))\n-----END SSH SIGNATURE-----\n")
        try write("allowed", "me \(signer.publicKey.text)\n")
        try run(
            "ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", "me", "-n", "muster", "-s", "sig", input: message)
    }

    private static var namespace: [UInt8] {
        var fields: [UInt8] = []
        for field in ["muster", "", "sha256"] { fields.appendString(field.utf8) }
        return fields
    }
}

extension Signer {
    /// What libssh2 asks to have signed: the session's id, then the authentication request.
    func request(algorithm: String) -> [UInt8] {
        var request: [UInt8] = []
        request.appendString([UInt8](repeating: 7, count: 32))
        request.append(50)
        for field in ["ant", "ssh-connection", "publickey"] { request.appendString(field.utf8) }
        request.append(1)
        request.appendString(algorithm.utf8)
        request.appendString(publicKey.blob)
        return request
    }
}
