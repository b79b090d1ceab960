import MusterModel
import Testing

@testable import MusterReports

struct CommandReportTests {
    private func result(_ output: String, errors: String = "", exit: Int32 = 0) -> CommandResult {
        CommandResult(output: Array(output.utf8), errors: Array(errors.utf8), ending: .exited(exit))
    }

    @Test
    func equalResultsStandOnceWithTheirHosts() {
        let names = ["b", "a", "c"].map { HostName($0)! }
        let report = CommandReport([
            (names[2], result("", errors: "no\n", exit: 3)), (names[0], result("6.1\n")), (names[1], result("6.1\n")),
        ])
        #expect(report.text == "== a, b (2 hosts): exit 0\n6.1\n\n== c: exit 3\nno\n")
    }

    @Test
    func whatAHostPrintsCannotSteerTheTerminal() {
        let report = CommandReport([(HostName("a")!, result("\u{1B}[2Jx\r\ny\u{202E}z\n"))])
        #expect(report.text == "== a: exit 0\n\u{FFFD}[2Jx\u{FFFD}\ny\u{FFFD}z\n")
    }

    @Test
    func bytesThatAreNoTextAreShownAsSuch() {
        let result = CommandResult(output: [0xFF, 0x41], errors: [], ending: .signalled("TERM"), truncated: true)
        #expect(CommandReport([(HostName("a")!, result)]).text == "== a: killed by TERM, output cut\n\u{FFFD}A\n")
    }
}
