package import MusterHost
package import MusterIO
import MusterModel

/// The long-running half of the program: answers a controller over two descriptors.
package struct Agent: Sendable {
    private let host: AgentHost
    private let limits: Limits

    /// What one controller can make the agent hold.
    package struct Limits: Hashable, Sendable {
        /// Unsent output at which the conversation ends; a survey of 8 MiB fits.
        package var outputBytes: Int
        /// Unsent output at which no further request is read.
        package var unsentBytes: Int
        package var openRequests: Int
        /// How long a reader may take nothing while there is something to take.
        package var patience: Duration

        package init(
            outputBytes: Int = 16 << 20, unsentBytes: Int = 256 << 10, openRequests: Int = 64,
            patience: Duration = .seconds(60)
        ) {
            self.outputBytes = outputBytes
            self.unsentBytes = unsentBytes
            self.openRequests = openRequests
            self.patience = patience
        }
    }

    /// Why a conversation ended.
    package enum Ending: Hashable, Sendable {
        case inputEnded
        case quit
        /// Output piled up, or nobody took any for too long.
        case readerStalled
        case outputClosed(SystemError)
        case hostUnreadable(HostFactsError)
    }

    package init(host: AgentHost, limits: Limits = Limits()) {
        self.host = host
        self.limits = limits
    }

    /// Answers until the input ends; whatever is running then is dropped.
    ///
    /// Both descriptors become non-blocking for the time of the conversation, and stay open after it.
    package func serve(input: Int32, output: Int32) async throws(SystemError) -> Ending {
        try Descriptor.setNonBlocking(input)
        try Descriptor.setNonBlocking(output)
        let ending = await Conversation(host: host, input: input, output: output, limits: limits).run()
        // The setting belongs to the open file, which may be the terminal of whoever started the agent.
        try? Descriptor.setNonBlocking(input, false)
        try? Descriptor.setNonBlocking(output, false)
        return ending
    }
}

extension Agent.Ending {
    init(_ failure: Outbox.Failure) {
        switch failure {
        case .closed(let error): self = .outputClosed(error)
        case .full: self = .readerStalled
        }
    }

    /// `nil` for an ordinary end.
    package var failure: String? {
        switch self {
        case .inputEnded, .quit: nil
        case .readerStalled: "the controller stopped reading"
        case .outputClosed(let error): error.message
        case .hostUnreadable(let error): error.message
        }
    }
}
