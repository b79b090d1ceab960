import MusterModel

/// What one piece of evidence offers to the fields of a kind.
struct FieldBinding {
    var arguments: ArgumentVector?
    var environment: [String: String] = [:]
    var object: JSON?
    var number: Int64?
    var stem: String?
    var path: String?
    var workingDirectory: String?

    private static let longestValue = 1024

    /// The value of each field that this evidence has.
    func values(of bind: [String: [FieldSource]]) -> [String: Scalar] {
        var values: [String: Scalar] = [:]
        for (field, sources) in bind {
            values[field] =
                sources.lazy.compactMap { source in
                    self.value(of: source).flatMap { self.shaped($0, as: field) }
                }.first
        }
        return values
    }

    private func value(of source: FieldSource) -> Scalar? {
        switch source {
        case .argument(let flag): arguments?.value(of: flag).map(Scalar.text)
        case .word(let pattern): arguments?.word(like: pattern).map(Scalar.text)
        case .environment(let name): environment[name].map(Scalar.text)
        case .member(let path): object?.member(at: path)?.scalar
        case .number: number.map(Scalar.integer)
        case .stem: stem.map(Scalar.text)
        case .path: path.map(Scalar.text)
        case .workingDirectory: workingDirectory.map(Scalar.text)
        case .literal(let text): .text(text)
        }
    }

    /// Brings a value into the form that its field's name asks for; `nil` when it is none.
    private func shaped(_ value: Scalar, as field: String) -> Scalar? {
        if field == NodeField.port || field.hasSuffix("_port") { return Self.port(value) }
        if field.hasSuffix("_dir") || field == NodeField.binary {
            return HostPath.normalised(value.text, relativeTo: relativeBase(field))
                .map { .text(PlainText.printable($0)) }
        }
        if field == NodeField.number { return value.whole.map(Scalar.integer) }
        guard case .text(let text) = value else { return value }
        let plain = PlainText.printable(text).cut(toBytes: Self.longestValue)
        return plain.isEmpty ? nil : .text(plain)
    }

    /// `--log-output-dest stdout` is no directory, `--root-dir data` is one.
    private func relativeBase(_ field: String) -> String? {
        field == NodeField.dataDirectory ? workingDirectory : nil
    }

    /// A port, also out of `address:port`; 0 means that the kernel chooses, so that nobody knows it.
    private static func port(_ value: Scalar) -> Scalar? {
        let text = value.text
        let colon = text.utf8.lastIndex(of: UInt8(ascii: ":"))
        let digits = colon.map { text[text.utf8.index(after: $0)...] } ?? text[...]
        return UInt16(digits).flatMap { $0 == 0 ? nil : .integer(Int64($0)) }
    }
}
