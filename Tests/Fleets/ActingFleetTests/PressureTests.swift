import FleetHarness
import Testing

/// Pressure made by nodes that burn and hold, and by others.
@Suite(.enabled(if: Scene.isThere, Scene.reason), .serialized)
struct PressureTests {
    /// A sort of pressure: what nodes are told to make it with, and the policy under which three nodes are too many and
    /// two are not.
    struct Sort: Sendable, CustomTestStringConvertible {
        var name: String
        var settings: @Sendable (_ cores: Int) -> String
        var policy: [String: String]

        var testDescription: String { name }
    }

    static let sorts = [
        Sort(
            name: "processors", settings: { "cpu_percent = \($0 * 12)" },
            policy: ["cpu_less_than": "15", "cpu_remove": "30"]),
        Sort(
            name: "memory", settings: { _ in "hold_mb = 270" }, policy: ["mem_less_than": "35", "mem_remove": "72"]),
    ]

    @Test(arguments: sorts)
    func theYoungestIsStoppedAndStartsAgainWhenItIsOver(sort: Sort) async throws {
        let scene = try await Scene("units-press", policy: sort.policy)
        let host = scene.first
        try await scene.fill(3)
        let nodes = try await host.processes()
        let keys = try await host.shell("cat /var/antctl/services/*/secret-key | sha256sum")
        let cores = Int(try await host.shell("grep -c ^cpu[0-9] /proc/stat | tr -d '\\n'")) ?? 1
        try await scene.watching { watch in
            try await scene.expectLooks(of: watch)
            try await host.tell(nodes, sort.settings(cores))
            try await scene.expect("the youngest stopped", beside: watch) { try await host.processes().count == 2 }
            #expect(try await host.processes().map(\.node) == nodes.dropLast().map(\.node))
            try await scene.expectLooks(2, of: watch)
            #expect(try await host.processes().count == 2, "more was stopped than needed:\n\(watch.output)")
            try await host.tell(nodes, "")
            try await scene.expect("all three again", beside: watch) { try await host.processes().count == 3 }
        }
        #expect(try await host.shell("cat /var/antctl/services/*/secret-key | sha256sum") == keys)
        let verbs = try await scene.workstation.ledger().filter { $0.state == "done" }.map(\.verb)
        #expect(!verbs.contains("remove") && verbs.contains("stop") && verbs.last == "start", "\(verbs)")
        try await scene.expectOrder()
    }

    @Test func theTailOfTheLongLoadAveragesReliefsOnce() async throws {
        let scene = try await Scene(
            "units-press",
            policy: ["desired_load_average": "2", "max_load_average_allowed": "4", "pressure_window": "8"])
        let host = scene.first
        try await host.meter("load 0.5 0.5 0.5")
        try await scene.fill(3)
        try await scene.watching { watch in
            try await host.meter("load 9 9 9")
            try await scene.expect("a relief", beside: watch) { try await host.processes().count == 2 }
            try await host.meter("load 0.5 3 9")
            try await scene.expectLooks(3, of: watch)
            #expect(try await host.processes().count == 2, "\(watch.output)")
        }
        #expect(try await scene.workstation.ledger().count { $0.verb == "stop" } == 1)
    }

    @Test func somebodyElsesJobIsNotCuredByStoppingNodes() async throws {
        let scene = try await Scene("units-press", policy: ["cpu_less_than": "8", "cpu_remove": "15"])
        let host = scene.first
        try await scene.fill(3)
        let job =
            "for core in $(grep -o ^cpu[0-9]* /proc/stat); do setsid sh -c 'while :; do :; done' & done >/dev/null 2>&1; echo"
        try await scene.watching { watch in
            try await scene.expectLooks(of: watch)
            try await host.shell(job)
            try await scene.expect("a word of it", beside: watch) {
                watch.output.contains("stopping them cures nothing")
            }
            try await scene.expectLooks(2, of: watch)
            #expect(try await host.processes().count == 3, "\(watch.output)")
        }
        try await host.shell("for p in /proc/[0-9]*; do grep -q 'do :' $p/cmdline && kill -9 ${p#/proc/}; done")
    }
}
