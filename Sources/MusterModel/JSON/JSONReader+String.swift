extension JSONReader {
    package mutating func string() throws(JSONError) -> String {
        try expect(UInt8(ascii: "\""), "a string")
        let begin = cursor
        let foreign = try skipPlainBytes()
        guard cursor.pointee == UInt8(ascii: "\"") else { return try escapedString(from: begin) }
        let bytes = UnsafeBufferPointer(start: begin, count: cursor - begin)
        let text = try foreign == 0 ? plainText(bytes) : text(bytes)
        cursor += 1
        return text
    }

    /// The text of bytes that are all ASCII.
    @inline(__always)
    private func plainText(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) -> String {
        guard bytes.count <= limits.stringBytes else { throw failure(.stringTooLong(limit: limits.stringBytes)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Stops at the first quote or backslash; refuses control characters and the end of the text.
    ///
    /// Returns the passed bytes' top bits, set where a byte is not ASCII. Bytes behind the stop may add to them.
    @inline(__always) @discardableResult
    mutating func skipPlainBytes() throws(JSONError) -> UInt64 {
        var seen: UInt64 = 0
        while end - cursor >= 8 {
            let word = UInt64(littleEndian: UnsafeRawPointer(cursor).loadUnaligned(as: UInt64.self))
            seen |= word
            let special = Self.specialBytes(in: word)
            guard special == 0 else {
                cursor += special.trailingZeroBitCount / 8
                try checkSpecialByte()
                return seen & Self.topBits
            }
            cursor += 8
        }
        while cursor < end {
            let byte = cursor.pointee
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 {
                try checkSpecialByte()
                return seen & Self.topBits
            }
            seen |= UInt64(byte)
            cursor += 1
        }
        throw failure(.unexpectedEnd)
    }

    /// Sets the top bit of the first byte, and perhaps of later ones, that is a quote, a backslash or below 0x20.
    ///
    /// The subtraction borrows only out of bytes that are themselves special, so the lowest bit set is exact.
    @inline(__always)
    static func specialBytes(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let found = ((word &- ones &* 0x20) & ~word) | ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)
        return found & topBits
    }

    private static var topBits: UInt64 { 0x8080_8080_8080_8080 }

    private func checkSpecialByte() throws(JSONError) {
        guard cursor.pointee >= 0x20 else { throw failure(.controlCharacter) }
    }

    private func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) -> String {
        guard bytes.count <= limits.stringBytes else { throw failure(.stringTooLong(limit: limits.stringBytes)) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw failure(.notUTF8) }
        return text
    }

    /// The cursor stands on the first backslash.
    private mutating func escapedString(from begin: UnsafePointer<UInt8>) throws(JSONError) -> String {
        var bytes = [UInt8](UnsafeBufferPointer(start: begin, count: cursor - begin))
        while cursor.pointee != UInt8(ascii: "\"") {
            try escape(into: &bytes)
            let plain = cursor
            try skipPlainBytes()
            bytes.append(contentsOf: UnsafeBufferPointer(start: plain, count: cursor - plain))
        }
        let text = try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in try self.text(buffer) }
        cursor += 1
        return text
    }

    private mutating func escape(into bytes: inout [UInt8]) throws(JSONError) {
        guard end - cursor >= 2 else { throw failure(.unexpectedEnd, at: end) }
        switch cursor[1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(cursor[1])
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"): return bytes.append(contentsOf: String(try unicodeEscape()).utf8)
        default: throw failure(.invalidEscape)
        }
        cursor += 2
    }

    /// One `\uXXXX`, or the two of a surrogate pair.
    private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) {
            cursor += 6
            return scalar
        }
        let second = end - cursor >= 8 && cursor[6] == UInt8(ascii: "\\") && cursor[7] == UInt8(ascii: "u")
        guard UTF16.isLeadSurrogate(first), second else { throw failure(.loneSurrogate) }
        let lead = cursor
        cursor += 6
        let trail = try codeUnit()
        guard UTF16.isTrailSurrogate(trail) else { throw failure(.loneSurrogate, at: lead) }
        cursor += 6
        return UTF16.decode(UTF16.EncodedScalar([first, trail]))
    }

    /// The four hexadecimal digits behind the cursor's `\u`.
    private func codeUnit() throws(JSONError) -> UInt16 {
        guard end - cursor >= 6 else { throw failure(.unexpectedEnd, at: end) }
        var unit: UInt16 = 0
        for index in 2..<6 {
            guard let digit = Self.hexadecimal(cursor[index]) else { throw failure(.invalidEscape) }
            unit = unit << 4 | digit
        }
        return unit
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt16? {
        switch byte {
        case 0x30...0x39: UInt16(byte - 0x30)
        case 0x41...0x46: UInt16(byte - 0x41 + 10)
        case 0x61...0x66: UInt16(byte - 0x61 + 10)
        default: nil
        }
    }
}
