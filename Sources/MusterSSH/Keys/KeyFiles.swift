import Glibc
import MusterIO
import Synchronization

/// Private keys from files, each file read and parsed once for all hosts.
package final class KeyFiles: Sendable {
    private let owner: UInt32
    private let abilities: LibSSH2Abilities
    private let read = Mutex<[String: Result<PrivateKey, KeyFileError>]>([:])

    /// `owner` is the operator's uid.
    package init(owner: UInt32, abilities: LibSSH2Abilities) {
        self.owner = owner
        self.abilities = abilities
    }

    package func key(_ path: String) -> Result<PrivateKey, KeyFileError> {
        read.withLock { read in
            if let known = read[path] { return known }
            let result = Result { () throws(KeyFileError) in try load(path) }
            read[path] = result
            return result
        }
    }

    /// The public half of a key file, even if the private one is encrypted, elsewhere or of no use here.
    package func publicKey(_ path: String) -> PublicKey? {
        switch key(path) {
        case .success(let key): key.publicKey
        case .failure(.encrypted(_, let key?)): key
        case .failure: publicKeyFile(path + ".pub")
        }
    }

    private func load(_ path: String) throws(KeyFileError) -> PrivateKey {
        switch KeyFileContent(consuming: try bytes(path)) {
        case .key(let handle):
            guard let key = PrivateKey(handle, origin: path) else { throw .notAKey(path: path) }
            if abilities.canSign(with: key.publicKey.type) { return key }
            throw key.publicKey.type == .rsa
                ? .rsaNeedsNewerLibrary(path: path) : .unsupported(path: path, key.publicKey.type)
        case .encrypted(let key): throw .encrypted(path: path, key)
        case .securityKey: throw .securityKey(path: path)
        case .unsupported(let key): throw .unsupported(path: path, key.type)
        case .notAKey: throw .notAKey(path: path)
        }
    }

    private func bytes(_ path: String) throws(KeyFileError) -> [UInt8] {
        let (info, bytes): (FileInfo, [UInt8])
        do throws(SystemError) {
            info = try FileInfo.of(path)
            guard info.kind == .file else { throw SystemError(code: EINVAL, "read a key from", path) }
            bytes = try File.read(path, limit: Self.sizeLimit)
        } catch {
            throw error.isNoSuchFile ? .missing(path: path) : .unreadable(error)
        }
        // As OpenSSH: another owner's file, root's for instance, may be readable by a group.
        if info.uid == owner, info.mode & 0o077 != 0 { throw .tooOpen(path: path, mode: info.mode) }
        return bytes
    }

    /// `type base64 comment`, as `ssh-keygen` writes it.
    private func publicKeyFile(_ path: String) -> PublicKey? {
        guard let bytes = try? File.read(path, limit: Self.sizeLimit) else { return nil }
        let fields = bytes.prefix { $0 != UInt8(ascii: "\n") }.split(separator: UInt8(ascii: " "), maxSplits: 2)
        guard fields.count >= 2 else { return nil }
        return PublicKey(type: String(decoding: fields[0], as: UTF8.self), base64: fields[1])
    }

    /// An RSA key of 16,384 bits takes 13 kB.
    private static let sizeLimit = 64 << 10
}
