import Glibc
import MusterIO
import MusterModel
package import MusterSSH

extension SSHError: HostProblem {
    /// Every address answered, and nothing listens there: asking again a second later changes nothing.
    var isRefusal: Bool {
        guard case .notConnected(let failures) = self else { return false }
        return failures.allSatisfy { $0.cause?.code == ECONNREFUSED }
    }
}

/// The host accepted none of the keys; the notices say which keys could not be offered, and why.
struct AccessRefused: HostProblem {
    let denial: SSHError.AccessDenial
    let notices: [any UserFacingError]

    var step: String { SSHError.denied(denial).step }
    var isUnreachable: Bool { true }

    var message: String {
        ([SSHError.denied(denial).message] + notices.map(\.message)).joined(separator: "; ")
    }

    var fix: String? { notices.lazy.compactMap(\.fix).first ?? SSHError.denied(denial).fix }
}

/// None of the ways to a host behind relays led there.
package struct RelaysFailed: HostProblem {
    let host: String
    let failures: [String]

    package static let step = "relay"

    package var step: String { Self.step }
    package var isUnreachable: Bool { true }
    package var message: String { "no relay leads to \(host): \(failures.joined(separator: "; "))" }
    package var fix: String? { "ping the relays, and check AllowTcpForwarding there" }
}
