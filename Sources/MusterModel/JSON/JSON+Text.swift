extension JSON {
    /// The shortest spelling, without blanks or line breaks.
    package var text: String { written(pretty: false) }

    /// One element per line, indented by two spaces per level, without a line break at the end.
    package var prettyText: String { written(pretty: true) }

    private func written(pretty: Bool) -> String {
        var writer = JSONWriter(pretty: pretty)
        writer.value(self)
        return writer.text
    }
}

extension JSONWriter {
    package mutating func value(_ json: JSON) {
        switch json {
        case .null: null()
        case .bool(let value): bool(value)
        case .integer(let value): integer(value)
        case .unsigned(let value): integer(value)
        case .number(let value): number(value)
        case .string(let value): string(value)
        case .array(let values):
            beginArray()
            for value in values { self.value(value) }
            endArray()
        case .object(let members):
            beginObject()
            for member in members {
                name(member.name)
                value(member.value)
            }
            endObject()
        }
    }
}
