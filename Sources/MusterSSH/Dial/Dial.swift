package import MusterIO

/// Connects to the first of several addresses that answers.
package enum Dial {
    /// Begins with the first address; the next one follows after `stagger`, or at once when one fails.
    package static func connect(
        to addresses: [SocketAddress], stagger: Duration, until deadline: Deadline, on loop: EventLoop
    ) async throws(SSHError) -> (socket: Descriptor, address: SocketAddress) {
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

/// The attempts of one dial.
private struct Race: ~Copyable {
    private var waiting: ArraySlice<SocketAddress>
    private var attempts: [Attempt] = []
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
                attempts.append(try Attempt(address))
                nextStart = waiting.isEmpty ? .never : now + stagger
            } catch {
                failures.append(SSHError.ConnectFailure(address: address, cause: error))
            }
        }
    }

    /// The first that is connected; those that failed are struck out.
    mutating func winner() -> (socket: Descriptor, address: SocketAddress)? {
        for attempt in attempts {
            switch attempt.progress {
            case .pending: continue
            case .connected: return attempt.take().map { ($0, attempt.address) }
            case .failed(let error):
                failures.append(SSHError.ConnectFailure(address: attempt.address, cause: error))
                attempts.removeAll { $0 === attempt }
                if !waiting.isEmpty { nextStart = Deadline(nanoseconds: .min) }
            }
        }
        return nil
    }
}

/// An array cannot hold a ``Connecting``, which has one owner.
private final class Attempt {
    let address: SocketAddress
    let descriptor: Int32
    private var connecting: Connecting?

    init(_ address: SocketAddress) throws(SystemError) {
        let connecting = try Connecting(to: address)
        self.address = address
        descriptor = connecting.descriptor
        self.connecting = connecting
    }

    var progress: Connecting.Progress { connecting.progress }

    func take() -> Descriptor? { connecting.take()?.finish() }
}
