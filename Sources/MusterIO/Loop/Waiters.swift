/// How a wait ended.
enum Wake: Sendable {
    case ready
    case late
    case cancelled
}

/// One thing to wait for.
package struct WaitPlace: Sendable {
    package var fd: Int32
    package var interest: Interest

    package init(_ fd: Int32, _ interest: Interest) {
        self.fd = fd
        self.interest = interest
    }
}

/// One suspended task.
struct Waiter: Sendable {
    let places: [WaitPlace]
    let deadline: Deadline
    let continuation: CheckedContinuation<Wake, Never>
}

/// Everybody who waits on an event loop.
///
/// A lower bound of all deadlines stands in for a heap: a wait that ends well, the usual case, has nothing to remove.
struct Waiters: Sendable {
    private var waiters: [UInt64: Waiter] = [:]
    private var queues: [Int32: [(id: UInt64, interest: Interest)]] = [:]
    private(set) var earliest: Deadline = .never

    mutating func park(_ waiter: Waiter, as id: UInt64) {
        waiters[id] = waiter
        for place in waiter.places { queues[place.fd, default: []].append((id, place.interest)) }
        earliest = min(earliest, waiter.deadline)
    }

    /// All that is waited for on `fd`.
    func interest(on fd: Int32) -> Interest {
        queues[fd]?.reduce(into: []) { $0.formUnion($1.interest) } ?? []
    }

    /// Who waits on `fd` for any of `ready`.
    func ids(on fd: Int32, for ready: Interest) -> [UInt64] {
        queues[fd]?.filter { !$0.interest.isDisjoint(with: ready) }.map(\.id) ?? []
    }

    /// Who waits on `fd`, whatever for.
    func ids(on fd: Int32) -> [UInt64] { queues[fd]?.map(\.id) ?? [] }

    /// `nil` if it has been taken before.
    mutating func take(_ id: UInt64) -> Waiter? {
        guard let waiter = waiters.removeValue(forKey: id) else { return nil }
        for place in waiter.places { leave(place.fd, id) }
        return waiter
    }

    /// Whose deadline has passed.
    mutating func lateIDs(at now: Deadline) -> [UInt64] {
        guard earliest <= now else { return [] }
        earliest = waiters.values.lazy.map(\.deadline).filter { $0 > now }.min() ?? .never
        return waiters.filter { $0.value.deadline <= now }.map(\.key)
    }

    private mutating func leave(_ fd: Int32, _ id: UInt64) {
        if queues[fd]?.count == 1 {
            queues[fd] = nil
        } else {
            queues[fd]?.removeAll { $0.id == id }
        }
    }
}
