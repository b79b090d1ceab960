import Synchronization

/// Remembers which lines of a known_hosts table are a name's, for as many names as a fleet has.
final class TriedNames: Sendable {
    private let known = Mutex<[[UInt8]: [Int]]>([:])

    /// Two threads may try the same name at once; both find the same.
    func lines(for name: [UInt8], trying: () -> [Int]) -> [Int] {
        if let lines = known.withLock({ $0[name] }) { return lines }
        let lines = trying()
        known.withLock { known in
            if known.count < Self.limit { known[name] = lines }
        }
        return lines
    }

    private static let limit = 20_000
}
