package import MusterIO
import MusterModel

/// Why a key file cannot be offered.
package enum KeyFileError: Error, Hashable, UserFacingError {
    case missing(path: String)
    case unreadable(SystemError)
    /// Others can read it; OpenSSH refuses such a key too.
    case tooOpen(path: String, mode: UInt32)
    /// The public half is there where the format shows it.
    case encrypted(path: String, PublicKey?)
    case notAKey(path: String)
    case rsaNeedsNewerLibrary(path: String)
    case securityKey(path: String)
    case unsupported(path: String, KeyType)

    package var message: String {
        switch self {
        case .missing(let path): "there is no key file \(path)"
        case .unreadable(let error): error.message
        case .tooOpen(let path, let mode): "others may read the key file \(path) (mode \(Self.octal(mode)))"
        case .encrypted(let path, _): "the key file \(path) is encrypted, and Muster asks for no passphrases"
        case .notAKey(let path): "\(path) holds no private key that can be read"
        case .rsaNeedsNewerLibrary(let path):
            "\(path) is an RSA key, with which this libssh2 can only make SHA-1 signatures, and OpenSSH 8.8 and later refuse those"
        case .securityKey(let path): "the key file \(path) belongs to a hardware token"
        case .unsupported(let path, let type): "the key file \(path) is of type \(type), which is not supported"
        }
    }

    package var fix: String? {
        switch self {
        case .missing, .unreadable: "name another file as the identity"
        case .tooOpen(let path, _): "run `chmod 600 '\(path)'`"
        case .encrypted(let path, _): "run `ssh-add '\(path)'`"
        case .notAKey: "make a key with `ssh-keygen -t ed25519`"
        case .rsaNeedsNewerLibrary: "use an ed25519 key (`ssh-keygen -t ed25519`), or libssh2 1.11 or later"
        case .securityKey(let path): "run `ssh-add '\(path)'` and let the agent use it; libssh2 must be 1.11 or later"
        case .unsupported: "use an ed25519 key (`ssh-keygen -t ed25519`)"
        }
    }

    private static func octal(_ mode: UInt32) -> String {
        let digits = String(mode & 0o777, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
