import MusterModel
import Testing

@testable import MusterReports

struct UnitsTests {
    @Test(
        arguments: [
            (0, "0 B"), (999, "999 B"), (1000, "1.0 KiB"), (1536, "1.5 KiB"), (102_349, "100 KiB"),
            (17_179_869_184, "16.0 GiB"),
            (UInt64.max, "16.0 EiB"), (nil, "-"),
        ] as [(UInt64?, String)])
    func bytesHaveThreeDigitsAtMost(_ value: UInt64?, _ text: String) { #expect(Units.bytes(value) == text) }

    @Test(
        arguments: [
            (0, "0s"), (59, "59s"), (60, "1m"), (125, "2m 5s"), (3600, "1h"), (3605, "1h"), (90_000, "1d 1h"),
            (-5, "0s"),
            (Int64.max, "106751991167300d 15h"),
        ] as [(Int64, String)])
    func durationsShowTwoUnits(_ seconds: Int64, _ text: String) {
        #expect(Units.duration(.seconds(seconds)) == text)
    }

    @Test(
        arguments: [
            (0, 2, "0.00"), (1.005, 2, "1.00"), (2.675, 1, "2.7"), (-0.04, 1, "0.0"), (-1.25, 1, "-1.3"),
            (99.95, 0, "100"),
            (1e300, 1, "1e+300"), (.infinity, 1, "-"), (.nan, 1, "-"),
        ] as [(Double, Int, String)])
    func decimalsAreRounded(_ value: Double, _ places: Int, _ text: String) {
        #expect(Units.fixed(value, places: places) == text)
    }

    @Test(arguments: [
        ("0", "0"), ("1", "0.000000000000000001"), ("12500000000000000", "0.0125"), ("3000000000000000000", "3"),
    ])
    func tokensLoseOnlyZeros(_ attos: String, _ text: String) throws {
        #expect(Units.tokens(try #require(Attos(decimal: attos))) == text)
    }

    @Test(
        arguments: [
            (0, "1970-01-01 00:00:00"), (951_782_399_999, "2000-02-28 23:59:59"),
            (951_868_799_000, "2000-02-29 23:59:59"),
            (1_776_600_000_000, "2026-04-19 12:00:00"), (4_102_444_800_000, "2100-01-01 00:00:00"), (-1, "-1 ms"),
            (.max, "9223372036854775807 ms"),
        ] as [(Int64, String)])
    func clocksAreUTC(_ milliseconds: Int64, _ text: String) {
        #expect(Units.clock(Timestamp(milliseconds: milliseconds)) == text)
    }
}

struct TableTests {
    @Test func columnsLineUpByWhatATerminalShows() {
        let table = Table(
            [.init("NAME"), .init("N", .right)],
            rows: [["日本", "1"], ["e\u{301}t", "22"], ["🦊", "3"], ["\u{1B}[31m", ""]])
        #expect(
            table.text() == """
                NAME    N
                日本    1
                e\u{301}t     22
                🦊      3
                \u{FFFD}[31m

                """)
    }

    @Test func theWidestFlexibleColumnGivesWayFirst() {
        let table = Table(
            [.init("A", isFlexible: true), .init("B"), .init("C", isFlexible: true)],
            rows: [["aaaaaaaaaaaaaaaaaaaa", "fixed", "cccccccccccc"]])
        #expect(
            table.text(width: 30) == """
                A          B      C
                aaaaaaaa…  fixed  cccccccccccc

                """)
    }

    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("=cmd()", "\"'=cmd()\""),
        ("-5", "-5"),
        ("a\nb", "a\u{FFFD}b"), ("-", ""),
    ])
    func csvCellsAreQuotedAndHarmless(_ cell: String, _ text: String) {
        #expect(Table([.init("MY CELL")], rows: [[cell]]).csv == "my_cell\n\(text)\n")
    }
}
