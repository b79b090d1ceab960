package import MusterIO
import MusterModel

extension KnownHosts {
    /// Reads the files in their order; one that does not exist is empty, one that cannot be read is an error.
    ///
    /// Never half a table: a missing line might be the one that revokes a key.
    package static func read(_ paths: [String]) throws(KnownHostsError) -> KnownHosts {
        var knownHosts = KnownHosts()
        for path in paths {
            do throws(SystemError) {
                knownHosts.add(try File.read(path, limit: sizeLimit), from: path)
            } catch {
                if !error.isNoSuchFile { throw .unreadable(error) }
            }
        }
        return knownHosts
    }

    /// 3,000 hosts with three hashed keys each take 3 MB.
    static let sizeLimit = 64 << 20
}

package enum KnownHostsError: Error, Hashable, UserFacingError {
    case unreadable(SystemError)
    case unwritable(SystemError)
    /// Another process held the lock until the deadline.
    case locked(path: String)
    /// The name could be read as something else than one host.
    case badName(HostKeyName)
    /// Between the operator's yes and the writing somebody listed another key.
    case contradicted(HostKeyError)
    case cancelled

    package var message: String {
        switch self {
        case .unreadable(let error), .unwritable(let error): error.message
        case .locked(let path): "somebody else holds \(path)"
        case .badName(let name): "\(String(reflecting: name.text)) cannot stand in a known_hosts file"
        case .contradicted(let error): error.message
        case .cancelled: "cancelled"
        }
    }

    package var fix: String? {
        switch self {
        case .unreadable(let error) where error.isTooLarge:
            "remove what is no known_hosts file from the SSH configuration"
        case .unreadable(let error), .unwritable(let error): error.fix ?? "give yourself access to the file"
        case .locked: "wait for the other muster, or end it"
        case .badName: "give the host a name of letters, digits, dots, colons and dashes"
        case .contradicted(let error): error.fix
        case .cancelled: nil
        }
    }
}
