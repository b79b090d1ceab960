import Glibc

/// Programs that go on when we end.
package enum Daemon {
    /// Starts a program in a session of its own, its streams on `/dev/null`; answers its pid.
    ///
    /// It has default signals, umask 022, everybody's priorities and no descriptor of ours. It stays our child until
    /// we end: ``reap(_:)`` takes away what is left of one that has ended before.
    package static func start(_ command: Command, openFiles: UInt) throws(SystemError) -> Int32 {
        guard let path = Executable.find(command.program, in: command.environment["PATH"] ?? "") else {
            throw SystemError(code: ENOENT, "run", command.program)
        }
        let null = try File.open("/dev/null", O_RDWR)
        let raw = null.raw
        return try OrdinaryThread.run {
            Result { () throws(SystemError) in
                try spawn(command, path, raw, raw, raw, daemonFiles: max(openFiles, 256))
            }
        }.get()
    }

    /// Nothing happens if it runs, or is no child of ours.
    package static func reap(_ pid: Int32) {
        var status: Int32 = 0
        waitpid(pid, &status, WNOHANG)
    }
}
