/// Appends JSON text to a buffer; what comes out is valid as long as every `begin` has its `end`.
package struct JSONWriter {
    /// What stands before the next value.
    private enum Place { case first, name, element }

    package private(set) var bytes: [UInt8] = []
    private let pretty: Bool
    private var depth = 0
    private var place = Place.first

    /// - Parameter pretty: one element per line, two spaces per level.
    package init(pretty: Bool = false) { self.pretty = pretty }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// What was written since the last call, for a text that is handed on piece by piece.
    package mutating func drain() -> String {
        defer { bytes.removeAll(keepingCapacity: true) }
        return text
    }

    package mutating func beginObject() { begin(UInt8(ascii: "{")) }
    package mutating func endObject() { end(UInt8(ascii: "}")) }
    package mutating func beginArray() { begin(UInt8(ascii: "[")) }
    package mutating func endArray() { end(UInt8(ascii: "]")) }

    /// Starts a member whose value the next call writes.
    package mutating func name(_ name: String) {
        separate()
        quote(name)
        colon()
    }

    /// As above, for a name that needs no escapes.
    @inline(__always)
    package mutating func name(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        colon()
    }

    package mutating func string(_ value: String) {
        separate()
        quote(value)
        place = .element
    }

    package mutating func integer(_ value: some FixedWidthInteger) { plain(String(value)) }
    /// The shortest spelling that reads back as the same `Double`; `null` for one that is not finite.
    package mutating func number(_ value: Double) { plain(value.isFinite ? value.description : "null") }
    package mutating func bool(_ value: Bool) { plain(value ? "true" : "false") }
    package mutating func null() { plain("null") }

    private mutating func plain(_ word: String) {
        separate()
        bytes.append(contentsOf: word.utf8)
        place = .element
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        depth += 1
        place = .first
    }

    private mutating func end(_ bracket: UInt8) {
        depth -= 1
        if place == .element { breakLine() }
        bytes.append(bracket)
        place = .element
    }

    private mutating func colon() {
        bytes.append(UInt8(ascii: ":"))
        if pretty { bytes.append(UInt8(ascii: " ")) }
        place = .name
    }

    @inline(__always)
    private mutating func separate() {
        if place == .name { return }
        if place == .element { bytes.append(UInt8(ascii: ",")) }
        if depth > 0 { breakLine() }
    }

    private mutating func breakLine() {
        guard pretty else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
    }

    private mutating func quote(_ value: String) {
        var value = value
        bytes.append(UInt8(ascii: "\""))
        value.withUTF8 { append(escaping: $0) }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func append(escaping text: UnsafeBufferPointer<UInt8>) {
        var plain = 0
        for (index, byte) in text.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C {
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[plain..<index]))
            escape(byte)
            plain = index + 1
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[plain...]))
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case 0x22, 0x5C: bytes += [0x5C, byte]
        case 0x0A: bytes += [0x5C, UInt8(ascii: "n")]
        case 0x0D: bytes += [0x5C, UInt8(ascii: "r")]
        case 0x09: bytes += [0x5C, UInt8(ascii: "t")]
        default:
            let digits = Array("0123456789abcdef".utf8)
            bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
}
