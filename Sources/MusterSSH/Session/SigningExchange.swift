import CSSH2

/// One key's turn: what libssh2 wants signed, and the signature once there is one.
final class SigningExchange {
    let signer: any Signer
    private(set) var request: [UInt8]?
    private var outcome: Result<[UInt8], SigningError>?

    init(_ signer: any Signer) { self.signer = signer }

    /// A signer that takes its time has been asked and has not answered yet.
    var isWaiting: Bool { request != nil && outcome == nil }

    var error: SigningError? {
        if case .failure(let error) = outcome { error } else { nil }
    }

    func set(_ outcome: Result<[UInt8], SigningError>) { self.outcome = outcome }

    /// Answers what libssh2's callback has to: 0 with a signature, EAGAIN until there is one, else an error.
    fileprivate func sign(_ bytes: UnsafeRawBufferPointer, into signature: inout [UInt8]) -> Int32 {
        if outcome == nil { ask(Array(bytes)) }
        switch outcome {
        case .success(let bytes):
            signature = bytes
            return 0
        case .failure: return LIBSSH2_ERROR_PUBLICKEY_UNVERIFIED
        case nil: return LIBSSH2_ERROR_EAGAIN
        }
    }

    private func ask(_ bytes: [UInt8]) {
        guard let prompt = signer as? any PromptSigner else {
            request = bytes
            return
        }
        do throws(SigningError) { outcome = .success(try prompt.sign(bytes)) } catch { outcome = .failure(error) }
    }
}

/// Passed to `libssh2_userauth_publickey`, with the session's own context.
func signForSession(
    _ session: OpaquePointer?, _ signature: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?,
    _ length: UnsafeMutablePointer<Int>?, _ data: UnsafePointer<UInt8>?, _ count: Int,
    _ context: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> Int32 {
    guard let exchange = Wire.from(context).signing, let signature, let length else { return LIBSSH2_ERROR_INVAL }
    var bytes: [UInt8] = []
    let code = exchange.sign(UnsafeRawBufferPointer(start: data, count: count), into: &bytes)
    guard code == 0 else { return code }
    guard let copy = muster_ssh2_copy(bytes, bytes.count) else { return LIBSSH2_ERROR_ALLOC }
    signature.pointee = copy.assumingMemoryBound(to: UInt8.self)
    length.pointee = bytes.count
    return 0
}
