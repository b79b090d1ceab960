import MusterIO

/// Answers of `ssh -G` from earlier runs, in one file that is good for one state of the configuration.
///
/// The first line names that state; then for each host a line `@ HOST USER PORT` and what `ssh -G` printed. A file of
/// another state, another owner or another format is as good as none.
struct SSHConfigCache: Sendable {
    private let path: String
    private let header: String
    private var answers: [String: String] = [:]
    private var isChanged = false

    /// `state` covers everything that an answer depends on beside the query.
    init(path: String, state: String, owner: UInt32) {
        self.path = path
        header = "muster ssh-config 1 \(state)"
        guard let info = try? FileInfo.of(path, followingLinks: false), info.kind == .file, info.uid == owner,
            info.mode & 0o022 == 0, let text = try? File.text(path, limit: Self.sizeLimit)
        else { return }
        load(text)
    }

    subscript(query: SSHConfigQuery) -> String? {
        get { answers[query.line] }
        set {
            answers[query.line] = newValue
            isChanged = true
        }
    }

    /// Writes what is new; to have no cache is no error.
    mutating func save() {
        guard isChanged else { return }
        let entries = answers.sorted { $0.key < $1.key }.map { "@ \($0)\n\($1)\n" }
        let bytes = Array((header + "\n" + entries.joined()).utf8)
        guard bytes.count <= Self.sizeLimit else { return }
        try? Directory.create(Directory.parent(of: path), mode: 0o700)
        try? File.writeAtomically(path, bytes, mode: 0o600)
        isChanged = false
    }

    private mutating func load(_ text: String) {
        var lines = text.split(separator: "\n")[...]
        guard lines.popFirst() == header[...] else { return }
        var query: String?
        var answer: [Substring] = []
        for line in lines + ["@ "] {
            if line.hasPrefix("@ ") {
                if let query { answers[query] = answer.joined(separator: "\n") }
                (query, answer) = (String(line.dropFirst(2)), [])
            } else {
                answer.append(line)
            }
        }
    }

    /// 3,000 hosts with the dozen lines that are kept take 3 MB.
    private static let sizeLimit = 16 << 20
}
