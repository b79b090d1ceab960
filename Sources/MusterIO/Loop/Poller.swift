import Glibc

/// The set of descriptors that `poll(2)` watches, and a pipe that cuts its sleep short.
///
/// Used under the event loop's lock; only ``block(_:milliseconds:)`` runs outside of it, on a copy of the set.
struct Poller {
    /// The wake pipe's reading end comes first.
    private(set) var watched: [pollfd]
    private var places: [Int32: Int] = [:]
    private let wakeWriter: Int32

    init(wakeReader: Int32, wakeWriter: Int32) {
        watched = [pollfd(fd: wakeReader, events: Int16(POLLIN), revents: 0)]
        self.wakeWriter = wakeWriter
    }

    /// Replaces what is watched for on `fd`; nothing takes it out.
    mutating func arm(_ fd: Int32, _ interest: Interest) {
        if interest.isEmpty { return remove(fd) }
        let events = Int16(interest.contains(.read) ? POLLIN : 0) | Int16(interest.contains(.write) ? POLLOUT : 0)
        if let place = places[fd] {
            watched[place].events = events
        } else {
            places[fd] = watched.count
            watched.append(pollfd(fd: fd, events: events, revents: 0))
        }
    }

    private mutating func remove(_ fd: Int32) {
        guard let place = places.removeValue(forKey: fd) else { return }
        let last = watched.removeLast()
        if place < watched.count {
            watched[place] = last
            places[last.fd] = place
        }
    }

    /// Ends the current or next ``block(_:milliseconds:)``.
    func ring() {
        var byte: UInt8 = 0
        _ = Glibc.write(wakeWriter, &byte, 1)  // a full pipe rings just as well
    }

    /// Sleeps until something watched is ready, it is rung or the time is over; −1 waits for ever.
    static func block(_ watched: inout [pollfd], milliseconds: Int32) -> [(fd: Int32, ready: Interest)] {
        guard poll(&watched, nfds_t(watched.count), milliseconds) > 0 else { return [] }
        if watched[0].revents != 0 { drain(watched[0].fd) }
        return watched.dropFirst().compactMap { entry in
            entry.revents == 0 ? nil : (entry.fd, readiness(entry.revents))
        }
    }

    /// An error or a hang-up concerns whoever waits: the next read or write tells.
    private static func readiness(_ events: Int16) -> Interest {
        if events & Int16(POLLERR | POLLHUP | POLLNVAL) != 0 { return [.read, .write] }
        var ready: Interest = []
        if events & Int16(POLLIN) != 0 { ready.insert(.read) }
        if events & Int16(POLLOUT) != 0 { ready.insert(.write) }
        return ready
    }

    private static func drain(_ fd: Int32) {
        withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { buffer in
            while Glibc.read(fd, buffer.baseAddress, buffer.count) == buffer.count {}
        }
    }
}
