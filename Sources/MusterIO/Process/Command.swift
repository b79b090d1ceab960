import MusterModel

/// A program to run, with everything that it is given.
package struct Command: Hashable, Sendable {
    /// The program first: a path, or a name to be searched for in the environment's `PATH`.
    package var arguments: [String]
    /// All of it; nothing is inherited.
    package var environment: [String: String]
    package var input: [UInt8]
    /// `nil` runs it as whoever we are.
    package var identity: Identity?
    package var directory: String?
    /// Bytes of each of standard output and standard error that are kept; the rest is read and dropped.
    package var outputLimit: Int

    /// Numeric user and groups; nothing is looked up.
    package struct Identity: Hashable, Sendable {
        package var uid: UInt32
        package var gid: UInt32
        /// Supplementary groups.
        package var groups: [UInt32]

        package init(uid: UInt32, gid: UInt32, groups: [UInt32] = []) {
            self.uid = uid
            self.gid = gid
            self.groups = groups
        }
    }

    package init(
        _ arguments: [String], environment: [String: String] = Command.plainEnvironment, input: [UInt8] = [],
        identity: Identity? = nil, directory: String? = nil, outputLimit: Int = 1 << 20
    ) {
        self.arguments = arguments
        self.environment = environment
        self.input = input
        self.identity = identity
        self.directory = directory
        self.outputLimit = outputLimit
    }

    /// System programs, and their output in no language.
    package static let plainEnvironment = [
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C",
    ]

    /// The program as one would speak of it.
    package var program: String { arguments.first ?? "" }
}

/// How a process ended.
package enum ExitStatus: Hashable, Sendable {
    case exited(Int32)
    case signalled(Int32)

    package var isSuccess: Bool { self == .exited(0) }
}

/// What a program left behind.
package struct CommandOutput: Hashable, Sendable {
    package var status: ExitStatus
    package var output: BoundedBytes
    package var errorOutput: BoundedBytes

    package init(status: ExitStatus, output: BoundedBytes, errorOutput: BoundedBytes) {
        self.status = status
        self.output = output
        self.errorOutput = errorOutput
    }

    /// For scripted runners in tests.
    package init(status: ExitStatus = .exited(0), _ text: String = "", error: String = "") {
        var output = BoundedBytes(limit: .max)
        var errorOutput = BoundedBytes(limit: .max)
        output.append(Array(text.utf8))
        errorOutput.append(Array(error.utf8))
        self.init(status: status, output: output, errorOutput: errorOutput)
    }
}

/// Why a program has no exit status.
package enum CommandError: UserFacingError, Hashable {
    /// No such program; nothing ran.
    case notFound(program: String)
    case notStarted(SystemError)
    /// It and its process group were killed.
    case timedOut(program: String)
    /// The same, because the task was cancelled.
    case cancelled(program: String)

    package var message: String {
        switch self {
        case .notFound(let program): "there is no program \(program)"
        case .notStarted(let error): error.message
        case .timedOut(let program): "\(program) did not end in time and was killed"
        case .cancelled(let program): "\(program) was killed because its result is no longer wanted"
        }
    }
}

/// Runs programs; scripted in tests.
package protocol CommandRunner: Sendable {
    /// An exit status other than 0 is no error. When it throws nothing of the command is left running.
    func run(_ command: Command, until deadline: Deadline) async throws(CommandError) -> CommandOutput
}
