import FleetHarness
import Testing

/// Three managers of processes on three hosts, from no node to the cap and back a little.
@Suite(.enabled(if: Scene.isThere, Scene.reason), .serialized)
struct GrowthTests {
    @Test func aWatchBringsHostsFromNothingToTheirCap() async throws {
        let scene = try await Scene("units-grow", "users-grow", "plain-grow")
        try await scene.watching { watch in
            try await scene.expect("three nodes on each host", within: .seconds(240), beside: watch) {
                try await scene.counts() == [3, 3, 3]
            }
            try await scene.expectCalm(of: watch)
            #expect(try await scene.counts() == [3, 3, 3], "beyond the cap:\n\(watch.output.suffix(3000))")
        }
        for host in scene.hosts {
            #expect(try await host.running() == ["antnode0001", "antnode0002", "antnode0003"])
            let starts = try await host.starts()
            #expect(starts.values.allSatisfy { $0 == 1 }, "\(starts)")
        }
        let ledger = try await scene.workstation.ledger()
        #expect(ledger.count { $0.verb == "add" && $0.state == "done" } == 9)
        try await scene.expectOrder()
    }

    @Test func loweringAWrittenCapByTwoRemovesTheTwoYoungest() async throws {
        var scene = try await Scene("units-grow", "users-grow", "plain-grow", policy: ["node_cap": "4"])
        try await scene.fill(4)
        var before: [[String]] = []
        for host in scene.hosts { before.append(try await host.processes().map(\.node)) }
        let watch = try scene.workstation.start("watch", scene.names)
        try scene.set(["node_cap": "2"])
        try await scene.expect("two nodes on each host", beside: watch) { try await scene.counts() == [2, 2, 2] }
        try await scene.expectCalm(of: watch)
        for (host, nodes) in zip(scene.hosts, before) {
            #expect(try await host.processes().map(\.node) == Array(nodes.prefix(2)))
        }
        #expect(try await watch.stop() == 0, "\(watch.output.suffix(2000))")
        #expect(try await scene.workstation.ledger().count { $0.verb == "remove" && $0.state == "done" } == 6)
        try await scene.expectOrder()
    }

    @Test func aHostThatRebootsInTheMiddleOfAnActionComesBackWithoutASecondOne() async throws {
        let scene = try await Scene("units-grow", policy: ["node_cap": "5"])
        let host = scene.first
        try await scene.watching { watch in
            try await scene.expect("an action", beside: watch) { try await host.processes().count >= 1 }
            try await host.reboot()
            try await scene.expect("five nodes after the reboot", within: .seconds(300), beside: watch) {
                try await host.processes().count == 5
            }
        }
        let added = try await scene.workstation.ledger().filter { $0.verb == "add" && $0.state == "done" }
        #expect(Set(added.map(\.node)).count == added.count, "\(added)")
        try await scene.expectOrder()
    }

    /// A third of the hosts and more that go bad at once are no reason to act: something else is wrong.
    @Test func aMassChangeHaltsEverything() async throws {
        var scene = try await Scene("units-grow", "users-grow", "plain-grow", policy: ["node_cap": "2"])
        try await scene.fill(2)
        scene.inventory.fleet["mass_change_hosts"] = "3"
        try scene.workstation.write(scene.inventory)
        try await scene.watching { watch in
            try await scene.expectCalm(of: watch)
            // Only what was good for a whole cycle can go bad.
            try await scene.expectLooks(3, of: watch)
            try await withThrowingTaskGroup { group in
                for host in scene.hosts { group.addTask { try await host.breakNodes() } }
                try await group.waitForAll()
            }
            try await scene.expect("the mass brake", beside: watch) {
                try await scene.workstation.act("brake", "status", "--json").output.contains("\"mass\"")
            }
            let told = watch.output.count
            try await scene.expectLooks(2, of: watch)
            // Two calm cycles lift it again, and on a slow machine they may be over.
            let words = watch.output.dropFirst(told)
            let braked = words.split(separator: "calm again after", omittingEmptySubsequences: false).first ?? ""
            let begun = braked.split(separator: "\n").filter {
                $0.contains(#/: (add|start|restart|remove) antnode\d+: /#)
            }
            #expect(begun.isEmpty, "\(begun)")
        }
        let lifted = try await scene.workstation.act("brake", "off", "--mass")
        #expect(lifted.exitCode == 0, "\(lifted)")
    }
}
