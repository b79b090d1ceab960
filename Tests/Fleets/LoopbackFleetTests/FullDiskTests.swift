import FleetHarness
import Foundation
import Testing

extension ControllerTests {
    /// A controller whose disk is full: no intent, hence no action, and it says so.
    @Suite(.enabled(if: getuid() == 0, "a small disk is mounted by root alone")) struct FullDiskTests {
        private let acting: ActingFleet
        private let disk: SmallDisk
        private var names: String { acting.fleet.names }

        init() async throws {
            acting = try await ControllerTests.shared.value
            disk = try await SmallDisk(of: acting.workstation)
            try acting.workstation.write(acting.fleet.inventory(cap: 3))
            #expect(try await disk.muster("adopt", names, "--yes").exitCode == 0)
        }

        private func starts() async throws -> [String] {
            var pids: [String] = []
            for host in acting.fleet.hosts {
                pids.append(try await acting.workstation.ssh(host.name, "pgrep -x antnode | sort").output)
            }
            return pids
        }

        @Test func nothingIsBegunWhereNothingCanBeWritten() async throws {
            let before = try await starts()
            try await disk.fill()
            for verb in [["node", "restart", names, "--count", "1", "--yes"], ["apply", names]] {
                let outcome = try await disk.muster(verb)
                #expect(outcome.exitCode == 2 && outcome.errorOutput.contains("no space left"), "\(outcome)")
            }
            #expect(try await starts() == before)
            try await disk.clear()
            #expect(try await disk.muster("node", "restart", names, "--count", "1", "--yes").exitCode == 0)
            #expect(try await disk.muster("db", "verify").exitCode == 0)
        }

        @Test func anEndThatCannotBeWrittenIsUnknownUntilThereIsRoom() async throws {
            try await acting.fleet.freeze()
            let program = try disk.start(["node", "restart", names, "--count", "1", "--yes", "--parallel", "1"])
            try await acting.expect("an action under way", of: program) {
                try await disk.ledger().contains { $0.state == "sent" }
            }
            try await disk.fill()
            try await acting.fleet.resume()
            try await acting.expect("its end", of: program) { !program.isRunning }
            #expect(program.ending == 6 && program.output.contains("no space left"), "\(program.output)")
            try await disk.clear()
            let isClosed = try await eventually(within: .seconds(60)) {
                _ = try await disk.muster("survey")
                return try await !disk.ledger().contains(where: \.open)
            }
            // The second host's restart was never begun.
            let restarts = try await disk.ledger().filter { $0.verb == "restart" }
            #expect(isClosed && restarts.map(\.state) == ["done"], "\(restarts)")
            #expect(try await disk.muster("db", "verify").exitCode == 0)
        }

        @Test func aWatchSaysSoAndGoesOnWhenThereIsRoom() async throws {
            let host = acting.fleet.hosts[1]
            try acting.workstation.write(acting.fleet.inventory(cap: try await acting.count(on: host)))
            let watch = try disk.start(["watch", host.name])
            try await acting.expect("calm", of: watch) { watch.output.contains("nothing to do") }
            try await disk.fill()
            try await acting.expect("words", of: watch) { watch.output.contains("no space left") }
            // A change of the inventory that comes meanwhile is not forgotten.
            try acting.workstation.write(acting.fleet.inventory(cap: try await acting.count(on: host) - 1))
            // Nothing tells that it was read: it is looked at every five seconds.
            try await Task.sleep(for: .seconds(6))
            try await disk.clear()
            try await acting.expect("what the change asks for", of: watch) {
                try await disk.ledger().count { $0.verb == "remove" && $0.state == "done" } == 1
            }
            #expect(try await watch.stop() == 0, "\(watch.output)")
            #expect(try await !disk.ledger().contains(where: \.open))
            #expect(try await disk.muster("db", "verify").exitCode == 0)
        }
    }
}
