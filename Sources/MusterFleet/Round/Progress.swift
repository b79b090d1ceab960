package import MusterModel

/// What a round tells while it runs; whoever listens draws it, and the round never waits for that.
package enum Progress: Sendable {
    case began(HostName)
    /// A step that takes a while, such as "install agent".
    case step(HostName, String)
    /// Something else is waited for; worth a line, since it may take minutes.
    case wait(HostName, String)
    case ended(HostName, ok: Bool, message: String?)
}

package typealias ProgressListener = @Sendable (Progress) -> Void
