import MusterModel
import Testing

struct AttosTests {
    @Test(arguments: ["", "-1", "+1", " 1", "1 ", "1.0", "0x1", "１", "340282366920938463463374607431768211456"])
    func onlyPlainDecimalsAreAmounts(text: String) { #expect(Attos(decimal: text) == nil) }

    @Test(arguments: [
        ("0", "0.000000000000000000"), ("12500000000000000", "0.012500000000000000"),
        ("1000000000000000000", "1.000000000000000000"),
        ("340282366920938463463374607431768211455", "340282366920938463463.374607431768211455"),
    ])
    func tokensHaveEighteenDecimals(attos: String, tokens: String) throws {
        let amount = try #require(Attos(decimal: attos))
        #expect(amount.tokens == tokens)
        #expect(amount.decimal == attos)
        #expect(try JSON(encoding: amount) == .string(attos))
    }

    @Test func sumsSaturate() {
        #expect(Attos(.max) + Attos(1) == Attos(.max))
        #expect(Attos(1) + Attos(2) == Attos(3))
    }
}

struct ReleaseVersionTests {
    @Test(arguments: [
        ("0.4.17", "0.5.0"), ("0.4.9", "0.4.17"), ("2026.2.3.2", "2026.2.3.10"), ("1.0.0-alpha", "1.0.0"),
        ("1.0.0-alpha", "1.0.0-alpha.1"), ("1.0.0-alpha.1", "1.0.0-alpha.beta"), ("1.0.0-alpha.9", "1.0.0-alpha.10"),
        ("1.0.0-1", "1.0.0--0"), ("1.0.0-01.1", "1.0.0-1.2"), ("0.17.2-beta.2", "0.17.2"), ("1.9", "1.10"),
    ])
    func precedes(low: String, high: String) throws {
        let (low, high) = (try #require(ReleaseVersion(low)), try #require(ReleaseVersion(high)))
        #expect(low < high)
        #expect(!(high < low))
        #expect(low != high)
    }

    @Test(arguments: [("v1.2", "1.2.0"), ("1.2.3+abc", "1.2.3"), ("1.0-1", "1.0-01"), ("001.2", "1.2")])
    func equalVersionsHashAlike(one: String, other: String) throws {
        let (one, other) = (try #require(ReleaseVersion(one)), try #require(ReleaseVersion(other)))
        #expect(one == other)
        #expect(Set([one, other]).count == 1)
    }

    @Test(arguments: [
        "", "v", "vv1", "1.", ".1", "1..2", "a", "1.a", "-1", "+1", "1.2.3.4.5.6.7", "1-", "1-a..b", "1-é",
        "18446744073709551616",
        "1." + String(repeating: "0", count: 64),
    ])
    func refuses(text: String) { #expect(ReleaseVersion(text) == nil) }
}

struct ScalarTests {
    @Test(
        arguments: [
            (Scalar.integer(5), "5", 5.0, 5), (.real(5), "5.0", 5, 5), (.real(0.5), "0.5", 0.5, nil),
            (.text("5"), "5", 5, 5),
            (.text("-1.5e1"), "-1.5e1", -15, nil), (.text("nan"), "nan", nil, nil), (.text("inf"), "inf", nil, nil),
            (.text("0x10"), "0x10", nil, nil), (.text(""), "", nil, nil), (.text("1e999"), "1e999", nil, nil),
            (.real(1e300), "1e+300", 1e300, nil),
            (.integer(.max), "9223372036854775807", 9_223_372_036_854_775_808, .max),
        ] as [(Scalar, String, Double?, Int64?)])
    func reads(scalar: Scalar, text: String, number: Double?, whole: Int64?) {
        #expect(scalar.text == text)
        #expect(scalar.number == number)
        #expect(scalar.whole == whole)
    }

    @Test(arguments: [Scalar.integer(5), .real(5), .real(-0.0), .text("5"), .text("")])
    func keepsItsSortInJSON(scalar: Scalar) throws {
        #expect(try JSON.parse(JSON(encoding: [scalar]).text).decoded() == [scalar])
    }
}

struct HostNameTests {
    @Test(arguments: ["a", "hel01.example.net", "0_-.", "A"])
    func accepts(text: String) throws {
        #expect(HostName(text)?.text == text)
        #expect(try JSON.string(text).decoded(as: HostName.self).text == text)
    }

    @Test(arguments: ["", "-a", ".a", "_a", "a b", "a/b", "a\n", "é", "a\u{0}", String(repeating: "a", count: 254)])
    func refuses(text: String) {
        #expect(HostName(text) == nil)
        #expect(throws: JSONError.self) { try JSON.string(text).decoded(as: HostName.self) }
    }
}

struct TimestampTests {
    @Test(arguments: [
        (Int64(0), Duration.milliseconds(1500), Int64(1500)), (1000, .milliseconds(-1), 999),
        (.max, .milliseconds(1), .max),
        (.min, .milliseconds(-1), .min), (0, .seconds(Int64.max), .max), (.max, .seconds(Int64.min), .min),
    ])
    func advancesWithinItsRange(start: Int64, by: Duration, end: Int64) {
        #expect(Timestamp(milliseconds: start).advanced(by: by).milliseconds == end)
    }

    @Test func differencesAreClamped() {
        let (first, last) = (Timestamp(milliseconds: .min), Timestamp(milliseconds: .max))
        #expect(last.since(first) == .milliseconds(Int64.max))
        #expect(first.since(last) == .milliseconds(Int64.min))
        #expect(Timestamp(milliseconds: 5).since(Timestamp(milliseconds: 7)) == .milliseconds(-2))
    }
}

struct FieldSourceTests {
    @Test(arguments: [
        FieldSource.argument("--port"), .environment("PORT"), .member("a(b)"), .number, .stem, .path, .workingDirectory,
        .literal(""),
        .literal("argument(x)"),
    ])
    func readsBackFromItsSpelling(source: FieldSource) throws {
        #expect(FieldSource(source.description) == source)
        #expect(try JSON(encoding: source).decoded() == source)
    }

    @Test(arguments: ["", "argument", "argument(--port", "Argument(--port)", "argument (--port)", "(x)", "numbers"])
    func refuses(text: String) { #expect(FieldSource(text) == nil) }
}
