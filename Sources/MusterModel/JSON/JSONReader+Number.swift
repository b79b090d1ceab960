extension JSONReader {
    /// A number as its spelling decides: with fraction or exponent it is real, whatever its value.
    package enum Number: Hashable, Sendable {
        case integer(Int64)
        case unsigned(UInt64)
        case real(Double)
    }

    package mutating func number() throws(JSONError) -> Number {
        skipBlanks()
        if let short = takeShortWhole() { return .integer(short) }
        let begin = cursor
        var digits = Digits()
        let negative = takeMinus()
        try integerPart(&digits)
        let fraction = try fractionPart(&digits)
        let exponent = try exponentPart()
        guard cursor - begin <= 1024 else { throw failure(.numberOutOfRange, at: begin) }
        if !fraction, exponent == nil, let whole = digits.whole(negative: negative) { return whole }
        let power = (exponent ?? 0) - digits.fractionCount
        if let value = digits.real(negative: negative, power: power) { return .real(value) }
        return .real(try slowReal(from: begin))
    }

    /// The common case, up to 18 digits and then the element's end; anything else consumes nothing.
    @inline(__always)
    private mutating func takeShortWhole() -> Int64? {
        var scan = cursor
        var value: Int64 = 0
        while scan < end, Self.isDigit(scan.pointee), scan - cursor < 18 {
            value = value &* 10 &+ Int64(scan.pointee &- 0x30)
            scan += 1
        }
        guard scan < end, scan > cursor, cursor.pointee != UInt8(ascii: "0") || scan - cursor == 1 else { return nil }
        switch scan.pointee {
        case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"):
            cursor = scan
            return value
        default: return nil
        }
    }

    /// A whole number from the type's range, spelled without fraction and exponent.
    @inline(__always)
    package mutating func integer<Whole: FixedWidthInteger>(as type: Whole.Type = Whole.self) throws(JSONError) -> Whole
    {
        let begin = cursor
        let value: Whole? =
            switch try number() {
            case .integer(let value): Whole(exactly: value)
            case .unsigned(let value): Whole(exactly: value)
            case .real: nil
            }
        guard let value else {
            throw failure(.mismatch(path: "", detail: "expected a whole number from its type's range"), at: begin)
        }
        return value
    }

    /// Any number, rounded to the nearest `Double`.
    package mutating func real() throws(JSONError) -> Double {
        switch try number() {
        case .integer(let value): Double(value)
        case .unsigned(let value): Double(value)
        case .real(let value): value
        }
    }

    private mutating func takeMinus() -> Bool {
        guard cursor < end, cursor.pointee == UInt8(ascii: "-") else { return false }
        cursor += 1
        return true
    }

    private mutating func integerPart(_ digits: inout Digits) throws(JSONError) {
        guard cursor < end else { throw failure(.unexpectedEnd) }
        let first = cursor.pointee
        guard Self.isDigit(first) else { throw failure(.unexpected(wanted: "a value")) }
        takeDigits(&digits)
        // Leading zeros are no JSON.
        if first == UInt8(ascii: "0"), digits.count > 1 { throw failure(.malformedNumber) }
    }

    private mutating func fractionPart(_ digits: inout Digits) throws(JSONError) -> Bool {
        guard cursor < end, cursor.pointee == UInt8(ascii: ".") else { return false }
        cursor += 1
        let before = digits.count
        takeDigits(&digits)
        digits.fractionCount = digits.count - before
        guard digits.fractionCount > 0 else { throw failure(.malformedNumber) }
        return true
    }

    private mutating func exponentPart() throws(JSONError) -> Int? {
        guard cursor < end, cursor.pointee | 0x20 == UInt8(ascii: "e") else { return nil }
        cursor += 1
        let negative = cursor < end && cursor.pointee == UInt8(ascii: "-")
        if cursor < end, negative || cursor.pointee == UInt8(ascii: "+") { cursor += 1 }
        let first = cursor
        var exponent = 0
        while cursor < end, Self.isDigit(cursor.pointee) {
            // Beyond four digits only the sign matters.
            exponent = min(exponent * 10 + Int(cursor.pointee - 0x30), 99_999)
            cursor += 1
        }
        guard cursor > first else { throw failure(.malformedNumber) }
        return negative ? -exponent : exponent
    }

    @inline(__always)
    private mutating func takeDigits(_ digits: inout Digits) {
        while cursor < end, Self.isDigit(cursor.pointee) {
            digits.append(cursor.pointee - 0x30)
            cursor += 1
        }
    }

    @inline(__always)
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// Correctly rounded by the standard library.
    private func slowReal(from begin: UnsafePointer<UInt8>) throws(JSONError) -> Double {
        let spelling = String(decoding: UnsafeBufferPointer(start: begin, count: cursor - begin), as: UTF8.self)
        guard let value = Double(spelling), value.isFinite else { throw failure(.numberOutOfRange, at: begin) }
        return value
    }
}

/// The decimal digits of a number, as far as they fit.
private struct Digits {
    var value: UInt64 = 0
    var overflowed = false
    var count = 0
    var fractionCount = 0

    @inline(__always)
    mutating func append(_ digit: UInt8) {
        count += 1
        // 19 digits always fit.
        if count <= 19 {
            value = value &* 10 &+ UInt64(digit)
            return
        }
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
        value = sum
        overflowed = overflowed || overflow || carry
    }

    func whole(negative: Bool) -> JSONReader.Number? {
        if overflowed { return nil }
        if !negative { return Int64(exactly: value).map { .integer($0) } ?? .unsigned(value) }
        guard value <= Int64.min.magnitude else { return nil }
        return .integer(Int64(truncatingIfNeeded: 0 &- value))
    }

    /// The exact cases: both the digits and the power of ten are whole numbers that a `Double` holds.
    func real(negative: Bool, power: Int) -> Double? {
        guard !overflowed, value <= 1 << 53, abs(power) < Self.powers.count else { return nil }
        let magnitude = power < 0 ? Double(value) / Self.powers[-power] : Double(value) * Self.powers[power]
        return negative ? -magnitude : magnitude
    }

    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}
