import MusterIO
package import MusterModel
import MusterSSH

/// One file to be put on hosts.
package struct FileToCopy: Sendable {
    package let bytes: [UInt8]
    /// SHA-256 of the bytes in hexadecimal.
    package let hash: String
    /// Absolute path on the host, or below the login user's home.
    package let destination: String
    /// Permission bits.
    package let mode: UInt32

    package init(bytes: [UInt8], destination: String, mode: UInt32) {
        self.bytes = bytes
        hash = SHA256.hex(of: bytes)
        self.destination = destination
        self.mode = mode & 0o7777
    }
}

/// What copying did on a host.
package enum CopyResult: String, Sendable {
    case copied
    /// The same bytes were there already; the mode was set.
    case unchanged
}

extension Fleet {
    /// Puts a file on each host: written beside its place, hash-checked, synced and renamed, or not at all.
    package func copy(
        _ file: FileToCopy, to hosts: [HostTarget], by starter: AgentStarter, as acting: Acting
    ) async -> [HostResult<CopyResult>] {
        await claiming(hosts, by: starter, as: acting) { host, session, deadline in
            let sentinel = Sentinel(acting.randomness)
            let compare = try await session.run(
                CopyScript.compare(file, sentinel).command(as: host.become), input: [], until: deadline)
            if try CopyScript.answer(compare, sentinel) == "same" { return .unchanged }
            progress(.step(host.name, "copy"))
            let written = try await session.run(
                CopyScript.write(file, sentinel).command(as: host.become), input: file.bytes, until: deadline)
            guard try CopyScript.answer(written, sentinel) == "copied" else {
                throw HostFailure(step: "copy", message: CopyScript.complaint(of: written))
            }
            return .copied
        }
    }
}

/// The two scripts of a copy.
private enum CopyScript {
    static func compare(_ file: FileToCopy, _ sentinel: Sentinel) -> RemoteScript {
        RemoteScript(
            AgentProbe.hashFunction, "f=\(ShellWords.quote(file.destination))", sentinel.statement,
            "if [ -f \"$f\" ] && [ \"$(sum \"$f\")\" = \(file.hash) ] && chmod \(octal(file.mode)) \"$f\"; "
                + "then echo same; else echo other; fi")
    }

    static func write(_ file: FileToCopy, _ sentinel: Sentinel) -> RemoteScript {
        RemoteScript(
            "umask 077", AgentProbe.hashFunction, "f=\(ShellWords.quote(file.destination))",
            "if [ -d \"$f\" ]; then echo \"$f is a directory\" >&2; exit 1; fi",
            "t=$(mktemp \"$f.XXXXXX\") || exit 1", "trap 'rm -f \"$t\"' EXIT HUP INT TERM",
            "cat >\"$t\" || exit 1",
            "if [ \"$(sum \"$t\")\" != \(file.hash) ]; then echo 'the bytes arrived damaged' >&2; exit 1; fi",
            "chmod \(octal(file.mode)) \"$t\" || exit 1", "{ sync \"$t\" || sync; } 2>/dev/null",
            "mv -f \"$t\" \"$f\" || exit 1", sentinel.statement, "echo copied")
    }

    static func answer(_ result: CommandResult, _ sentinel: Sentinel) throws -> Substring? {
        guard let payload = sentinel.payload(of: result.output) else {
            throw HostFailure(step: "copy", message: complaint(of: result))
        }
        return String(decoding: payload, as: UTF8.self).split(separator: "\n").first
    }

    static func complaint(of result: CommandResult) -> String {
        let said = PlainText.remark(result.errors)
        return said.isEmpty ? "the host's shell said nothing" : said
    }

    private static func octal(_ mode: UInt32) -> String { String(mode, radix: 8) }
}
