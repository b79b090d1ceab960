/// How a node was told to behave: well, unless something here says otherwise.
package struct Behaviour: Hashable, Sendable {
    /// What an answer carries instead of the page.
    package enum Body: String, Hashable, Sendable, CaseIterable {
        case page
        case empty
        /// Text that is no page.
        case garbage
        /// Bytes of every value, zero included.
        case binary
        /// The page's first half, although the whole length was announced.
        case truncated
        /// Samples without end; no length is announced.
        case endless
        /// One line of 64 MiB.
        case longLine = "long_line"
    }

    /// The version that is claimed.
    package var version: String?
    /// The peer id that is claimed; control characters are kept.
    package var peerID: String?
    /// Milliseconds before an answer's first byte.
    package var answerDelay: UInt32 = 0
    /// Microseconds between two bytes of an answer.
    package var byteDelay: UInt32 = 0
    /// Connections are accepted and never answered.
    package var hangs = false
    /// Nothing listens on the metrics port.
    package var refuses = false
    package var body = Body.page
    /// The status line's code.
    package var status: UInt16 = 200
    /// Seconds from the start after which the process ends by itself.
    package var exitAfter: UInt32?
    package var exitCode: UInt8 = 1
    /// Written to `critical_failure.log` when the process ends by itself.
    package var failure: String?
    /// Memory that is taken each second and never given back, in MB.
    package var leak: UInt32 = 0
    /// Memory that is held as long as this says so, in MB.
    package var heldMemory: UInt32 = 0
    /// Size of a file of ballast in the root directory, in MB.
    package var ballast: UInt32 = 0
    /// Share of one core that is burnt, in percent; more than 100 burns several.
    package var cpu: UInt32 = 0
    /// The connected peers that are claimed.
    package var peers: UInt64?
    /// The file that each start and end is noted in, for those who count them after the node is gone.
    package var record: String?
    /// SIGTERM is noted in the log and has no effect.
    package var ignoresTermination = false
    /// How much faster than time the counters run.
    package var pace: UInt32 = 1

    package init() {}
}
