import FleetHarness
import Testing

/// Hosts of one suite without nodes, adopted by a workstation of their own.
struct Scene: Sendable {
    let workstation: Workstation
    let hosts: [PracticeHost]
    var inventory: ActingInventory

    static let reason: Comment = "no acting fleet: run `make test-acting` as root"
    static var isThere: Bool { Fleet.running(.systemd)?.hosts.contains { $0.role == "units" } ?? false }

    /// - Parameters:
    ///   - everywhere: policy keys over those of ``ActingInventory``.
    ///   - adopting: whether the hosts are adopted, which is what makes the engine act on them.
    ///   - wiping: whether the nodes that are there go.
    init(_ names: String..., policy everywhere: [String: String] = [:], adopting: Bool = true, wiping: Bool = true)
        async throws
    {
        let workstation = try Workstation(Fleet.running(.systemd))
        self.workstation = workstation
        hosts = names.map { workstation.host($0) }
        inventory = ActingInventory()
        inventory.everywhere.merge(everywhere) { $1 }
        for host in hosts {
            if wiping { try await host.wipe() }
            inventory.add(try workstation.fleet.host(host.name))
        }
        try workstation.write(inventory)
        if adopting { try await adopt() }
    }

    var names: String { hosts.map(\.name).joined(separator: ",") }
    var first: PracticeHost { hosts[0] }

    func adopt() async throws {
        let outcome = try await workstation.act("adopt", names, "--yes")
        try #require(outcome.exitCode == 0, "\(outcome)")
    }

    /// Changes policy keys of all hosts, as an operator does with an editor.
    mutating func set(_ changes: [String: String]) throws {
        inventory.everywhere.merge(changes) { $1 }
        try workstation.write(inventory)
    }

    /// Makes nodes by `apply`, round after round, until the hosts have as many as their cap.
    func fill(_ count: Int, within limit: Duration = .seconds(150)) async throws {
        var last: Outcome?
        let isFull = try await eventually(within: limit) {
            last = try await workstation.act("apply", names)
            return try await counts() == hosts.map { _ in count }
        }
        let there = try await counts()
        try #require(isFull, "\(there) nodes; \(last.map { "\($0)" } ?? "")")
    }

    /// How many nodes run on each host.
    func counts() async throws -> [Int] {
        var counts: [Int] = []
        for host in hosts { counts.append(try await host.processes().count) }
        return counts
    }

    /// Runs `body` beside a watch that tells everything, and must end by itself when it is asked to.
    func watching(_ body: (BackgroundProgram) async throws -> Void) async throws {
        let watch = try workstation.start("watch", names, "--verbose")
        do {
            try await body(watch)
        } catch {
            Issue.record("\(error)\nthe watch said:\n\(watch.output.suffix(6000))")
        }
        #expect(try await watch.stop() == 0, "the watch ended badly:\n\(watch.output.suffix(4000))")
    }

    /// Waits for something of the hosts, or tells what the watch said meanwhile.
    func expect(
        _ what: Comment, within limit: Duration = .seconds(150), beside watch: BackgroundProgram? = nil,
        sourceLocation: SourceLocation = #_sourceLocation, _ condition: () async throws -> Bool
    ) async throws {
        let came = try await eventually(within: limit, condition)
        guard !came else { return }
        Issue.record(
            "never: \(what); nodes \(try await counts())\n\(watch?.output.suffix(5000) ?? "")",
            sourceLocation: sourceLocation)
        throw SceneError.never
    }

    /// Waits until the watch finds nothing more to do on any host.
    func expectCalm(of watch: BackgroundProgram, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await expect("nothing more to do", beside: watch, sourceLocation: sourceLocation) {
            decisions(of: watch).allSatisfy { $0.hasSuffix(": nothing to do") }
        }
    }

    /// Waits until the watch has surveyed each host so many times more: what was to follow has followed.
    func expectLooks(
        _ more: Int = 1, of watch: BackgroundProgram, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let before = looks(of: watch)
        try await expect("\(more) more surveys", beside: watch, sourceLocation: sourceLocation) {
            zip(before, looks(of: watch)).allSatisfy { $0 + more <= $1 }
        }
    }

    /// What a watch said of each host last, surveys and connections aside.
    func decisions(of watch: BackgroundProgram) -> [Substring] {
        let lines = watch.output.split(separator: "\n")
        return hosts.map { host in
            let routine = ["\(host.name): surveyed: ", "\(host.name): connected"]
            return lines.last { line in
                line.hasPrefix("\(host.name): ") && !routine.contains { line.hasPrefix($0) }
            } ?? ""
        }
    }

    private func looks(of watch: BackgroundProgram) -> [Int] {
        let lines = watch.output.split(separator: "\n")
        return hosts.map { host in lines.count { $0.hasPrefix("\(host.name): surveyed: ") } }
    }

    /// No entry is open, no action of the ledger was done twice, and the database is sound.
    func expectOrder(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let ledger = try await workstation.ledger()
        #expect(ledger.filter(\.open).map(\.id).isEmpty, sourceLocation: sourceLocation)
        #expect(Set(ledger.map(\.id)).count == ledger.count, sourceLocation: sourceLocation)
        #expect(try await workstation.databaseIsSound(), sourceLocation: sourceLocation)
    }
}

/// Why a scene cannot go on.
enum SceneError: Error {
    case never
}
