import MusterModel
import TestSupport
import Testing

struct JSONParseTests {
    @Test(arguments: [
        (" [ 1 , -0 ] ", JSON.array([.integer(1), .integer(0)])),
        ("1.0", .number(1)), ("1e2", .number(100)), ("1E+2", .number(100)), ("-1.5e-3", .number(-0.0015)),
        ("9223372036854775808", .unsigned(9_223_372_036_854_775_808)),
        ("18446744073709551616", .number(18_446_744_073_709_551_616)),
        ("-9223372036854775809", .number(-9_223_372_036_854_775_808)),
        ("9007199254740993.0", .number(9_007_199_254_740_992)),
        ("123456789012345678901234567890", .number(1.2345678901234568e29)), ("1e-999", .number(0)),
        ("0.1000000000000000055511151231257827021181583404541015625", .number(0.1)),
        (#""\u00e9\uD83D\uDE00\/\b\f""#, .string("é😀/\u{8}\u{C}")),
        (#""12345678\n12345678""#, .string("12345678\n12345678")),
        ("\"\u{7F}\u{10FFFF}é\"", .string("\u{7F}\u{10FFFF}é")),
        (#"{"a":{"a":1},"b":[]}"#, .object([.init("a", .object([.init("a", .integer(1))])), .init("b", .array([]))])),
        (#"{"":null}"#, .object([.init("", .null)])), ("\u{FEFF}1".replacing("\u{FEFF}", with: "\t\r\n"), .integer(1)),
    ])
    func accepts(text: String, value: JSON) throws {
        #expect(try JSON.parse(text) == value)
    }

    @Test(arguments: [
        ("", JSONError.Problem.unexpectedEnd, 0), (" ", .unexpectedEnd, 1), ("[", .unexpectedEnd, 1),
        ("[1", .unexpectedEnd, 2),
        ("\"abc", .unexpectedEnd, 4), ("{\"a\"", .unexpectedEnd, 4), ("tru", .unexpectedEnd, 3),
        ("-", .unexpectedEnd, 1),
        ("[1 2]", .unexpected(wanted: "',' or ']'"), 3), ("[1,]", .unexpected(wanted: "a value"), 3),
        ("{a:1}", .unexpected(wanted: "a string"), 1), ("{\"a\" 1}", .unexpected(wanted: "':'"), 5),
        ("{\"a\":1,}", .unexpected(wanted: "a string"), 7), ("nul1", .unexpected(wanted: "null"), 0),
        ("+1", .unexpected(wanted: "a value"), 0), (".5", .unexpected(wanted: "a value"), 0),
        ("NaN", .unexpected(wanted: "a value"), 0),
        ("01", .malformedNumber, 2), ("1.", .malformedNumber, 2), ("1.e5", .malformedNumber, 2),
        ("1e", .malformedNumber, 2),
        ("1e+", .malformedNumber, 3), ("-01", .malformedNumber, 3), ("1e999", .numberOutOfRange, 0),
        ("[-1e999]", .numberOutOfRange, 1),
        ("1 1", .trailingText, 2), ("{}}", .trailingText, 2), ("0x10", .trailingText, 1),
        (#""\x""#, .invalidEscape, 1), (#""\u12g4""#, .invalidEscape, 1), (#""\uD83D""#, .loneSurrogate, 1),
        (#""\uD83D\n""#, .loneSurrogate, 1), (#""\uD83D\u0041""#, .loneSurrogate, 1),
        (#""\uDE00\uD83D""#, .loneSurrogate, 1),
        ("\"a\u{1}\"", .controlCharacter, 2), ("\"1234567\n\"", .controlCharacter, 8),
        (#"{"a":1,"a":2}"#, .duplicateMember("a"), 11), ("\u{FEFF}1", .unexpected(wanted: "a value"), 0),
    ])
    func refuses(text: String, problem: JSONError.Problem, offset: Int) {
        let error = #expect(throws: JSONError.self) { try JSON.parse(text) }
        #expect(error?.problem == problem)
        #expect(error?.position?.offset == offset)
    }

    @Test(
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xE9, 0x22],
        ] as [[UInt8]])
    func refusesWhatIsNotUTF8(bytes: [UInt8]) {
        let error = #expect(throws: JSONError.self) { try JSON.parse(bytes) }
        #expect(error?.problem == .notUTF8)
    }

    @Test func aRepeatedNameIsFoundAmongMany() {
        let members = (0..<100).map { "\"m\($0)\":1" } + ["\"m50\":1"]
        let error = #expect(throws: JSONError.self) { try JSON.parse("{\(members.joined(separator: ","))}") }
        #expect(error?.problem == .duplicateMember("m50"))
    }

    @Test func anErrorNamesItsLineAndColumn() {
        let error = #expect(throws: JSONError.self) { try JSON.parse("{\n  \"a\": 1,\n  b\n}") }
        #expect(error?.position == JSONError.Position(offset: 14, line: 3, column: 3))
        #expect(error?.message == "line 3, column 3: expected a string")
    }

    @Test(arguments: [
        ("[[1]]", JSONLimits(depth: 1), JSONError.Problem.tooDeep(limit: 1)),
        ("[1,2,3]", JSONLimits(members: 2), .tooManyMembers(limit: 2)),
        (#"{"a":{"b":1},"c":2}"#, JSONLimits(members: 2), .tooManyMembers(limit: 2)),
        ("[1,2,3]", JSONLimits(bytes: 6), .tooLong(limit: 6)),
        (#"["abc"]"#, JSONLimits(stringBytes: 2), .stringTooLong(limit: 2)),
        (#"{"abc":1}"#, JSONLimits(stringBytes: 2), .stringTooLong(limit: 2)),
        (#""\u00e9a""#, JSONLimits(stringBytes: 2), .stringTooLong(limit: 2)),
        (#""éa""#, JSONLimits(stringBytes: 2), .stringTooLong(limit: 2)),
    ])
    func limitsHold(text: String, limits: JSONLimits, problem: JSONError.Problem) {
        let error = #expect(throws: JSONError.self) { try JSON.parse(text, limits: limits) }
        #expect(error?.problem == problem)
    }

    @Test func whatIsJustWithinTheLimitsIsRead() throws {
        let limits = JSONLimits(bytes: 14, depth: 2, members: 3, stringBytes: 2)
        #expect(try JSON.parse(#"[["é"],true] "#, limits: limits) == .array([.array([.string("é")]), .bool(true)]))
    }

    @Test func everyDoubleReadsBackAsItself() throws {
        for var dice in Trials(4000) {
            let value = Double(bitPattern: dice.next())
            guard value.isFinite else { continue }
            #expect(try JSON.parse(JSON.number(value).text) == .number(value), "seed \(dice.seed)")
        }
    }

    /// Short decimals go another way than the standard library's; both round alike.
    @Test func decimalsRoundAsTheStandardLibraryDoes() throws {
        for var dice in Trials(4000) {
            let digits = UInt64.random(in: 0...(1 << 60), using: &dice) >> UInt64.random(in: 0...59, using: &dice)
            let text = "\(digits)e\(Int.random(in: -40...40, using: &dice))"
            #expect(try JSON.parse(text).number == Double(text), "\(text)")
        }
    }
}
