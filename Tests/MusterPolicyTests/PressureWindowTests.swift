import MusterModel
import Testing

@testable import MusterPolicy

struct PressureWindowTests {
    private let target = HostTarget(name: host, kinds: [.antnode])

    /// A window after samples of these values of the processors, at these milliseconds of the boot clock.
    private func window(_ samples: [(at: Int64, cpu: Double)], interval: Int64 = 5000) -> PressureWindow {
        var window = PressureWindow()
        for sample in samples {
            window.add(Levels(cpu: sample.cpu).sample(at: sample.at, interval: interval), at: now, of: target)
        }
        return window
    }

    private func cpu(_ window: PressureWindow) -> PressureState.Reading? {
        window.state(of: target, storage: ["/var/antctl/services"]).readings[.cpu]
    }

    @Test
    func tellsOfTheLastFifteenSeconds() {
        let reading = cpu(window([(100_000, 99), (105_000, 60), (110_000, 90), (115_000, 80)]))
        #expect(reading?.low == 60)
        #expect(reading?.high == 90)
        #expect(reading?.last == 80)
        #expect((reading?.mean ?? 0).tenths == "76.7")
        #expect(reading?.covered == 15_000)
    }

    private static let broken: [(String, [(at: Int64, cpu: Double)], Int64)] = [
        ("a gap", [(100_000, 10), (105_000, 10), (125_000, 90), (130_000, 90)], 10_000),
        ("a reboot", [(100_000, 10), (5000, 90), (10_000, 90)], 10_000),
        ("one sample", [(100_000, 90)], 5000),
    ]

    @Test(arguments: broken)
    func reachesNoFurtherThan(_ name: String, samples: [(at: Int64, cpu: Double)], covered: Int64) {
        let reading = cpu(window(samples))
        #expect(reading?.covered == covered)
        #expect(reading?.low == 90)
    }

    @Test
    func pressureCountsAfterItsWindowAndNotBefore() {
        for count in 1...4 {
            let samples = (0..<count).map { (at: Int64(100_000 + 5000 * $0), cpu: 90.0) }
            let state = window(samples).state(of: target, storage: ["/var/antctl/services"])
            let plan = decide(Situation.host(.running(1...3)).changed { $0.pressure = state })
            #expect(plan.words == (count < 3 ? [] : ["stop antnode3"]), "\(count) samples: \(plan.reasons)")
        }
    }

    /// One sample is enough, from the very number on.
    @Test(arguments: [
        (Levels(disk: 96), true), (Levels(disk: 95.9), false), (Levels(memory: 97), true),
        (Levels(memory: 96.9), false),
    ])
    func aHardFloorCountsAtOnce(levels: Levels, isFloor: Bool) {
        var window = PressureWindow()
        window.add(levels.sample(at: 100_000), at: now, of: target)
        let state = window.state(of: target, storage: ["/var/antctl/services"])
        let situation = Situation.host(.running(1...3)).changed { $0.pressure = state }
        #expect(PressureVerdict(situation, rules: .all).over.map(\.isFloor) == (isFloor ? [true] : []))
    }

    @Test
    func oneLowSampleEndsPressure() {
        let samples = [(100_000, 90.0), (105_000, 69), (110_000, 90)].map { (at: Int64($0.0), cpu: $0.1) }
        let state = window(samples).state(of: target, storage: ["/var/antctl/services"])
        let plan = decide(Situation.host(.running(1...3)).changed { $0.pressure = state })
        #expect(plan.actions.isEmpty)
        #expect(plan.reasons.contains("is not known to have been above 70.0 % for all of 15 s"))
    }

    @Test
    func theDiskIsTheFullestThatHoldsNodes() {
        var sample = Levels(disk: 40).sample()
        var other = sample.fileSystems[0]
        (other.path, other.used, other.available) = ("/mnt/b", 900, 100)
        var elsewhere = other
        (elsewhere.path, elsewhere.used, elsewhere.available) = ("/backup", 990, 10)
        sample.fileSystems += [other, elsewhere]
        var window = PressureWindow()
        window.add(sample, at: now, of: target)
        let state = window.state(of: target, storage: ["/var/antctl/services", "/mnt/b/nodes"])
        #expect(state.disk == "/mnt/b")
        #expect(state.readings[.disk]?.last == 90)
        #expect(window.state(of: target, storage: ["/var/antctl"]).disk == "/var")
    }

    @Test
    func whatASampleLacksIsNotKnown() {
        var sample = Levels().sample()
        sample.cpu = nil
        sample.networks = []
        var window = PressureWindow()
        window.add(sample, at: now, of: target)
        let readings = window.state(of: target, storage: []).readings
        #expect(readings[.cpu] == nil && readings[.netRead] == nil && readings[.disk] == nil)
        #expect(readings[.load1]?.last == 0.5)
    }

    @Test(arguments: [
        (PressureState.Metric.cpu, 81.04, "CPU 81.0 % above 70.0 % for 15 s"),
        (.load15, 8.26, "load over 15 min 8.3 above 70.0 for 15 s"),
        (.netRead, 1234.4, "network receipt 1234 B/s above 70 B/s for 15 s"),
    ])
    func aReliefSaysWhatWasRead(metric: PressureMetric, value: Double, text: String) {
        let excess = Excess(metric: metric, value: value, limit: 70, isFloor: false, lasted: 15)
        #expect(excess.reason == text)
        #expect(excess.reading == ReliefReading(metric, value: value, limit: 70))
    }

    @Test
    func whatIsPlannedAgainstPressureCarriesTheReading() {
        let plan = decide(.host(.running(1...3), levels: Levels(cpu: 90)))
        #expect(plan.actions.map(\.relief) == [ReliefReading(.cpu, value: 90, limit: 70)])
        let large = [NodeRecord].running(1...3).map { node in
            node.changed { $0.observation.processes[0].residentBytes = 30_000 }
        }
        #expect(decide(.host(large, levels: Levels(memory: 98))).actions.map(\.relief?.isFloor) == [true])
    }
}
