import CSSH2
package import MusterIO

extension SSHConnection {
    /// Runs a program with its arguments, whatever the login shell is, and ends it at the deadline.
    ///
    /// At the deadline, or when the task is cancelled, the whole process group gets SIGTERM, then SIGKILL. What the
    /// shell's start-up files print on standard output is left out. Never for what must not be interrupted.
    package func execute(
        _ arguments: [String], input: [UInt8] = [], outputLimit: Int = 1 << 20, until deadline: Deadline,
        randomness: Randomness
    ) async throws(SSHError) -> RemoteOutput {
        let mark = "muster-\(randomness.hex(16))"
        let id = try await start(RemoteGroup.command(arguments, mark: mark), until: deadline)
        var streams = CommandStreams(input: input, limit: outputLimit, mark: mark)
        do throws(SSHError) {
            try await onChannel(id, .command, until: deadline) { streams.advance($0, $1) }
            let exit = try await exit(of: id, until: deadline)
            await release(id)
            guard streams.hasBegun else { throw .noAnswer(output: streams.complaint) }
            return RemoteOutput(exit: exit, output: streams.output, errorOutput: streams.errorOutput)
        } catch {
            // A cancelled caller could not wait for anything.
            await Task { [streams] in await end(id, streams) }.value
            await release(id)
            throw error
        }
    }

    /// Ends what runs on a channel; if the deadline was shorter than the shell's start-up, its number is yet to come.
    private func end(_ id: UInt64, _ streams: CommandStreams) async {
        var streams = streams
        if streams.group == nil {
            _ = try? await onChannel(id, .command, until: loop.now + limits.close) { raw, session in
                let code = streams.advance(raw, session)
                return streams.group == nil ? code : 0
            }
        }
        guard let group = streams.group else { return }
        _ = try? await run(group.endCommand, until: loop.now + limits.open)
    }
}

/// A process group on a host.
struct RemoteGroup: Hashable {
    let number: UInt32

    /// 0, 1 and the like would address everything.
    init?(_ text: some StringProtocol) {
        guard let number = UInt32(text), number > 1, number <= UInt32(Int32.max) else { return nil }
        self.number = number
    }

    /// Prints `mark` and the number of the group on a line, then becomes the program.
    static func command(_ arguments: [String], mark: String) -> String {
        let words = arguments.map(ShellWords.quote).joined(separator: " ")
        return ShellWords.commandLine(
            """
            g=$$
            read -r _ _ _ _ p _ 2>/dev/null </proc/$$/stat && g=$p
            printf '\\n%s %s\\n' \(mark) "$g"
            exec \(words)
            """)
    }

    /// SIGTERM, then SIGKILL for what is left after a second.
    var endCommand: String {
        ShellWords.commandLine(
            """
            kill -s TERM -- -\(number) 2>/dev/null || exit 0
            for i in 1 2 3 4 5 6 7 8 9 10; do
            sleep 0.1 2>/dev/null || sleep 1
            kill -s 0 -- -\(number) 2>/dev/null || exit 0
            done
            kill -s KILL -- -\(number)
            """)
    }
}
