import MusterModel

/// Values kept whole as JSON text in one column.
enum JSONColumn {
    /// Equal values give equal texts: members stand in the order of their names.
    static func text(_ value: some Encodable) throws(JSONError) -> [UInt8] {
        Array(try JSON(encoding: value).sorted.text.utf8)
    }

    /// What stands in thousands of rows is written without a tree in between.
    static func text(streaming value: some JSONStreamable) -> [UInt8] {
        var writer = JSONWriter()
        value.write(to: &writer)
        return writer.bytes
    }

    static func text(_ provenance: [String: UInt32]) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        for (source, uid) in provenance.sorted(by: { $0.key < $1.key }) {
            writer.name(source)
            writer.integer(uid)
        }
        writer.endObject()
        return writer.bytes
    }

    /// The document that `Survey`'s own coding reads.
    static func text(_ survey: Survey) throws(JSONError) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("format")
        writer.integer(survey.format)
        writer.name("facts")
        writer.value(try JSON(encoding: survey.facts))
        writer.name("sample")
        survey.sample.write(to: &writer)
        writer.name("sources")
        writer.value(try JSON(encoding: survey.sources))
        writer.name("nodes")
        writer.beginArray()
        for node in survey.nodes { node.write(to: &writer) }
        writer.endArray()
        if let foreign = survey.foreign {
            writer.name("foreign")
            writer.value(try JSON(encoding: foreign))
        }
        writer.name("complete")
        writer.bool(survey.complete)
        writer.name("agentCPU")
        writer.integer(survey.agentCPU)
        writer.endObject()
        return writer.bytes
    }
}

extension JSONColumn {
    /// Above what any survey reaches that was let in, so that what was written can always be read.
    private static let limits = JSONLimits(bytes: 64 << 20, members: 16 << 20, stringBytes: 64 << 20)

    static func value<Value: Decodable>(_ type: Value.Type, _ text: String, table: String) throws(StoreError) -> Value {
        do { return try JSON.parse(text, limits: limits).decoded(as: type) } catch {
            throw .unreadable(table: table, detail: error.message)
        }
    }

    static func streamed<Value: JSONStreamable>(
        _ type: Value.Type, _ text: String, table: String
    ) throws(StoreError) -> Value {
        try read(text, table: table) { reader throws(JSONError) in try Value(from: &reader) }
    }

    static func provenance(_ text: String, table: String) throws(StoreError) -> [String: UInt32] {
        try read(text, table: table) { reader throws(JSONError) in
            var uids: [String: UInt32] = [:]
            try reader.members { name, reader throws(JSONError) in uids[name] = try reader.integer() }
            return uids
        }
    }

    private static func read<Value>(
        _ text: String, table: String, _ body: (inout JSONReader) throws(JSONError) -> Value
    ) throws(StoreError) -> Value {
        var text = text
        let result = text.withUTF8 { bytes in
            Result { () throws(JSONError) in try JSONReader.read(bytes, limits: limits, body) }
        }
        do { return try result.get() } catch { throw .unreadable(table: table, detail: error.message) }
    }
}

extension JSON {
    var sorted: JSON {
        switch self {
        case .array(let values): .array(values.map(\.sorted))
        case .object(let members):
            .object(members.map { Member($0.name, $0.value.sorted) }.sorted { $0.name < $1.name })
        default: self
        }
    }
}
