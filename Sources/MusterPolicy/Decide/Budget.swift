import MusterModel

/// How many operations a host may still begin, by its own limits and those above it.
struct Budget {
    /// A number, and the limit that makes it no larger; completes `deferred because …`.
    struct Room {
        var count: Int
        var because: String

        mutating func tighten(to count: Int, because: @autoclosure () -> String) {
            let count = max(0, count)
            guard count < self.count else { return }
            self.count = count
            self.because = because()
        }
    }

    private(set) var flights: [NodeView.Flight: Int]
    private let most: [NodeView.Flight: Int]
    private let mostInAll: Int
    private(set) var allowance: Allowance
    private let brakes: [Brake]

    init(_ census: Census) {
        let policy = census.situation.target.policy
        func amount(_ key: PolicyKey) -> Int { Int(policy.whole(key) ?? 0) }
        flights = census.flights
        most = [
            .start: amount(.maxConcurrentStarts), .upgrade: amount(.maxConcurrentUpgrades),
            .removal: amount(.maxConcurrentRemovals),
        ]
        mostInAll = amount(.maxConcurrentOperations)
        allowance = census.situation.allowance
        brakes = census.situation.brakes.filter { $0.scope == .starts }
    }

    var underWay: Int { flights.values.reduce(0, +) }

    /// How many more of a verb may begin.
    ///
    /// - Parameters:
    ///   - disturbs: whether the node works less meanwhile; a node that does not run is not disturbed.
    ///   - pressing: relief, which does not wait for operations of other sorts, and at a hard floor for no limit above
    ///     the host.
    func room(
        for verb: ActionVerb, kind: String?, disturbs: Bool, pressing: Pressing = .no
    ) -> Room {
        var room = Room(count: .max, because: "")
        if let flight = verb.flight {
            let most = most[flight] ?? 0
            let now = flights[flight] ?? 0
            room.tighten(
                to: most - now, because: "the host's `\(flight.limit.rawValue)` is \(most)")
            if pressing == .no {
                room.tighten(
                    to: mostInAll - underWay,
                    because: "the host's `max_concurrent_operations` is \(mostInAll)")
            }
        }
        if verb.starts {
            room.tighten(to: allowance.starts, because: allowance.because ?? "the limit on starts is used up")
            if let brake = brake(on: verb, kind: kind) { room.tighten(to: 0, because: brake) }
        }
        if disturbs, pressing != .floor {
            // An upgrade that proves itself must not be what keeps a host from being relieved.
            let beside = pressing == .relief ? flights[.upgrade] ?? 0 : 0
            let (most, isAll) = allowance.disturbances.addingReportingOverflow(beside)
            room.tighten(
                to: isAll ? .max : most, because: allowance.because ?? "the limit on disturbed nodes is used up")
        }
        return room
    }

    /// The brake that holds a verb up: completes `deferred because …`.
    func brake(on verb: ActionVerb, kind: String?) -> String? {
        guard verb.starts, let brake = brakes.first(where: { $0.kind == nil || $0.kind == kind }) else { return nil }
        return "\(brake.by) put the brake on starts: \(brake.reason)"
    }

    enum Pressing { case no, relief, floor }

    mutating func take(_ verb: ActionVerb, disturbs: Bool) {
        if let flight = verb.flight { flights[flight, default: 0] += 1 }
        if verb.starts, allowance.starts != .max { allowance.starts = max(0, allowance.starts - 1) }
        if disturbs, allowance.disturbances != .max { allowance.disturbances = max(0, allowance.disturbances - 1) }
    }
}

extension NodeView.Flight {
    /// The setting that says how many may be under way at once.
    var limit: PolicyKey {
        switch self {
        case .start: .maxConcurrentStarts
        case .upgrade: .maxConcurrentUpgrades
        case .removal: .maxConcurrentRemovals
        }
    }
}
