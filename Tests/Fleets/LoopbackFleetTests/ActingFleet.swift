import FleetHarness
import Foundation
import Testing

/// What happens to the controller while it acts; all of it on the same hosts, one after the other.
@Suite(.enabled(if: Fleet.running(.loopback) != nil && isSoak, "it takes minutes: run `make soak`"), .serialized)
struct ControllerTests {
    /// Three hosts with three managed nodes each; they go down with the tests' process.
    static let shared = Task { try await ActingFleet(hosts: 3, nodes: 3) }
}

private let isSoak = ProcessInfo.processInfo.environment["MUSTER_SOAK"] != nil

/// Hosts with managed nodes, and what tests ask of them.
struct ActingFleet: Sendable {
    let fleet: LoopbackFleet
    var workstation: Workstation { fleet.workstation }

    init(hosts: Int, nodes: Int) async throws {
        fleet = try await LoopbackFleet(hosts: hosts)
        try workstation.write(fleet.inventory(cap: nodes))
        try await done("adopt", fleet.names, "--yes")
        try await done("node", "add", fleet.names, "--count", "\(nodes)", "--yes")
    }

    /// How many nodes run on a host.
    func count(on host: Fleet.Host) async throws -> Int {
        try await workstation.ssh(host.name, "pgrep -x antnode").output.split(separator: "\n").count
    }

    /// Lowers the cap to one below what the hosts have at most.
    func lowerCap(on hosts: [Fleet.Host]) async throws {
        var most = 0
        for host in hosts { most = max(most, try await count(on: host)) }
        try workstation.write(fleet.inventory(cap: most - 1))
    }

    /// Runs a verb that must do what it was asked.
    func done(_ arguments: String...) async throws {
        let outcome = try await workstation.act(arguments)
        try #require(outcome.exitCode == 0, "\(arguments): \(outcome)")
    }

    /// Waits for something that a program brings about.
    func expect(
        _ what: Comment, of program: BackgroundProgram, sourceLocation: SourceLocation = #_sourceLocation,
        _ condition: () async throws -> Bool
    ) async throws {
        let came = try await eventually(within: .seconds(60), condition)
        try #require(came, "never: \(what)\n\(program.output.suffix(4000))", sourceLocation: sourceLocation)
    }

    /// Starts a program, and asks it to end when its first action has left and waits for a node that stands still.
    func startAndAsk(_ arguments: [String], by signal: Int32) async throws -> BackgroundProgram {
        let before = try await workstation.ledger().count
        try await fleet.freeze()
        let program = try workstation.start(arguments)
        try await expect("an action under way", of: program) {
            try await workstation.ledger().contains { $0.state == "sent" }
        }
        #expect(try await workstation.ledger().count == before + 1)
        program.signal(signal)
        try await expectWord(of: program)
        return program
    }

    /// Waits until a program has said that it was asked to end, and what a second time would do; it must still run.
    func expectWord(of program: BackgroundProgram) async throws {
        try await expect("a word on the first", of: program) { program.output.contains("once more") }
        #expect(program.isRunning)
    }

    /// Surveys until what was open has its end, which is a good one, and looks whether the ledger is in order.
    func expectOrder() async throws {
        let isClosed = try await eventually(within: .seconds(60)) {
            try await done("survey", fleet.names)
            return try await !workstation.ledger().contains(where: \.open)
        }
        let ledger = try await workstation.ledger()
        #expect(isClosed && ledger.allSatisfy { $0.state == "done" }, "\(ledger)")
        #expect(try await workstation.databaseIsSound())
    }
}
