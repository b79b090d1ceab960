/// A description of one sort of node service: where its nodes show, and how to ask them.
///
/// A value: parsed from YAML on the controller, sent with the survey request, interpreted by the agent. The agent
/// returns evidence and computes no status.
package struct ServiceKind: Hashable, Sendable, Codable {
    package var name: String
    package var summary: String
    /// Where nodes of this kind can show; each source reports its own outcome.
    package var discovery: [DiscoverySource]
    /// The field whose equal values make two pieces of evidence one node, such as `data_dir`.
    package var mergeOn: String
    /// Template of the identity's file, such as `{data_dir}/secret-key`; its age is the node's age.
    package var identityFile: String?
    /// Template of a file whose last line says why a node ended itself.
    package var failureFile: String?
    package var probes: [Probe]
    /// How nodes of this kind are made; without it they are observed, started and stopped, never added.
    package var launch: Launch?

    package init(
        name: String, summary: String, discovery: [DiscoverySource], mergeOn: String, identityFile: String? = nil,
        failureFile: String? = nil, probes: [Probe] = [], launch: Launch? = nil
    ) {
        self.name = name
        self.summary = summary
        self.discovery = discovery
        self.mergeOn = mergeOn
        self.identityFile = identityFile
        self.failureFile = failureFile
        self.probes = probes
        self.launch = launch
    }
}

/// One place in which nodes of a kind show.
package struct DiscoverySource: Hashable, Sendable, Codable {
    package enum Method: String, Hashable, Sendable, Codable, CaseIterable {
        /// systemd units of the machine and of its users; `match` names the unit.
        case systemdUnit = "systemd_unit"
        /// A JSON file that lists nodes; `paths` and `each` say where.
        case jsonFile = "json_file"
        /// The process table; `match` is the file name of the executable.
        case process
        /// Directories that remain on disk; `paths` are patterns with `*`. Never makes a node by itself: a hint.
        case directory
    }

    /// Names the source in reports; unique in its kind.
    package var id: String
    package var method: Method
    /// A name with `{number}` for 1 to 6 digits and `*` for any text, such as `antnode{number}.service`.
    ///
    /// Units and processes are found by it, so that without one such a source finds nothing. For directories and JSON
    /// files it narrows what `paths` found, by the last component.
    package var match: String?
    /// Absolute paths, or below the home of each user of the host with a leading `~/`.
    package var paths: [String]
    /// The member of a JSON file that holds the list of nodes.
    package var each: String?
    /// Field name → where its value comes from; the first that yields one wins.
    ///
    /// A value of a field named `…_port` is a port, also out of `address:port`; one of a field named `…_dir` is an
    /// absolute path; anything else there is no value. ``NodeField`` says which names have a meaning of their own.
    package var bind: [String: [FieldSource]]

    package init(
        id: String, method: Method, match: String? = nil, paths: [String] = [], each: String? = nil,
        bind: [String: [FieldSource]] = [:]
    ) {
        self.id = id
        self.method = method
        self.match = match
        self.paths = paths
        self.each = each
        self.bind = bind
    }
}

/// Where the value of a field is found in one piece of evidence.
package enum FieldSource: Hashable, Sendable {
    /// The value that follows a flag in the command line of a unit or process, also as `--flag=value`.
    case argument(String)
    /// The first word of the command line, after its first, that fits a pattern with `*`, such as `evm-*`.
    case word(String)
    /// A variable in the unit's `Environment=` lines (never of a running process: those hold secrets).
    case environment(String)
    /// A member of the JSON object.
    case member(String)
    /// What `{number}` of `match` stood for.
    case number
    /// The unit's name without `.service`, the directory's or the executable's last path component.
    case stem
    /// The path of the directory, of the unit's or process's executable, or of the JSON file.
    case path
    /// The working directory of the process.
    case workingDirectory
    /// A constant.
    case literal(String)
}

extension FieldSource: Codable, CustomStringConvertible, LosslessStringConvertible {
    /// Its spelling in YAML and on the wire, such as `argument(--port)` or `stem`.
    package var description: String {
        switch self {
        case .argument(let flag): "argument(\(flag))"
        case .word(let pattern): "word(\(pattern))"
        case .environment(let name): "environment(\(name))"
        case .member(let name): "member(\(name))"
        case .number: "number"
        case .stem: "stem"
        case .path: "path"
        case .workingDirectory: "working_directory"
        case .literal(let text): "literal(\(text))"
        }
    }

    package init?(_ description: String) {
        switch description {
        case "number": self = .number
        case "stem": self = .stem
        case "path": self = .path
        case "working_directory": self = .workingDirectory
        default:
            guard description.hasSuffix(")"), let open = description.firstIndex(of: "(") else { return nil }
            let value = String(description[description.index(after: open)...].dropLast())
            switch description[..<open] {
            case "argument": self = .argument(value)
            case "word": self = .word(value)
            case "environment": self = .environment(value)
            case "member": self = .member(value)
            case "literal": self = .literal(value)
            default: return nil
            }
        }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = FieldSource(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a source of a field")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
