import Foundation
import MusterModel
import Testing

@testable import MusterFleet

/// Thousands of runs of controller, link, agent and host, each from its own seed.
///
/// `MUSTER_SOAK=1` runs a hundred times as many; `MUSTER_SEED=N` runs one again.
struct AtMostOnceTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let factor: UInt64 = environment["MUSTER_SOAK"] == "1" ? 100 : 1

    private static func seeds(_ count: UInt64) -> ClosedRange<UInt64> {
        if let seed = environment["MUSTER_SEED"].flatMap({ UInt64($0) }) { return seed...seed }
        return 1...(count * factor)
    }

    @Test
    func noActionIsDoneTwiceAndNoneIsLost() {
        var intents = 0
        var performed = 0
        var besides = 0
        var undone = 0
        for seed in Self.seeds(300) {
            var simulation = Simulation(seed: seed)
            do { try simulation.run(steps: 300) } catch { Issue.record("seed \(seed): \(error)") }
            intents += simulation.intents
            performed += simulation.performed
            besides += simulation.besides
            undone += simulation.undone
        }
        print(
            "at most once: \(Self.seeds(300)) seeds, \(intents) intents, \(performed) carried out, \(besides) beside a "
                + "node that proved itself, \(undone) undone")
        #expect(performed > intents / 10)
        #expect(besides > 0)
        #expect(undone > 0)
    }

    @Test(arguments: CrashPoint.allCases)
    func aCrashAtANamedPointIsSurvived(point: CrashPoint) {
        var crashes: Set<CrashPoint> = []
        for seed in Self.seeds(50) {
            var simulation = Simulation(seed: seed, crashingAt: point)
            do { try simulation.run(steps: 200) } catch { Issue.record("seed \(seed): \(error)") }
            crashes.formUnion(simulation.crashes)
        }
        #expect(crashes == [point])
    }

    /// Shows that the simulator sees: a message that lay in a dead link's pipe is begun after it was called not begun.
    @Test
    func anAgentThatBeginsWhatItCalledNotBegunIsFoundOut() {
        let found = (1...500 as ClosedRange<UInt64>).contains { seed in
            var simulation = Simulation(seed: seed, closesAskedIDs: false)
            return (try? simulation.run(steps: 300)) == nil
        }
        #expect(found)
    }

    /// The same for an upgrade whose node proves itself at an agent of a dead link: a survey is not to judge it.
    @Test
    func anAgentThatSeesNoUpgradeAtWorkIsFoundOut() {
        let found = (1...500 as ClosedRange<UInt64>).contains { seed in
            var simulation = Simulation(seed: seed, looksAtNodeLocks: false)
            return (try? simulation.run(steps: 300)) == nil
        }
        #expect(found)
    }
}
