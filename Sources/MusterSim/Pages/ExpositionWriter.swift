/// Writes a page in the OpenMetrics exposition format.
struct ExpositionWriter {
    enum Kind: String {
        case counter, gauge, histogram, info
    }

    private(set) var text = ""
    private var name = ""
    private var suffix = ""

    /// Begins a family; samples follow it, or none when nothing was counted yet.
    mutating func family(_ name: String, _ kind: Kind, unit: String? = nil, _ help: String) {
        self.name = name
        suffix =
            switch kind {
            case .counter: "_total"
            case .info: "_info"
            case .gauge, .histogram: ""
            }
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
        if let unit { text += "# UNIT \(name) \(unit)\n" }
    }

    mutating func sample(_ value: some CustomStringConvertible, _ labels: Label...) {
        sample(value, suffix: suffix, labels)
    }

    /// A family of one sample without labels.
    mutating func single(_ name: String, _ kind: Kind, _ value: some CustomStringConvertible, _ help: String) {
        family(name, kind, help)
        sample(value)
    }

    mutating func histogram(_ shape: Histogram, _ labels: Label...) {
        sample(shape.sum, suffix: "_sum", labels)
        sample(shape.count, suffix: "_count", labels)
        for bucket in shape.buckets {
            sample(bucket.count, suffix: "_bucket", [Label("le", bucket.bound)] + labels)
        }
    }

    mutating func end() { text += "# EOF\n" }

    private mutating func sample(_ value: some CustomStringConvertible, suffix: String, _ labels: [Label]) {
        text += name
        text += suffix
        if !labels.isEmpty {
            text += "{" + labels.map { "\($0.name)=\"\($0.escaped)\"" }.joined(separator: ",") + "}"
        }
        text += " \(value)\n"
    }
}

/// A label of a sample.
struct Label {
    var name: String
    var value: String

    init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// The value with backslash, quote and line end escaped, as the format wants it.
    var escaped: String {
        guard value.utf8.contains(where: { $0 == 0x5c || $0 == 0x22 || $0 == 0x0a }) else { return value }
        return value.reduce(into: "") { text, character in
            switch character {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.append(character)
            }
        }
    }
}
