import Testing

@testable import MusterHost

struct ProcessStatTests {
    static let line = "77 (a) S (b) S 1 77 77 0 -1 4194560 1 2 3 4 250 50 5 6 20 0 12 0 987654 1000000 2560 99 1 1\n"

    @Test func countsFromTheLastParenthesis() throws {
        let stat = try #require(ProcessStat(Array(Self.line.utf8)))
        #expect(stat.parent == 1)
        #expect(stat.cpuTicks == 300)
        #expect(stat.threads == 12)
        #expect(stat.startTicks == 987_654)
        #expect(stat.residentPages == 2560)
    }

    @Test(arguments: ["", "77 (a", "77 (a) S", line.replacing(") S 1", with: ") Z 1")])
    func halfALineOrAZombieIsNothing(text: String) {
        #expect(ProcessStat(Array(text.utf8)) == nil)
    }

    @Test func hugeTimesDoNotOverflow() throws {
        let huge = Self.line.replacing(" 250 50 ", with: " \(Int64.max) \(Int64.max) ")
        #expect(ProcessStat(Array(huge.utf8))?.cpuTicks == .max)
    }
}
