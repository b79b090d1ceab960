import MusterModel

/// Why a name has no addresses.
package enum ResolveError: Error, Hashable, UserFacingError {
    /// The resolver knows that there is no such host.
    case noSuchHost(name: String)
    /// The resolver could not find out.
    case failed(name: String, reason: String)
    case timedOut(name: String)
    case cancelled

    package var message: String {
        switch self {
        case .noSuchHost(let name): "there is no host \(name)"
        case .failed(let name, let reason): "cannot resolve \(name): \(reason)"
        case .timedOut(let name): "resolving \(name) took too long"
        case .cancelled: "cancelled"
        }
    }

    package var fix: String? {
        switch self {
        case .noSuchHost: "correct the name, or give the host `addresses` in the inventory"
        case .failed, .timedOut: "look at the name server, or give the host `addresses` in the inventory"
        case .cancelled: nil
        }
    }
}
