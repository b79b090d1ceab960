import MusterInventory
import MusterModel
import TestSupport
import Testing

struct HostileYAMLTests {
    private static let laughs = """
        version: 1
        a: &a [x, x, x, x, x, x, x, x, x, x]
        b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
        c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
        d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
        e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
        f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]
        g: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f, *f]
        h: &h [*g, *g, *g, *g, *g, *g, *g, *g, *g, *g]
        """

    @Test(arguments: [
        Case(
            "aliases that multiply", laughs,
            """
            fleet.yml:8:20: aliases multiply to over 20 MB
              write the values out, or set them in `defaults` or a group
            """),
        Case(
            "the same as a key", laughs + "\n? *h\n: x",
            """
            fleet.yml:8:20: aliases multiply to over 20 MB
              write the values out, or set them in `defaults` or a group
            """),
        Case(
            "an anchor redefined inside itself", "a: &a [ &a [x], *a]\nb: *a",
            "fleet.yml:1:9: the anchor `&a` is defined twice\n  give each anchor its own name"),
        Case("an alias in its own anchor", "a: &a [*a]", "fleet.yml:1:8: not YAML: found undefined alias"),
        Case("an undefined alias", "a: *b", "fleet.yml:1:4: not YAML: found undefined alias"),
        Case(
            "a tab", "version: 1\nhosts:\n\ta: {}",
            "fleet.yml:3:1: a tab indents this line\n  indent YAML with spaces"),
        Case(
            "a byte order mark", "\u{FEFF}version: 1",
            "fleet.yml:1:1: the file begins with a byte order mark\n  save it as UTF-8 without BOM"),
        Case("a key that is no word", "version: 1\n[a, b]: 3", "fleet.yml:2:1: a key must be a word, not a list"),
        Case(
            "two documents", "version: 1\n---\nversion: 1",
            "fleet.yml:2:1: not YAML: expected a single document in the stream, but found another document"),
        Case(
            "an open quote", "version: \"1",
            "fleet.yml:1:12: not YAML: while scanning a quoted scalar, found unexpected end of stream"),
        Case(
            "an open list", "hosts: [a",
            "fleet.yml:2:1: not YAML: while parsing a flow sequence, did not find expected ',' or ']'"),
        Case(
            "a control character", "version: 1\u{7}",
            "fleet.yml:1:1: not readable as YAML: control characters are not allowed\n  remove control characters"),
        Case(
            "deep nesting",
            "version: 1\nhosts: " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40),
            "fleet.yml:2:39: values are nested more than 32 deep"),
        Case("only a comment", "# nothing", "fleet.yml:1:1: the file is empty"),
        Case("a scalar", "hello", "fleet.yml:1:1: the inventory must be a mapping, but is `hello`"),
        Case("a tag", "version: !!python/object 1\nhosts: {a: }", ""),
    ])
    func isAnError(_ c: Case<String, String>) {
        #expect(complaints(c.input) == c.expected)
    }

    @Test(arguments: ["[", "{a: ", "- ", "? "])
    func nestingBeyondTheParsersBoundIsAnErrorNotACrash(_ opening: String) {
        let text = "version: 1\nhosts:\n  " + String(repeating: opening, count: 100_000)
        #expect(complaints(text).hasPrefix("fleet.yml:"))
    }

    @Test func aFileOverTenMegabytesIsRefused() {
        let file = SourceFile(path: "big.yml", bytes: Array(repeating: 0x23, count: 10 * 1024 * 1024 + 1))
        #expect(complaints([file]) == "big.yml:1:1: the file is larger than 10 MB\n  split it into several files")
    }

    @Test func bytesThatAreNoTextAreRefused() {
        let file = SourceFile(path: "x.yml", bytes: [0x61, 0xC3, 0x28])
        #expect(complaints([file]) == "x.yml:1:1: the file is not UTF-8 text\n  save it as UTF-8")
    }

    @Test func tenThousandHostsLoadAndOneMoreIsRefused() throws {
        let settings = "policy: {node_cap: 3}, labels: {a: b}"
        #expect(try load("version: 1\nhosts: {\"h[1:9999]\": {\(settings)}, x: }").hosts.count == 10_000)
        #expect(
            complaints("version: 1\nhosts: {\"h[1:9999]\": {}, x: , y: }")
                == "fleet.yml:2:31: the inventory names more than 10,000 hosts")
    }

    @Test func aThousandMistakesAreCutShort() {
        let text = "version: 1\nhosts:\n" + (0..<1000).map { "  h\($0): {prot: 1}\n" }.joined()
        #expect(complaints(text).split(separator: "\n").count == 1000)
    }

    @Test(arguments: [11, 12, 13] as [UInt64])
    func noFileCrashesTheReader(_ seed: UInt64) {
        var random = Dice(seed: seed)
        let words = [
            "version: 1\n", "hosts:", "groups:", "defaults:", "\n  ", "\n    ", "a", "[1:3]", "{", "}", "[", "]", ",",
            ": ", "- ", "&x ", "*x", "<<: ", "policy", "node_cap", "services", "via", "-1", "99999999999999999999", "~",
            "\"", "'", "|\n", "\t", "#", "%", "!!x ", "\u{0}", "é",
        ]
        for _ in 0..<1500 {
            _ = complaints((0..<random.below(40)).map { _ in words[random.below(words.count)] }.joined())
        }
    }
}
