import MusterModel

/// One line of a metrics page after its name: `{label="text",…} value timestamp # exemplar`.
struct SampleLine {
    private let bytes: UnsafeRawBufferPointer
    private let nameEnd: Int

    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")

    init(_ bytes: UnsafeRawBufferPointer, nameEnd: Int) {
        self.bytes = bytes
        self.nameEnd = nameEnd
    }

    /// The sample's number; `nil` for one that is not finite, or is none.
    var value: Scalar? {
        guard var place = labelsEnd else { return nil }
        while place < bytes.count, Self.isBlank(bytes[place]) { place += 1 }
        var end = place
        while end < bytes.count, !Self.isBlank(bytes[end]), bytes[end] != 0x0D { end += 1 }
        return Self.number(UnsafeRawBufferPointer(rebasing: bytes[place..<end]))
    }

    /// The text of a label, its escapes resolved.
    func label(_ name: [UInt8]) -> String? {
        var found: String?
        _ = walkLabels { label, text in
            if found == nil, label.elementsEqual(name) { found = Self.unescaped(text) }
        }
        return found
    }

    private var labelsEnd: Int? {
        guard nameEnd < bytes.count, bytes[nameEnd] == UInt8(ascii: "{") else { return nameEnd }
        return walkLabels { _, _ in }
    }

    /// Visits each label with its text still escaped; answers where the value begins, `nil` if the braces never close.
    private func walkLabels(
        _ visit: (Slice<UnsafeRawBufferPointer>, Slice<UnsafeRawBufferPointer>) -> Void
    ) -> Int? {
        guard nameEnd < bytes.count, bytes[nameEnd] == UInt8(ascii: "{") else { return nil }
        var place = nameEnd + 1
        while place < bytes.count {
            while place < bytes.count, Self.isBlank(bytes[place]) || bytes[place] == UInt8(ascii: ",") { place += 1 }
            if place < bytes.count, bytes[place] == UInt8(ascii: "}") { return place + 1 }
            guard let equals = bytes[place...].firstIndex(of: UInt8(ascii: "=")), equals + 1 < bytes.count,
                bytes[equals + 1] == Self.quote, let close = closingQuote(after: equals + 1)
            else { return nil }
            var nameEnd = equals
            while nameEnd > place, Self.isBlank(bytes[nameEnd - 1]) { nameEnd -= 1 }
            visit(bytes[place..<nameEnd], bytes[(equals + 2)..<close])
            place = close + 1
        }
        return nil
    }

    private func closingQuote(after open: Int) -> Int? {
        var place = open + 1
        while place < bytes.count {
            if bytes[place] == Self.quote { return place }
            place += bytes[place] == Self.backslash ? 2 : 1
        }
        return nil
    }

    private static func unescaped(_ text: Slice<UnsafeRawBufferPointer>) -> String {
        var plain: [UInt8] = []
        var isEscaped = false
        for byte in text.prefix(4 * ProbeValues.longestText) {
            if isEscaped {
                plain.append(byte == UInt8(ascii: "n") ? 0x0A : byte)
                isEscaped = false
            } else if byte == backslash {
                isEscaped = true
            } else {
                plain.append(byte)
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func number(_ text: UnsafeRawBufferPointer) -> Scalar? {
        guard (1...64).contains(text.count) else { return nil }
        if let whole = wholeNumber(text) { return .integer(whole) }
        let allowed = text.allSatisfy { (0x2B...0x39).contains($0) || $0 == 0x65 || $0 == 0x45 }
        guard allowed, let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else { return nil }
        return .real(value)
    }

    private static func wholeNumber(_ text: UnsafeRawBufferPointer) -> Int64? {
        let isNegative = text[0] == UInt8(ascii: "-")
        let digits = text.dropFirst(isNegative ? 1 : 0)
        guard (1...18).contains(digits.count) else { return Int64(String(decoding: text, as: UTF8.self)) }
        var value: Int64 = 0
        for byte in digits {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        return isNegative ? -value : value
    }
}
