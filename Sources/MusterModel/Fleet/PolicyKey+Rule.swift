extension PolicyKey {
    package var rule: PolicyRule { hostRule ?? limitRule ?? kindRule }

    private var hostRule: PolicyRule? {
        switch self {
        case .cpuLessThan: .percent(50, "add nodes only below this use of the processors")
        case .cpuRemove: .percent(70, "relieve above this use of the processors")
        case .memLessThan: .percent(60, "add nodes only below this use of main memory")
        case .memRemove: .percent(75, "relieve above this use of main memory")
        case .hdLessThan: .percent(75, "add nodes only below this use of the file system that holds the nodes")
        case .hdRemove: .percent(90, "relieve above this use of the file system that holds the nodes")
        case .hdioReadLessThan: .rate("add nodes only below this rate of disk reads; 0 turns it off")
        case .hdioReadRemove: .rate("relieve above this rate of disk reads; 0 turns it off")
        case .hdioWriteLessThan: .rate("add nodes only below this rate of disk writes; 0 turns it off")
        case .hdioWriteRemove: .rate("relieve above this rate of disk writes; 0 turns it off")
        case .netioReadLessThan: .rate("add nodes only below this rate of network receipt; 0 turns it off")
        case .netioReadRemove: .rate("relieve above this rate of network receipt; 0 turns it off")
        case .netioWriteLessThan: .rate("add nodes only below this rate of network sending; 0 turns it off")
        case .netioWriteRemove: .rate("relieve above this rate of network sending; 0 turns it off")
        case .desiredLoadAverage: .load(0.6, "add nodes only while all three load averages are below")
        case .maxLoadAverageAllowed: .load(1, "relieve while a load average is above")
        case .pressureWindow: .seconds(15, .host, "how long pressure must last before it counts")
        case .minReversal: .seconds(600, .host, "least time between opposite actions on a host")
        case .crisisBytes:
            PolicyRule(
                .whole(0...Int64.max), .host, default: .value(.integer(2_000_000_000)), unit: "B",
                "free bytes below which a report calls the file system of the nodes in crisis")
        default: nil
        }
    }

    private var limitRule: PolicyRule? {
        switch self {
        case .maxConcurrentUpgrades: .amount("upgrades under way on a host at once")
        case .maxConcurrentStarts: .amount("starts and additions under way on a host at once")
        case .maxConcurrentRemovals: .amount("stops and removals under way on a host at once")
        case .maxConcurrentOperations: .amount("operations of all sorts under way on a host at once")
        case .surveyInterval: .seconds(300, .host, "time between two surveys; evidence older than two is stale")
        case .sampleInterval: .seconds(5, .host, "time between two samples of a host that is watched")
        case .surveyDelay: .milliseconds("pause between the probes of two nodes in a survey")
        case .actionDelay: .milliseconds("pause between two actions on a host")
        case .maxStartsPerMinute: .limit(1...100_000, 10, "nodes", "starts per minute over the fleet")
        case .maxDisturbedNodes: .limit(1...100, 10, "%", "share of a group's nodes disturbed at once; at least one")
        case .maxDisturbedHosts: .limit(1...100, 20, "%", "share of a group's hosts disturbed at once; at least one")
        case .restartSpacing: .limit(0...604_800, 300, "s", "least time between two restarts of one node")
        case .massChange: .limit(1...100, 30, "%", "share of hosts gone bad within a cycle that halts all actions")
        case .massChangeHosts: .limit(1...100_000, 3, "hosts", "fewest hosts gone bad that count as a mass change")
        default: nil
        }
    }
}

extension PolicyRule {
    static func percent(_ value: Int64, _ help: String) -> PolicyRule {
        PolicyRule(.real(0...100), .host, default: .value(.integer(value)), unit: "%", help)
    }

    static func rate(_ help: String) -> PolicyRule {
        PolicyRule(.whole(0...Int64.max), .host, default: .value(.integer(0)), unit: "B/s", help)
    }

    static func load(_ perCore: Double, _ help: String) -> PolicyRule {
        PolicyRule(.real(0...100_000), .host, default: .perCore(perCore), help)
    }

    /// At most a week.
    static func seconds(_ value: Int64, _ scope: PolicyScope, _ help: String) -> PolicyRule {
        PolicyRule(.whole(0...604_800), scope, default: .value(.integer(value)), unit: "s", help)
    }

    /// At most an hour.
    static func milliseconds(_ help: String) -> PolicyRule {
        PolicyRule(.whole(0...3_600_000), .host, default: .value(.integer(0)), unit: "ms", help)
    }

    static func amount(_ help: String) -> PolicyRule {
        PolicyRule(.whole(0...1000), .host, default: .value(.integer(1)), unit: "nodes", help)
    }

    static func limit(_ range: ClosedRange<Int64>, _ value: Int64, _ unit: String, _ help: String) -> PolicyRule {
        PolicyRule(.whole(range), .fleet, default: .value(.integer(value)), unit: unit, help)
    }
}
