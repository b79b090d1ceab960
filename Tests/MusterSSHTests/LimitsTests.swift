import MusterSSH
import Testing

/// What `--timeout` does to the single steps.
struct LimitsTests {
    @Test(arguments: [(60, 10, 15, 30), (20, 10, 15, 20), (5, 5, 5, 5), (300, 50, 75, 150)])
    func stepsGrowAndShrinkWithTheTimeOfAHost(timeout: Int, connect: Int, open: Int, authenticate: Int) {
        let limits = SSHLimits(within: .seconds(timeout))
        #expect(limits.connect == .seconds(connect))
        #expect(limits.open == .seconds(open))
        #expect(limits.authenticate == .seconds(authenticate))
    }
}
