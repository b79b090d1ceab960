import Glibc
import MusterIO

/// The identity's file: 32 bytes that only its owner may read, written once.
enum SecretKey {
    static let length = 32

    /// Reads the key of `directory`, or makes one there.
    static func load(in directory: String, randomness: Randomness) throws(SystemError) -> [UInt8] {
        let path = "\(directory)/secret-key"
        do throws(SystemError) {
            let key = try File.read(path, limit: length)
            guard key.count == length else { throw SystemError(code: EINVAL, "use", path) }
            return key
        } catch {
            guard error.code == ENOENT else { throw error }
        }
        let key = randomness.bytes(length)
        try File.writeAtomically(path, key, mode: 0o600)
        return key
    }
}
