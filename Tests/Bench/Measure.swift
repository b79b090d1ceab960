import Glibc

/// One figure of the benchmark.
struct Measure {
    let what: String
    let value: Double
    let unit: String
    /// The most that it may be, where there is a budget.
    var budget: Double?

    /// A line such as `decisions for 1,000 hosts   41.3 ms   0.41 of 100`.
    var line: String {
        let share = budget.map { "\(Self.text(value / $0)) of \(Self.text($0)) \(unit)" } ?? ""
        return Self.padded(what, 58) + Self.padded("\(Self.text(value)) \(unit)", 16) + share
    }

    /// The least of `rounds` times by the clock, in seconds: what is more was somebody else's.
    static func seconds(rounds: Int, _ body: () async throws -> Void) async rethrows -> Double {
        var least = Double.infinity
        for _ in 0..<rounds {
            let took = try await ContinuousClock().measure(body)
            least = min(least, took / .seconds(1))
        }
        return least
    }

    /// The least processor time of `rounds`, in seconds, on all threads: others on the machine hardly change it.
    static func processorSeconds(rounds: Int, _ body: () async throws -> Void) async rethrows -> Double {
        var least = Double.infinity
        for _ in 0..<rounds {
            let start = processorTime
            try await body()
            least = min(least, processorTime - start)
        }
        return least
    }

    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    private static func text(_ value: Double) -> String {
        value >= 100 ? "\(Int(value.rounded()))" : "\((value * 100).rounded() / 100)"
    }
}
