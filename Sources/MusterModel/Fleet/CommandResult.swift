/// What a command on one host printed and how it ended; a non-zero exit is a result, not an error.
package struct CommandResult: Hashable, Sendable {
    package enum Ending: Hashable, Sendable {
        case exited(Int32)
        /// The name without `SIG`, as the SSH protocol sends it.
        case signalled(String)
    }

    package var output: [UInt8]
    package var errors: [UInt8]
    package var ending: Ending
    /// Bytes beyond the limit were dropped.
    package var truncated: Bool

    package init(output: [UInt8], errors: [UInt8], ending: Ending, truncated: Bool = false) {
        self.output = output
        self.errors = errors
        self.ending = ending
        self.truncated = truncated
    }
}
