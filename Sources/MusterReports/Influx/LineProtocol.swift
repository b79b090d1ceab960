import MusterModel

/// One line of InfluxDB's line protocol, its texts made safe.
struct LineProtocol {
    enum Value {
        case integer(Int64)
        case real(Double)
        /// A decimal number in digits, kept as it is.
        case decimal(String)
        case text(String)
    }

    let measurement: String
    var tags: [(name: String, value: String)]
    private(set) var fields: [(name: String, value: Value)] = []

    init(_ measurement: String, tags: [(name: String, value: String)] = []) {
        self.measurement = measurement
        self.tags = tags
    }

    /// Adds a field; one that is not known is left out.
    mutating func add(_ name: String, _ value: Value?) {
        if let value { fields.append((name, value)) }
    }

    /// The line with its line feed; empty without fields, which the protocol does not allow.
    func text(nanoseconds: Int64) -> String {
        let fields = fields.compactMap { field in written(field.value).map { "\(field.name)=\($0)" } }
        guard !fields.isEmpty else { return "" }
        let tags = tags.map { ",\($0.name)=\(Self.tag($0.value))" }.joined()
        return "\(measurement)\(tags) \(fields.joined(separator: ",")) \(nanoseconds)\n"
    }

    private func written(_ value: Value) -> String? {
        switch value {
        case .integer(let value): "\(value)i"
        case .real(let value): value.isFinite ? String(value) : nil
        case .decimal(let digits): digits
        case .text(let value): "\"\(Self.escaped(PlainText.printable(value), "\"\\"))\""
        }
    }

    /// A backslash has no escape of its own in a tag, and at its end would swallow the separator.
    private static func tag(_ value: String) -> String {
        let safe = PlainText.printable(value).map { $0 == "\\" ? "/" : $0 }
        return safe.isEmpty ? "-" : escaped(String(safe), ",= ")
    }

    private static func escaped(_ text: String, _ special: String) -> String {
        guard text.contains(where: special.contains) else { return text }
        return text.map { special.contains($0) ? "\\\($0)" : String($0) }.joined()
    }
}
