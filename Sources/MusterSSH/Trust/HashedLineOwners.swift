import Synchronization

/// Whose the lines with hashed names are, found out name by name.
///
/// The trying is what costs: a millisecond for 9,000 lines. A name asks twice, for the algorithms to offer and for the
/// verdict, and is tried once. A line hides one name only, so that the next names need not try it again.
final class HashedLineOwners: Sendable {
    fileprivate struct State {
        var known: [[UInt8]: [Int]] = [:]
        var unowned: [Int]
    }

    private let state: Mutex<State>

    init(of lines: [Int] = []) { state = Mutex(State(unowned: lines)) }

    func lines(of name: [UInt8], matching: (Int) -> Bool) -> [Int] {
        let (known, unowned) = state.withLock { ($0.known[name], $0.unowned) }
        if let known { return known }
        let lines = unowned.filter(matching)
        state.withLock { $0.learn(name, lines) }
        return lines
    }
}

extension HashedLineOwners.State {
    /// Strangers' names are forgotten beyond a limit.
    fileprivate mutating func learn(_ name: [UInt8], _ lines: [Int]) {
        guard known[name] == nil, !lines.isEmpty || known.count < 20_000 else { return }
        known[name] = lines
        let owned = Set(lines)
        if !owned.isEmpty { unowned.removeAll { owned.contains($0) } }
    }
}
