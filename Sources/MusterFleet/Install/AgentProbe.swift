import MusterModel

/// The one command with which every connection begins: it starts the agent if the right one is installed, and says
/// what must be known to install it if not.
package struct AgentProbe: Hashable, Sendable {
    package let place: AgentPlace
    package let sentinel: Sentinel

    package init(place: AgentPlace, sentinel: Sentinel) {
        self.place = place
        self.sentinel = sentinel
    }

    /// One hash per architecture; the host picks its own.
    package func command(starting agents: [String: AgentHash]) -> String {
        let choices = agents.sorted { $0.key < $1.key }.map { "\($0.key)) h=\($0.value.hex);;" }.joined(separator: " ")
        let script = RemoteScript(
            "umask 077", "a=$(uname -m)", "h=", "case $a in \(choices) *) ;; esac",
            "f=\(place.library)/agent/$h/muster-agent", Self.hashFunction,
            "if [ -n \"$h\" ] && [ -x \"$f\" ] && [ \"$(sum \"$f\")\" = \"$h\" ]; then \(sentinel.statement)"
                + "; echo ready; exec \"$f\" serve; fi",
            sentinel.statement, "echo absent", "echo arch=$a", "echo system=$(uname -s)", "echo home=\"$HOME\"",
            "r=\(place.root)", Self.mountFacts, "if command -v gzip >/dev/null; then echo gzip=yes; fi",
            "if [ -w \"$r\" ]; then echo writable=yes; fi", "echo hasher=$(hasher)")
        return script.command(as: place.become)
    }

    /// `sum FILE` prints its SHA-256; empty where the host has no tool for that.
    static let hashFunction = """
        hasher() { for t in sha256sum shasum openssl; do if command -v $t >/dev/null; then echo $t; return; fi; done; }; \
        sum() { case $(hasher) in sha256sum) sha256sum <\"$1\";; shasum) shasum -a 256 <\"$1\";; \
        openssl) openssl dgst -sha256 -r <\"$1\";; esac 2>/dev/null | { read -r s x; echo \"$s\"; }; }
        """

    /// Prints free KiB and mount options of the file system that holds `$r`.
    static let mountFacts = """
        df -Pk \"$r\" 2>/dev/null | { read -r x; read -r d b u v p m; echo free=$v; echo mount=\"$m\"; \
        o=; while read -r x1 x2 x3 x4 x5; do if [ \"$x2\" = \"$m\" ]; then o=$x4; fi; done </proc/mounts; \
        echo options=$o; }
        """
}

/// What the probe said of a host without the wanted agent.
package struct ProbeReport: Hashable, Sendable {
    package var architecture: String
    package var system: String
    package var home: String
    /// Bytes free where the agent would go; `nil` if the host could not tell.
    package var free: UInt64?
    package var mountPoint: String?
    package var options: Set<Substring>
    package var hasGzip: Bool
    package var isWritable: Bool
    package var hasHasher: Bool

    /// Reads `key=value` lines; unknown keys are passed over, a missing one leaves its default.
    init(lines: [Substring]) {
        var values: [Substring: Substring] = [:]
        for line in lines {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, values[parts[0]] == nil { values[parts[0]] = parts[1] }
        }
        architecture = String(values["arch"] ?? "")
        system = String(values["system"] ?? "")
        home = String(values["home"] ?? "")
        let kibibytes = values["free"].flatMap { UInt64($0) }
        free = kibibytes.map { $0.multipliedReportingOverflow(by: 1024) }.map { $0.overflow ? .max : $0.partialValue }
        mountPoint = values["mount"].map(String.init)
        options = Set((values["options"] ?? "").split(separator: ","))
        hasGzip = values["gzip"] == "yes"
        isWritable = values["writable"] == "yes"
        hasHasher = !(values["hasher"] ?? "").isEmpty
    }
}
