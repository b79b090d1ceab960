import MusterModel
import MusterWire

/// Somebody else acts on the host.
struct LeaseHeld: Error, Hashable {
    let host: HostName
    /// Who, in words.
    let holder: String
    /// By the controller's clock.
    let since: Timestamp
    private let seconds: Int64
    /// Another controller holds it on the machine; else it is another verb of this one's.
    let isForeign: Bool
    /// The holder goes on for as long as it likes: waiting is no use.
    let watches: Bool

    /// Another verb of this controller.
    init(_ lease: Lease, at now: Timestamp) {
        host = lease.host
        holder = lease.holder
        since = lease.since
        seconds = max(0, now.since(since).components.seconds)
        isForeign = false
        watches = false
    }

    /// What an agent says of another controller.
    init(_ grant: LeaseGrant, of host: HostName, at now: Timestamp) {
        self.host = host
        holder = PlainText.remark(grant.holder.utf8)
        since = now.advanced(by: .milliseconds(-grant.age))
        seconds = grant.age / 1000
        isForeign = true
        watches = grant.watches
    }

    var failure: HostFailure {
        guard isForeign else {
            return HostFailure(
                step: "lease", message: "\(host) is acted on by \(holder) for \(seconds) s",
                fix: "wait for its end, or allow more with --timeout")
        }
        return HostFailure(
            step: "lease",
            message: "\(host) is foreign-managed: another controller has it, \(holder) for \(seconds) s",
            fix: watches
                ? "work from there, or end that watch: it lets go at once, and within 3 minutes where it was killed"
                : "wait for its end, or allow more with --timeout")
    }
}
