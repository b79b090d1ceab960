import Glibc

/// Feeds a program and collects what it says until it has ended.
struct CommandExchange: ~Copyable, Sendable {
    private var child: ChildProcess
    private let loop: EventLoop
    private let bytes: [UInt8]
    private var sent = 0
    private var output: BoundedBytes
    private var errorOutput: BoundedBytes

    /// How long to go on reading after the program's end, when something it started still holds its output.
    private static let leftoverTime: Duration = .milliseconds(250)
    /// Between two looks at whether it has ended, where the kernel does not tell.
    private static let pause: Duration = .milliseconds(10)

    init(_ child: consuming ChildProcess, _ command: Command, _ loop: EventLoop) {
        self.child = child
        self.loop = loop
        bytes = command.input
        output = BoundedBytes(limit: command.outputLimit)
        errorOutput = BoundedBytes(limit: command.outputLimit)
    }

    mutating func finish(until deadline: Deadline) async throws(WaitError) -> CommandOutput {
        var end: Deadline?
        while true {
            if end == nil, child.hasEnded { end = min(deadline, loop.now + Self.leftoverTime) }
            feed()
            drain()
            let drained = child.output == nil && child.errorOutput == nil
            if let end, drained || loop.now >= end { break }
            try await pauseForMore(until: end ?? deadline, ended: end != nil)
        }
        return CommandOutput(status: child.reap(), output: output, errorOutput: errorOutput)
    }

    /// The group gets SIGTERM, then SIGKILL; a zombie keeps its number from being used again until then.
    consuming func kill(grace: Duration) async {
        let loop = loop
        let group = child.pid
        let ended = child.exit
        child.kill(SIGTERM)
        // Not in this task: if it is cancelled it cannot wait.
        await Task(executorPreference: loop) {
            await Self.awaitEnd(of: group, ended, until: loop.now + grace, on: loop)
        }.value
        child.kill(SIGKILL)
        _ = child.reap()
    }

    private static func awaitEnd(of pid: pid_t, _ exit: Int32?, until deadline: Deadline, on loop: EventLoop) async {
        while !ChildProcess.hasEnded(pid), loop.now < deadline {
            let next = exit == nil ? min(deadline, loop.now + pause) : deadline
            try? await loop.wait(for: exit.map { [WaitPlace($0, .read)] } ?? [], until: next)
        }
    }

    private func pauseForMore(until deadline: Deadline, ended: Bool) async throws(WaitError) {
        var places: [WaitPlace] = []
        if let fd = child.input { places.append(WaitPlace(fd, .write)) }
        if let fd = child.output { places.append(WaitPlace(fd, .read)) }
        if let fd = child.errorOutput { places.append(WaitPlace(fd, .read)) }
        if let fd = child.exit, !ended { places.append(WaitPlace(fd, .read)) }
        let asks = child.exit == nil && !ended
        do {
            try await loop.wait(for: places, until: asks ? min(deadline, loop.now + Self.pause) : deadline)
        } catch .timedOut where ended || loop.now < deadline {
            return
        }
    }

    /// Writes what the program takes, then closes; one that does not listen is its own affair.
    private mutating func feed() {
        guard let fd = child.input else { return }
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { write(fd, $0.baseAddress! + sent, $0.count - sent) }
            if count >= 0 {
                sent += count
            } else if errno == EAGAIN {
                return
            } else if errno != EINTR {
                break
            }
        }
        child.closeInput()
    }

    private mutating func drain() {
        if let fd = child.output, Self.drain(fd, into: &output) { child.closeOutput() }
        if let fd = child.errorOutput, Self.drain(fd, into: &errorOutput) { child.closeErrorOutput() }
    }

    /// Answers true at the end of the stream.
    private static func drain(_ fd: Int32, into kept: inout BoundedBytes) -> Bool {
        while true {
            var received = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, initialized in
                received = read(fd, buffer.baseAddress, buffer.count)
                initialized = max(0, received)
            }
            if received < 0 { return errno != EAGAIN && errno != EINTR }
            if received == 0 { return true }
            kept.append(bytes)
        }
    }
}
