import FleetHarness
import Foundation
import Testing

/// Seconds from the moment that nodes begin to press until the youngest has stopped, printed and not judged.
@Suite(.enabled(if: Scene.isThere && Scene.trials > 0, "a soak: run `make soak` as root"), .serialized)
struct AnswerTimeTests {
    /// With the window and the sample interval that policies have when nobody writes them.
    @Test func fromPressureToStop() async throws {
        let scene = try await Scene(
            "units-press",
            policy: [
                "mem_less_than": "60", "mem_remove": "75", "pressure_window": "15", "sample_interval": "5",
                "survey_interval": "300", "min_reversal": "1",
            ])
        let host = scene.first
        try await scene.fill(3)
        var seconds: [Double] = []
        try await scene.watching { watch in
            try await scene.expect("a first look", beside: watch) { !watch.output.isEmpty }
            for trial in 1...Scene.trials {
                try await Task.sleep(for: .milliseconds(Int.random(in: 3000...8000)))
                let nodes = try await host.processes()
                let began = ContinuousClock.now
                try await host.tell(nodes, "hold_mb = 280")
                try await scene.expect("a stop in trial \(trial)", within: .seconds(120), beside: watch) {
                    try await host.processes().count == 2
                }
                seconds.append((ContinuousClock.now - began) / .seconds(1))
                try await host.tell(nodes, "")
                try await scene.expect("a start after trial \(trial)", within: .seconds(180), beside: watch) {
                    try await host.processes().count == 3
                }
            }
        }
        let sorted = seconds.sorted()
        try #require(!sorted.isEmpty)
        func text(_ value: Double) -> String { String(format: "%.1f", value) }
        print(
            """
            from pressure to stop, window 15 s, samples each 5 s, \(sorted.count) trials: \
            least \(text(sorted[0])) s, median \(text(sorted[sorted.count / 2])) s, most \(text(sorted[sorted.count - 1])) s
            """)
    }
}

extension Scene {
    /// How often a soak wants it measured.
    static var trials: Int { ProcessInfo.processInfo.environment["MUSTER_TRIALS"].flatMap { Int($0) } ?? 0 }
}
