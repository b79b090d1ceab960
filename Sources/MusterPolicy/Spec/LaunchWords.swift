import MusterModel

/// The values that the words of a ``Launch`` may name.
struct LaunchWords {
    let kind: String
    var number: Int64?
    var values: [String: String]
    var noUPnP: Bool
    var startArgs: String

    init(kind: String, number: Int64? = nil, values: [String: String] = [:], policy: Policy) {
        self.kind = kind
        self.number = number
        self.values = values
        noUPnP = policy.flag(.noUPnP, kind: kind)
        startArgs = policy.text(.startArgs, kind: kind) ?? ""
    }

    /// The command line without the program.
    func arguments(_ launch: Launch) throws(SpecError) -> [String] {
        var words: [String] = []
        for word in launch.arguments {
            switch word {
            case "{no_upnp}": words += noUPnP ? ["--no-upnp"] : []
            case "{start_args}": words += startArgs.split(separator: " ").map(String.init)
            default: words.append(try expanded(word))
            }
        }
        return words
    }

    /// A text with its `{name}` replaced.
    func expanded(_ text: String) throws(SpecError) -> String {
        guard text.utf8.contains(0x7B) else { return text }
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            result += try value(of: rest[rest.index(after: open)..<close])
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    private func value(of word: Substring) throws(SpecError) -> String {
        if let value = values[String(word)] { return value }
        let parts = word.split(separator: ":", maxSplits: 1)
        guard parts.first == "number" else {
            guard Self.known.contains(String(word)) else { throw .wordUnknown(String(word), kind: kind) }
            throw .lacking(node: values["name"] ?? "a new node", field: String(word))
        }
        guard let number else { throw .lacking(node: values["name"] ?? "a new node", field: "number") }
        let digits = String(number)
        let width = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
        return String(repeating: "0", count: max(0, min(width, 20) - digits.utf8.count)) + digits
    }

    static let known: Set<String> = [
        "name", "data_dir", "log_dir", "node_port", "metrics_port", "rpc_port", "rewards_address", "network",
        "shared_dir",
    ]
}
