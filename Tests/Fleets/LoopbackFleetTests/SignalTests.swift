import FleetHarness
import Foundation
import Testing

extension ControllerTests {
    /// An operator, or a service manager, that asks a program to end while it acts.
    ///
    /// What is under way waits for a node that stands still, so that it ends when the test says so.
    @Suite struct SignalTests {
        /// A verb of each sort, over all hosts.
        enum Work: CaseIterable {
            case restart, upgrade

            func arguments(_ fleet: LoopbackFleet) -> [String] {
                switch self {
                case .restart: ["node", "restart", fleet.names, "--count", "1"]
                case .upgrade:
                    ["node", "upgrade", fleet.names, "--count", "1", "--host-binary", fleet.program("0.4.17")]
                }
            }
        }

        @Test(arguments: Work.allCases, [false, true])
        func theFirstInterruptBeginsNothingMoreAndTheSecondWaitsForNothing(work: Work, isSecond: Bool) async throws {
            let acting = try await ControllerTests.shared.value
            let before = try await acting.workstation.ledger().count
            let program = try await acting.startAndAsk(
                work.arguments(acting.fleet) + ["--yes", "--parallel", "1", "--timeout", "100s"], by: SIGINT)
            if isSecond {
                program.signal(SIGINT)
                try await acting.expect("its end", of: program) { !program.isRunning }
                #expect(program.output.contains("1 sent"), "\(program.output)")
                #expect(try await acting.workstation.ledger().count { $0.state == "sent" } == 1)
            }
            try await acting.fleet.resume()
            try await acting.expect("its end", of: program) { !program.isRunning }
            #expect(program.ending == 130 && program.output.contains("skipped"), "\(program.output)")
            #expect(try await acting.workstation.ledger().count == before + 1)
            try await acting.expectOrder()
        }

        @Test(arguments: [false, true])
        func anInterruptedSurveyTellsWhatItHas(isSecond: Bool) async throws {
            let acting = try await ControllerTests.shared.value
            let (silent, other) = (acting.fleet.hosts[0], acting.fleet.hosts[1])
            let hole = try FaultProxyProcess(
                to: "\(silent.address):\(silent.port)", "--count", "down", "--black-hole-after", "0")
            defer { hole.end() }
            var inventory = acting.fleet.inventory(cap: 3, of: [])
            inventory.add(silent, acting.fleet.ports(of: silent), port: hole.port)
            inventory.add(other, acting.fleet.ports(of: other))
            try acting.workstation.write(inventory)
            let program = try acting.workstation.start(
                "survey", "\(silent.name),\(other.name)", "--parallel", "1", "--timeout", "100s", "--verbose")
            try await acting.expect("a try to connect", of: program) {
                program.output.contains("\(silent.name): connect")
            }
            program.signal(SIGINT)
            try await acting.expectWord(of: program)
            if isSecond { program.signal(SIGINT) } else { hole.end() }
            try await acting.expect("its end", of: program) { !program.isRunning }
            #expect(program.ending == 130, "\(program.output)")
            #expect(
                program.output.contains(isSecond ? "1 failed, 1 skipped" : "1 unreachable, 1 skipped"),
                "\(program.output)")
        }

        @Test(arguments: [false, true])
        func aWatchThatIsEndedInMidActionLosesNothing(isSecond: Bool) async throws {
            let acting = try await ControllerTests.shared.value
            let host = acting.fleet.hosts[2]
            let before = try await acting.workstation.ledger().count
            try await acting.lowerCap(on: [host])
            let watch = try await acting.startAndAsk(["watch", host.name], by: SIGTERM)
            if isSecond {
                watch.signal(SIGTERM)
                try await acting.expect("its end", of: watch) { !watch.isRunning }
                #expect(watch.ending == 130, "\(watch.output)")
                #expect(try await acting.workstation.ledger().count(where: \.open) == 1)
                try await acting.fleet.resume()
                let next = try acting.workstation.start("watch", host.name)
                try await acting.expect("the end of what was open", of: next) {
                    try await !acting.workstation.ledger().contains(where: \.open)
                }
                #expect(try await next.stop() == 0, "\(next.output)")
            } else {
                try await acting.fleet.resume()
                try await acting.expect("its end", of: watch) { !watch.isRunning }
                #expect(watch.ending == 0 && watch.output.contains("ended: 1 action done"), "\(watch.output)")
            }
            #expect(try await acting.workstation.ledger().count == before + 1)
            try await acting.expectOrder()
        }
    }
}
