package import MusterIO

/// How a command on a host ended.
package enum RemoteExit: Hashable, Sendable {
    case exited(Int32)
    /// The signal's name without `SIG`, as in `KILL`; from a stranger.
    case signalled(String)

    package var isSuccess: Bool { self == .exited(0) }
}

/// What a command on a host left behind.
package struct RemoteOutput: Hashable, Sendable {
    package var exit: RemoteExit
    package var output: BoundedBytes
    package var errorOutput: BoundedBytes

    package init(exit: RemoteExit, output: BoundedBytes, errorOutput: BoundedBytes) {
        self.exit = exit
        self.output = output
        self.errorOutput = errorOutput
    }
}
