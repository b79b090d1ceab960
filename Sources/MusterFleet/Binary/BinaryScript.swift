import MusterIO
import MusterModel

/// The two commands of a push: look whether the bytes are there, and put them there.
///
/// Below a directory that is named by their hash, so that the second push of the same bytes sends nothing and a node's
/// copy can be made from any that was pushed. Of other binaries the two used last stay.
struct BinaryScript {
    let place: AgentPlace
    let sha256: String
    /// A file name without anything that a shell would read.
    let name: String
    let sentinel: Sentinel

    var look: String {
        RemoteScript(
            AgentProbe.hashFunction, version, file, "r=\(place.root)", sentinel.statement,
            "if [ -x \"$f\" ] && [ \"$(sum \"$f\")\" = \(sha256) ]; then touch -c \"$d\"; tell; exit 0; fi",
            AgentProbe.mountFacts, "if command -v gzip >/dev/null; then echo gzip=yes; fi", "echo absent=yes"
        ).command(as: place.become)
    }

    func put(isCompressed: Bool) -> String {
        let open = place.become == .sudo ? "&& chmod 755 \(place.library) \"$b\" \"$d\"" : ""
        return RemoteScript(
            "umask 077", "fail() { \(sentinel.statement); echo failed=$1; exit 1; }", AgentProbe.hashFunction,
            version, file, "mkdir -p \"$d\" || fail mkdir", "t=$(mktemp \"$d/.new.XXXXXX\") || fail create",
            "trap \"rm -f \\\"$t\\\"\" EXIT HUP INT TERM",
            "\(isCompressed ? "gzip -dc" : "cat") >\"$t\" || fail write",
            "[ \"$(sum \"$t\")\" = \(sha256) ] || fail compare",
            "chmod 755 \"$t\" \(open) || fail chmod", "{ sync \"$t\" || sync; } 2>/dev/null",
            "mv -f \"$t\" \"$f\" || fail rename",
            "cd \"$b\" && ls -1dt */ | tail -n +4 | while read -r o; do rm -rf \"./$o\"; done",
            sentinel.statement, "tell"
        ).command(as: place.become)
    }

    private var file: String { "b=\(place.library)/binary; d=$b/\(sha256); f=$d/\(name)" }

    /// `tell` prints where it is and the first lines of what it says of its version, as one line.
    private var version: String {
        """
        tell() { echo path=\"$f\"; w=; if command -v timeout >/dev/null; then w='timeout 10'; fi; \
        echo version=$($w \"$f\" --version 2>/dev/null </dev/null | head -n 3 | tr '\\n' ' '); }
        """
    }

    /// What a command told, by key.
    func answer(_ result: CommandResult) throws -> [Substring: String] {
        guard let payload = sentinel.payload(of: result.output) else {
            let said = PlainText.remark(result.errors)
            throw Self.failure(said.isEmpty ? "the host's shell said nothing" : said)
        }
        var values: [Substring: String] = [:]
        for line in String(decoding: payload, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, values[parts[0]] == nil { values[parts[0]] = String(parts[1]) }
        }
        switch values["failed"] {
        case nil: return values
        case "compare": throw Self.failure("the binary arrived damaged", fix: "try again")
        case let step?:
            throw Self.failure("could not store the binary (\(step)): \(PlainText.remark(result.errors))")
        }
    }

    static func failure(_ message: String, fix: String? = nil) -> HostFailure {
        HostFailure(step: "push binary", message: message, fix: fix)
    }
}
