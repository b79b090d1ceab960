import Testing

@testable import MusterHost

struct NamePatternTests {
    @Test(arguments: [
        ("antnode{number}.service", "antnode1.service", 1), ("antnode{number}.service", "antnode0042.service", 42),
        ("antnode{number}.service", "antnode123456.service", 123_456), ("*-{number}", "a-7-8", 8),
    ])
    func findsTheNumber(pattern: String, name: String, number: Int64) {
        #expect(NamePattern(pattern).match(name)?.number == number)
    }

    @Test(arguments: [
        ("antnode{number}.service", "antnode.service"), ("antnode{number}.service", "antnode1234567.service"),
        ("antnode{number}.service", "antnode1.service.d"), ("antnode", "antnodes"), ("antnode", ""), ("", "a"),
        ("a*b", "ac"), ("*", String(repeating: "x", count: 600)),
    ])
    func refusesOtherNames(pattern: String, name: String) {
        #expect(NamePattern(pattern).match(name) == nil)
    }

    @Test(arguments: [("evm-*", "evm-arbitrum-one"), ("*", "anything"), ("a*c*e", "abcde"), ("antnode", "antnode")])
    func fitsWithoutANumber(pattern: String, name: String) {
        #expect(NamePattern(pattern).match(name) == NamePattern.Match(number: nil))
    }

    @Test func manyStarsOnALongNameEndSoon() {
        let pattern = NamePattern(String(repeating: "*a", count: 40) + "b")
        #expect(pattern.match(String(repeating: "a", count: 500)) == nil)
    }

    @Test func becomesAGlobForSystemctl() {
        #expect(NamePattern("antnode{number}.service").glob == "antnode[0-9]*.service")
    }
}
