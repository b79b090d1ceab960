/// Lines, words and numbers of the kernel's text files, read in place.
extension Collection where Element == UInt8, SubSequence == ArraySlice<UInt8> {
    var lines: [ArraySlice<UInt8>] { split(separator: UInt8(ascii: "\n")) }

    var words: [ArraySlice<UInt8>] { split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") } }

    /// A plain decimal number; `nil` for anything else and for one that is too large.
    var unsigned: UInt64? {
        guard !isEmpty else { return nil }
        var value: UInt64 = 0
        for byte in self {
            guard (0x30...0x39).contains(byte) else { return nil }
            let (shifted, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = shifted.addingReportingOverflow(UInt64(byte - 0x30))
            guard !tooLarge, !overflow else { return nil }
            value = sum
        }
        return value
    }

    /// A decimal number with or without a fraction; never negative, infinite or not a number.
    var decimal: Double? {
        guard let value = Double(text), value.isFinite, value >= 0 else { return nil }
        return value
    }

    /// Invalid UTF-8 is replaced by U+FFFD.
    var text: String { String(decoding: self, as: UTF8.self) }

    /// The text of a file that holds one line, without the blanks around it, cut to 255 bytes; `nil` if it is empty.
    var singleLine: String? {
        let line = prefix { $0 != UInt8(ascii: "\n") }
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == 0x0D }
        var rest = line.drop(while: isBlank).prefix(255)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest.isEmpty ? nil : rest.text
    }

    func starts(withText text: StaticString) -> Bool {
        starts(with: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
