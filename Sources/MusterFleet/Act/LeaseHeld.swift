import MusterModel

/// Somebody else acts on the host.
struct LeaseHeld: Error, Hashable {
    let host: HostName
    /// Who, and since when, in words.
    let holder: String

    var failure: HostFailure {
        HostFailure(
            step: "lease", message: "\(host) is acted on by \(holder)",
            fix: "wait for its end, or allow more with --timeout")
    }
}
