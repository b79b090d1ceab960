import CShim
import Glibc

/// A started program with our ends of its three streams.
struct ChildProcess: ~Copyable, Sendable {
    let pid: pid_t
    /// Its streams and the descriptor that becomes readable at its end; `nil` once closed, or where the kernel has none.
    ///
    /// Numbers with an owner of their own: an optional ``Descriptor`` cannot be looked at without taking it.
    private(set) var input: Int32?
    private(set) var output: Int32?
    private(set) var errorOutput: Int32?
    let exit: Int32?

    init(_ command: Command, path: String) throws(SystemError) {
        let input = try Pipe(nonBlocking: false)
        let output = try Pipe(nonBlocking: false)
        let errorOutput = try Pipe(nonBlocking: false)
        // Our ends only: the child's are to block, as programs expect.
        try Descriptor.setNonBlocking(input.writer.raw)
        try Descriptor.setNonBlocking(output.reader.raw)
        try Descriptor.setNonBlocking(errorOutput.reader.raw)
        pid = try spawn(command, path, input.reader.raw, output.writer.raw, errorOutput.writer.raw)
        let exit = muster_pidfd_open(pid)
        self.exit = exit < 0 ? nil : exit
        self.input = input.takeWriter().release()
        self.output = output.takeReader().release()
        self.errorOutput = errorOutput.takeReader().release()
    }

    deinit {
        for fd in [input, output, errorOutput, exit] { if let fd { Glibc.close(fd) } }
    }

    mutating func closeInput() { Self.close(&input) }
    mutating func closeOutput() { Self.close(&output) }
    mutating func closeErrorOutput() { Self.close(&errorOutput) }

    private static func close(_ fd: inout Int32?) {
        if let number = fd.take() { Glibc.close(number) }
    }

    var hasEnded: Bool { Self.hasEnded(pid) }

    /// Whether a child has ended; its pid stays taken until it is reaped.
    static func hasEnded(_ pid: pid_t) -> Bool {
        var info = siginfo_t()
        return waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_signo == SIGCHLD
    }

    /// Signals the whole process group.
    func kill(_ signal: Int32) { Glibc.kill(-pid, signal) }

    /// After ``hasEnded``.
    func reap() -> ExitStatus {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
    }
}

/// - Parameter daemonFiles: for a program that is to outlive us, how many files it may open; else 0.
func spawn(
    _ command: Command, _ path: String, _ input: Int32, _ output: Int32, _ errorOutput: Int32, daemonFiles: UInt = 0
) throws(SystemError) -> pid_t {
    var request = muster_spawn()
    request.open_files_of_daemon = daemonFiles
    request.input = input
    request.output = output
    request.error = errorOutput
    let environment = command.environment.map { "\($0.key)=\($0.value)" }.sorted()
    let strings = CStrings([path] + command.arguments, environment, command.directory)
    let pid = strings.withPointers { arguments, environment, directory in
        (command.identity?.groups ?? []).withUnsafeBufferPointer { groups in
            request.path = UnsafePointer(arguments[0])
            request.argv = arguments + 1
            request.envp = environment
            request.directory = UnsafePointer(directory)
            if let identity = command.identity {
                request.switches_user = 1
                request.uid = identity.uid
                request.gid = identity.gid
                request.groups = groups.baseAddress
                request.group_count = groups.count
            }
            return muster_spawn(&request)
        }
    }
    guard pid > 0 else { throw SystemError(code: -pid, "run", path) }
    return pid
}

/// C copies of a command's texts, freed with it.
private struct CStrings: ~Copyable {
    private let first: [UnsafeMutablePointer<CChar>?]
    private let second: [UnsafeMutablePointer<CChar>?]
    private let last: UnsafeMutablePointer<CChar>?

    init(_ first: [String], _ second: [String], _ last: String?) {
        self.first = first.map { strdup($0) } + [nil]
        self.second = second.map { strdup($0) } + [nil]
        self.last = last.flatMap { strdup($0) }
    }

    deinit {
        for pointer in first + second + [last] { free(pointer) }
    }

    typealias Array = UnsafePointer<UnsafeMutablePointer<CChar>?>

    borrowing func withPointers<Value>(
        _ body: (_ first: Array, _ second: Array, _ last: UnsafeMutablePointer<CChar>?) -> Value
    ) -> Value {
        // Never empty: each list ends with its null.
        first.withUnsafeBufferPointer { first in
            second.withUnsafeBufferPointer { second in body(first.baseAddress!, second.baseAddress!, last) }
        }
    }
}
