import MusterModel
import MusterReports
import Testing

/// Nodes are printed page by page, and read as if they had been printed at once.
struct NodesReportTests {
    private func records() throws -> [NodeRecord] {
        let host = try HostName.named("hel01")
        return (1...5).map { .example($0, on: host) }
    }

    private func text(_ format: OutputFormat, pages: [ArraySlice<NodeRecord>]) throws -> String {
        var report = try NodesReport(format, at: .noon)
        return pages.map { report.page(Array($0)) }.joined() + report.end()
    }

    @Test(arguments: [OutputFormat.text, .json, .csv])
    func pagesMakeOneReport(format: OutputFormat) throws {
        let records = try records()
        let whole = try text(format, pages: [records[...]])
        #expect(try text(format, pages: [records[..<2], records[2..<4], records[4...], []]) == whole)
        #expect(whole.contains("antnode0005"))
    }

    @Test func jsonIsOneDocument() throws {
        let text = try text(.json, pages: [try records()[...]])
        let json = try JSON.parse(text)
        #expect(json["report"] == .string("nodes") && json["nodes"]?.array?.count == 5)
        #expect(text == json.prettyText + "\n")
        #expect(try JSON.parse(try self.text(.json, pages: []))["nodes"] == .array([]))
    }

    @Test func withoutNodesItSaysSo() throws {
        #expect(try text(.text, pages: [[]]) == "no nodes are known: `muster survey` looks for them\n")
        #expect(try text(.csv, pages: [[]]).hasPrefix("host,node,"))
        #expect(throws: ReportError.self) { try NodesReport(.influx, at: .noon) }
    }

    /// A later page may be wider than the first one.
    @Test func columnsGrowAndCutNothing() throws {
        let long = try HostName.named("a-host-with-a-long-name.example.net")
        let text = try text(.text, pages: [try records()[...], [.example(9, on: long)]])
        #expect(text.contains("\na-host-with-a-long-name.example.net  antnode0009  RUNNING"))
    }

    @Test func csvLeavesEmptyWhatIsNotKnown() throws {
        let unknown = NodeRecord.example(2, on: try .named("hel01"), .unknown)
        let row = try text(.csv, pages: [[unknown]]).split(separator: "\n")[1]
        #expect(row.hasPrefix("hel01,antnode0002,UNKNOWN (was RUNNING),,0.4.17,12001,,,,"), "\(row)")
    }
}
