import MusterIO
import MusterSSH
import Testing

struct ShellWordsTests {
    /// Runs a command line as a login shell would.
    private func run(_ line: String) throws -> CommandOutput {
        let loop = try EventLoop(name: "shell-words")
        return try loop.run { () async throws(MusterIO.CommandError) in
            try await SpawnRunner(loop: loop).run(Command(["/bin/sh", "-c", line]), until: .after(.seconds(10)))
        }
    }

    @Test func aScriptArrivesAsItIs() throws {
        let output = try run(ShellWords.commandLine("printf '%s|' 'a  b' \"$#\" \"it's\" '!\\n'\n"))
        #expect(String(decoding: output.output.bytes, as: UTF8.self) == "a  b|1|it's|!\\n|")
    }

    /// Operators read what the shell complains of; a whole script before it says nothing to them.
    @Test func theShellComplainsInItsOwnName() throws {
        let output = try run(ShellWords.commandLine("exec 'no-such-program'"))
        #expect(output.status == .exited(127))
        let complaint = String(decoding: output.errorOutput.bytes, as: UTF8.self)
        #expect(complaint.hasPrefix("sh: ") && complaint.contains("no-such-program"), "\(complaint)")
    }
}
