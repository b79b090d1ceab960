import MusterModel
import Testing

struct ConditionTests {
    private static let facts: [String: Scalar] = [
        "cpu": .real(80.5), "nodes": .integer(12), "version": .text("0.4.9"), "beta": .text("0.5.0-rc.1"),
        "country": .text("fi"), "huge": .integer(.max), "nan": .real(.nan), "text12": .text("12"),
    ]

    @Test(arguments: [
        ("cpu>80", Truth.yes), ("cpu > 80.5", .no), ("cpu>=80.5", .yes), ("nodes=12", .yes), ("nodes==12.0", .yes),
        ("nodes!=12", .no), ("version<0.4.17", .yes), ("version<0.4.10", .yes), ("version>0.4", .yes),
        ("version=v0.4.9", .yes), ("beta<0.5.0", .yes), ("country=fi", .yes), ("country!=de", .yes),
        ("country='fi'", .yes), ("country~f*", .yes), ("country~?", .no), ("country<x", .unknown),
        ("missing=1", .unknown), ("not missing=1", .unknown), ("cpu>fi", .unknown), ("nan>1", .unknown),
        ("huge>9223372036854775806", .yes), ("text12>9", .yes), ("cpu~8*", .unknown),
        ("cpu>80 and missing=1", .unknown), ("cpu>90 and missing=1", .no), ("cpu>80 or missing=1", .yes),
        ("cpu>90 or missing=1", .unknown), ("not cpu>90", .yes), ("not not cpu>80", .yes),
        ("cpu>90 or nodes>1 and country=fi", .yes), ("(cpu>90 or nodes>1) and country=de", .no),
        ("CPU>1", .unknown), ("cpu>80 AND nodes=12", .yes),
    ])
    func isTrueFalseOrUnknown(_ text: String, _ expected: Truth) throws {
        #expect(try Condition.parse(text).evaluate(Self.facts) == expected)
    }

    @Test(arguments: [
        ("", 1, "the name of a fact"), ("cpu", 4, "one of = != < <= > >= ~"), ("cpu>", 5, "a value"),
        ("cpu>80 and", 11, "the name of a fact"), ("cpu>80 nodes=1", 8, "`and`, `or` or the end"),
        ("(cpu>80", 8, "`)`"), ("cpu='fi", 8, "a closing '"), ("cpu=<3", 6, "one of = != < <= > >= ~"),
        ("cpu!3", 5, "one of = != < <= > >= ~"),
    ])
    func mistakesSayWhere(_ text: String, _ character: Int, _ expected: String) {
        do throws(ConditionError) {
            _ = try Condition.parse(text)
            Issue.record("accepted")
        } catch {
            #expect(error.message == "the condition \"\(text)\": expected \(expected) at character \(character)")
        }
    }

    @Test func deepNestingIsRefused() {
        let text = String(repeating: "(", count: 2000) + "a=1" + String(repeating: ")", count: 2000)
        #expect(throws: ConditionError.self) { try Condition.parse(text) }
    }

    @Test func fieldsAreNamedOnce() throws {
        #expect(try Condition.parse("a=1 and (b=2 or not a=3)").fields == ["a", "b"])
    }

    @Test(arguments: [
        ("*", "", true), ("*", "x", true), ("?", "", false), ("a*b*c", "axxbyyc", true), ("a*b*c", "axxbyy", false),
        ("*a", "ba", true), ("**", "x", true), ("a?c", "abc", true), ("", "", true), ("", "a", false),
        ("[a]", "[a]", true),
    ])
    func globsMatchWholeNames(_ pattern: String, _ text: String, _ expected: Bool) {
        #expect(Glob(pattern).matches(text) == expected)
    }

    @Test func aGlobOfManyStarsStaysFast() {
        let text = String(repeating: "a", count: 2000)
        #expect(!Glob(String(repeating: "a*", count: 500) + "b").matches(text))
    }
}
