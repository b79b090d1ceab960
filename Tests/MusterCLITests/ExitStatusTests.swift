import MusterCLI
import Testing

typealias Status = MusterCLI.ExitStatus

struct ExitStatusTests {
    @Test(
        arguments: [
            ([], Status.ok), ([.ok], .ok), ([.failed, .unreachable], .failedAndUnreachable),
            ([.unreachable, .ok], .unreachable), ([.failed, .unreachable, .outcomeUnknown], .outcomeUnknown),
            ([.stopped, .leased], .leased), ([.interrupted, .outcomeUnknown], .interrupted),
            ([.internalError, .usage], .internalError), ([.findings, .failed], .failed),
        ] as [([Status], Status)])
    func theFirstThatAppliesWins(_ statuses: [Status], _ expected: Status) {
        #expect(Status.first(of: statuses) == expected)
    }

    @Test(arguments: [
        (["--help"], Status.ok), (["--version"], .ok), (["inventory"], .ok), (["nonsense"], .usage),
        (["inventory", "list", "--parallel", "0"], .usage), (["inventory", "list", "--format", "xml"], .usage),
        (["inventory", "check", "--inventory", "/nonexistent"], .usage), (["completions", "bash"], .ok),
    ])
    func usageErrorsExitWithTwo(_ arguments: [String], _ expected: Status) async {
        #expect(await muster(arguments).status == expected)
    }
}
