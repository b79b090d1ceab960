package import MusterIO

/// Connects to the first of several addresses that answers.
package enum Dial {
    /// Begins with the first address; the next one follows after `stagger`, or at once when one fails.
    package static func connect(
        to addresses: [SocketAddress], stagger: Duration, until deadline: Deadline, on loop: EventLoop
    ) async throws(SSHError) -> Dialled {
        var race = Race(addresses)
        while true {
            race.startNext(at: loop.now, stagger: stagger)
            if let winner = race.winner() { return winner }
            if race.isLost { throw .notConnected(race.failures) }
            guard loop.now < deadline else { throw .notConnected(race.failures + race.unanswered) }
            do throws(WaitError) {
                try await loop.wait(for: race.places, until: min(deadline, race.nextStart))
            } catch {
                if error == .cancelled { throw .cancelled(.connect) }
            }
        }
    }
}

/// A connected socket, and to which address.
package struct Dialled: ~Copyable, Sendable {
    package let socket: Descriptor
    package let address: SocketAddress

    package consuming func takeSocket() -> Descriptor { socket }
}

/// The attempts of one dial.
private struct Race: ~Copyable {
    private var waiting: ArraySlice<SocketAddress>
    private var attempts: [Connecting] = []
    private(set) var failures: [SSHError.ConnectFailure] = []
    private(set) var nextStart: Deadline = .never

    init(_ addresses: [SocketAddress]) { waiting = addresses[...] }

    var isLost: Bool { waiting.isEmpty && attempts.isEmpty }
    var places: [WaitPlace] { attempts.map { WaitPlace($0.descriptor, .write) } }
    var unanswered: [SSHError.ConnectFailure] {
        attempts.map { SSHError.ConnectFailure(address: $0.address, cause: nil) }
    }

    mutating func startNext(at now: Deadline, stagger: Duration) {
        while !waiting.isEmpty, attempts.isEmpty || now >= nextStart {
            let address = waiting.removeFirst()
            do throws(SystemError) {
                attempts.append(try Connecting(to: address))
                nextStart = waiting.isEmpty ? .never : now + stagger
            } catch {
                failures.append(SSHError.ConnectFailure(address: address, cause: error))
            }
        }
    }

    /// The first that is connected; those that failed are struck out.
    mutating func winner() -> Dialled? {
        for attempt in attempts {
            switch attempt.progress {
            case .pending: continue
            case .connected: return Dialled(socket: attempt.finish(), address: attempt.address)
            case .failed(let error):
                failures.append(SSHError.ConnectFailure(address: attempt.address, cause: error))
                attempts.removeAll { $0 === attempt }
                if !waiting.isEmpty { nextStart = Deadline(nanoseconds: .min) }
            }
        }
        return nil
    }
}
