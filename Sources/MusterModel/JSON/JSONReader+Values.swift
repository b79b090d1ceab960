extension JSONReader {
    /// Reads an array; `body` consumes one element per call.
    @inline(__always)
    package mutating func elements(
        _ body: (inout JSONReader) throws(JSONError) -> Void
    ) throws(JSONError) {
        try expect(UInt8(ascii: "["), "an array")
        try enter()
        if try !take(UInt8(ascii: "]")) {
            repeat {
                try count()
                try body(&self)
            } while try takeComma(before: UInt8(ascii: "]"), "',' or ']'")
        }
        leave()
    }

    /// Reads an object; `body` gets each name and consumes its value.
    @inline(__always)
    package mutating func members(
        _ body: (String, inout JSONReader) throws(JSONError) -> Void
    ) throws(JSONError) {
        try eachMember { reader throws(JSONError) in
            let name = try reader.string()
            try reader.colon()
            try body(name, &reader)
        }
    }

    /// Reads an object; `body` consumes a name, the colon and the value.
    @inline(__always)
    mutating func eachMember(_ body: (inout JSONReader) throws(JSONError) -> Void) throws(JSONError) {
        try expect(UInt8(ascii: "{"), "an object")
        try enter()
        if try !take(UInt8(ascii: "}")) {
            repeat {
                try count()
                try body(&self)
            } while try takeComma(before: UInt8(ascii: "}"), "',' or '}'")
        }
        leave()
    }

    @inline(__always)
    mutating func colon() throws(JSONError) { try expect(UInt8(ascii: ":"), "':'") }

    /// Whether another element follows; consumes the comma or the closing bracket.
    @inline(__always)
    private mutating func takeComma(before close: UInt8, _ wanted: StaticString) throws(JSONError) -> Bool {
        let byte = try peek()
        guard byte == UInt8(ascii: ",") || byte == close else {
            throw failure(.unexpected(wanted: wanted.description))
        }
        cursor += 1
        return byte != close
    }

    /// Consumes a `null` if one comes next.
    @inline(__always)
    package mutating func null() throws(JSONError) -> Bool {
        guard try peek() == UInt8(ascii: "n") else { return false }
        try word("null")
        return true
    }

    package mutating func bool() throws(JSONError) -> Bool {
        switch try peek() {
        case UInt8(ascii: "t"):
            try word("true")
            return true
        case UInt8(ascii: "f"):
            try word("false")
            return false
        default: throw failure(.unexpected(wanted: "true or false"))
        }
    }

    private mutating func word(_ word: StaticString) throws(JSONError) {
        for index in 0..<word.utf8CodeUnitCount {
            guard cursor + index < end else { throw failure(.unexpectedEnd, at: end) }
            guard cursor[index] == word.utf8Start[index] else {
                throw failure(.unexpected(wanted: word.description))
            }
        }
        cursor += word.utf8CodeUnitCount
    }

    /// Consumes a value of whatever sort, well-formed all the same.
    package mutating func skip() throws(JSONError) {
        switch try peek() {
        case UInt8(ascii: "{"): try members { _, reader throws(JSONError) in try reader.skip() }
        case UInt8(ascii: "["): try elements { reader throws(JSONError) in try reader.skip() }
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try bool()
        case UInt8(ascii: "n"): _ = try null()
        default: _ = try number()
        }
    }
}
