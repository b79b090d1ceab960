import MusterModel

/// The command that takes the agent's bytes on its standard input and puts them in place.
///
/// The bytes go to a temporary file of their own, are hashed on the host, synced, renamed and run once; two
/// controllers that push at the same time end with the same file. Of other versions the two used last stay.
package struct AgentUpload: Hashable, Sendable {
    package let place: AgentPlace
    package let hash: AgentHash
    package let isCompressed: Bool
    package let sentinel: Sentinel

    package init(place: AgentPlace, hash: AgentHash, isCompressed: Bool, sentinel: Sentinel) {
        self.place = place
        self.hash = hash
        self.isCompressed = isCompressed
        self.sentinel = sentinel
    }

    package var command: String {
        RemoteScript(
            "umask 077",
            "fail() { \(sentinel.statement); echo failed=$1; r=\(place.root); \(AgentProbe.mountFacts); exit 1; }",
            AgentProbe.hashFunction,
            "d=\(place.directory(of: hash))", "f=$d/muster-agent",
            "mkdir -p \"$d\" || fail mkdir",
            "t=$(mktemp \"$d/.new.XXXXXX\") || fail create",
            "trap \"rm -f \\\"$t\\\"\" EXIT HUP INT TERM",
            "\(isCompressed ? "gzip -dc" : "cat") >\"$t\" || fail write",
            "[ \"$(sum \"$t\")\" = \(hash.hex) ] || fail compare",
            "chmod 755 \"$t\" \(place.become == .sudo ? "&& chmod 755 \(place.library) \(place.library)/agent \"$d\"" : "") || fail chmod",
            "{ sync \"$t\" || sync; } 2>/dev/null",
            "mv -f \"$t\" \"$f\" || fail rename",
            "v=$(\"$f\" version 2>&1) || { echo \"$v\" >&2; fail run; }",
            "cd \(place.library)/agent && ls -1dt */ | tail -n +4 | while read -r o; do rm -rf \"./$o\"; done",
            sentinel.statement, "echo installed=$v"
        ).command(as: place.become)
    }

    /// What became of it, from everything the command printed.
    package func outcome(of output: some Collection<UInt8>, errors: String, size: UInt64) -> Result<Void, InstallError>
    {
        guard let payload = sentinel.payload(of: output) else { return .failure(.noAnswer(errors)) }
        let lines = String(decoding: payload, as: UTF8.self).split(separator: "\n")
        if lines.first?.hasPrefix("installed=") == true { return .success(()) }
        let step = lines.first { $0.hasPrefix("failed=") }.map { String($0.dropFirst("failed=".count)) } ?? "unknown"
        return .failure(cause(of: step, report: ProbeReport(lines: lines), errors: errors, size: size))
    }

    /// The mount's options and free space say more than the tool's own words, which are translated.
    private func cause(of step: String, report: ProbeReport, errors: String, size: UInt64) -> InstallError {
        let mount = report.mountPoint ?? "/"
        switch step {
        case "compare": return isFull(report, size) ?? .damaged
        case "run" where report.options.contains("noexec"): return .noExec(mountPoint: mount)
        case "run": return .doesNotRun(errors)
        case _ where report.options.contains("ro"): return .readOnly(mountPoint: mount)
        default: return isFull(report, size) ?? .failed(step: "install the agent (\(step))", detail: errors)
        }
    }

    /// The script asks before it removes what has arrived, so that a full disk is still full.
    private func isFull(_ report: ProbeReport, _ size: UInt64) -> InstallError? {
        guard let free = report.free, free < size else { return nil }
        return .diskFull(mountPoint: report.mountPoint ?? "/", free: free, needed: size)
    }
}
