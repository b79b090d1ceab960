import MusterModel
import Testing

@testable import MusterHost

/// Feeds a body in pieces of `step` bytes.
func feed<Body: ProbeBody>(_ text: String, to body: inout Body, step: Int = .max) throws {
    let bytes = Array(text.utf8)
    var place = 0
    while place < bytes.count {
        let end = min(bytes.count, place + min(step, bytes.count))
        try bytes[place..<end].withUnsafeBytes { try body.feed($0) }
        place = end
    }
}

struct ExpositionPageTests {
    static let antnode = ServiceKind.antnode.probes.first { $0.id == "metrics" }?.extract ?? [:]

    private func values(_ text: String, _ extract: [String: Extraction], step: Int = .max) throws -> ProbeValues {
        var page = ExpositionPage(extract)
        try feed(text, to: &page, step: step)
        try page.end(mustSayEnd: false)
        return page.values
    }

    @Test(arguments: [1, 7, 4096, Int.max])
    func takesAllThatReportsKnowHoweverItArrives(step: Int) throws {
        let values = try values(MetricsPage.metrics, Self.antnode, step: step)
        #expect(Set(values.metrics.keys) == Set(NodeMetric.allCases.map(\.rawValue)))
        #expect(values.metrics["puts"] == .integer(125))
        #expect(values.metrics["mem"] == .real(97.8125))
        #expect(values.metrics["rewards"] == .integer(12_500_000_000_000_000))
    }

    @Test func labelsOfInfoMetricsBecomeFields() throws {
        let extract = ServiceKind.antnode.probes.first { $0.id == "metadata" }?.extract ?? [:]
        let values = try values(MetricsPage.metadata, extract)
        #expect(values.fields["version"] == .text("0.4.17"))
        #expect(values.fields["peer_id"]?.text.hasPrefix("12D3KooW") == true)
        #expect(values.metrics.isEmpty)
    }

    @Test(arguments: [
        ("a 5", Scalar.integer(5)), ("a{} 5", .integer(5)), ("a{x=\"}\\\"{\"} 5 1700000000", .integer(5)),
        ("a{x=\"1\",} -7", .integer(-7)), ("a 1.5e3", .real(1500)), ("a 2 # {trace=\"x\"} 0.3 17", .integer(2)),
        ("a\t3\r", .integer(3)), ("a 9223372036854775807", .integer(.max)),
        ("a 9223372036854775808", .real(9_223_372_036_854_775_808)), ("a 5.0", .real(5)),
        ("# a 1\nab 2\na 3", .integer(3)),
        ("a 1\na 2", .integer(1)),
    ])
    func readsAValue(text: String, expected: Scalar) throws {
        #expect(try values(text, ["v": Extraction(name: "a")]).metrics["v"] == expected)
    }

    @Test(arguments: [
        "", "a", "a ", "a NaN", "a +Inf", "a -Inf", "a 1e999", "a 0x10", "a nan(1)", "a{x=\"1\" 5", "a{x=1} 5", "b 5",
        "# a 5", "a 1_000", "a{x=\"\\",
    ])
    func whatIsNoNumberIsNoValue(text: String) throws {
        #expect(try values(text, ["v": Extraction(name: "a")]).metrics.isEmpty)
    }

    @Test(arguments: [
        ("a{x=\"1\"} 2\na{x=\"2\"} 3", Scalar.integer(5)), ("a 1\na 0.5\na NaN", .real(1.5)),
        ("a 9223372036854775807\na 1", .real(9_223_372_036_854_775_808)),
    ])
    func sumsAddAllSamplesWithoutOverflow(text: String, expected: Scalar) throws {
        #expect(try values(text, ["v": Extraction(name: "a", sum: true)]).metrics["v"] == expected)
    }

    @Test func labelTextsAreUnescapedAndMadeHarmless() throws {
        let extract = ["v": Extraction(name: "a_info", label: "x")]
        let text = "a_info{w=\"x=\\\"no\\\"\", x=\"a\\\\b\\\"c\u{1B}[31m\u{202E}\"} 1"
        #expect(try values(text, extract).fields["v"] == .text("a\\b\"c\u{FFFD}[31m\u{FFFD}"))
    }

    @Test func aHundredThousandLabelsAreReadThrough() throws {
        let labels = (0..<5000).map { "l\($0)=\"v\"" }.joined(separator: ",")
        let values = try values("a{\(labels)} 4\nb 5\n", ["a": Extraction(name: "a"), "b": Extraction(name: "b")])
        #expect(values.metrics == ["a": .integer(4), "b": .integer(5)])
    }

    @Test(arguments: ["<html>\n", "\u{0}\u{1}\u{2}\n", "{\"a\": 1}\n", "1 2 3\n"])
    func anotherKindOfPageIsMalformed(text: String) {
        #expect(throws: ProbeFault.notMetrics) { try values(text, [:]) }
    }

    @Test func anEndlessLineIsGivenUp() {
        #expect(throws: ProbeFault.lineTooLong) {
            try values(String(repeating: "a", count: 70_000), [:], step: 4096)
        }
    }

    @Test func aPageThatMustSayItsEndIsCutOffWithout() throws {
        var page = ExpositionPage([:])
        try feed("a 1\n# E", to: &page)
        #expect(throws: ProbeFault.cutOff) { try page.end(mustSayEnd: true) }
    }
}
