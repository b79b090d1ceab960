package import MusterModel

extension Guard {
    /// With its weight first, such as `not acted on: ant@desk holds the host: disk swap`.
    package var sentence: String { "\(weight): \(node.map { $0 + ": " } ?? "")\(text)" }

    /// Follows from how hosts are set up, on most of a fleet alike, and not from what happens there.
    package var isOfSettings: Bool { kind == .outgoingPorts }

    private var weight: String {
        switch kind {
        case .addressMismatch: "critical"
        case .outgoingPorts: "note"
        default: stopsHost ? "not acted on" : "finding"
        }
    }
}
