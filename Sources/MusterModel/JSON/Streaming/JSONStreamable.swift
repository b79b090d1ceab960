/// A type that reads and writes its JSON without a tree or containers in between.
///
/// For what travels in thousands. The form is that of the type's `Codable` conformance, maps in the order of their
/// names; a property test holds the two together.
package protocol JSONStreamable {
    init(from reader: inout JSONReader) throws(JSONError)
    func write(to writer: inout JSONWriter)
}

extension JSONReader {
    mutating func list<Element: JSONStreamable>(
        of type: Element.Type = Element.self
    ) throws(JSONError) -> [Element] {
        var list: [Element] = []
        try elements { reader throws(JSONError) in list.append(try Element(from: &reader)) }
        return list
    }

    /// A word out of a closed set.
    mutating func word<Word: RawRepresentable<String>>(_ type: Word.Type = Word.self) throws(JSONError) -> Word {
        let begin = place
        guard let word = Word(rawValue: try string()) else {
            throw try rereading(begin) { reader throws(JSONError) in reader.mismatch("not a known word") }
        }
        return word
    }

    mutating func map<Value>(
        _ body: (inout JSONReader) throws(JSONError) -> Value
    ) throws(JSONError) -> [String: Value] {
        var map: [String: Value] = [:]
        try members { name, reader throws(JSONError) in
            let value = try body(&reader)
            guard map.updateValue(value, forKey: name) == nil else { throw reader.failure(.duplicateMember(name)) }
        }
        return map
    }
}

extension JSONWriter {
    /// Writes a member if it has a value.
    mutating func member(_ key: some RawRepresentable<String>, _ value: (some JSONStreamable)?) {
        guard let value else { return }
        name(key.rawValue)
        value.write(to: &self)
    }

    mutating func member(_ key: some RawRepresentable<String>, _ value: String?) {
        guard let value else { return }
        name(key.rawValue)
        string(value)
    }

    mutating func member(_ key: some RawRepresentable<String>, _ value: (some FixedWidthInteger)?) {
        guard let value else { return }
        name(key.rawValue)
        integer(value)
    }

    mutating func member(_ key: some RawRepresentable<String>, _ value: Bool?) {
        guard let value else { return }
        name(key.rawValue)
        bool(value)
    }

    mutating func member(_ key: some RawRepresentable<String>, _ value: Double) {
        name(key.rawValue)
        number(value)
    }

    /// Writes a list unless it is empty.
    mutating func member(_ key: some RawRepresentable<String>, _ list: [some JSONStreamable]) {
        guard !list.isEmpty else { return }
        name(key.rawValue)
        beginArray()
        for element in list { element.write(to: &self) }
        endArray()
    }

    /// Writes a map in the order of its names.
    mutating func map<Value>(_ map: [String: Value], _ body: (Value, inout JSONWriter) -> Void) {
        beginObject()
        for name in map.keys.sorted() {
            guard let value = map[name] else { continue }
            self.name(name)
            body(value, &self)
        }
        endObject()
    }
}
